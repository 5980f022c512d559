"""SSML and what else a text may be wrapped in."""
