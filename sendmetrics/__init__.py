"""True answers on children with special educational needs and disabilities, from an authority's own files."""
