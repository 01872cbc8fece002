"""The warehouse: built beside, published with one rename, opened read-only; where every row came from."""
