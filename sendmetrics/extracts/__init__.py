"""From files as they come to relations under our names: found, recognised by content, read as text, cast."""
