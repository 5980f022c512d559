"""The smallest parts of a text: words, their items, scripts, and how they are read."""
