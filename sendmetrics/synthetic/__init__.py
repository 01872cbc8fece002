"""A made-up authority, written in the real layouts from a seed, with a story a careful reader can find."""
