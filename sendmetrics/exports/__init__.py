"""Results as files and text, each with where it came from."""
