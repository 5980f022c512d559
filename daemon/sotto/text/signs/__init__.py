"""Characters by name: signs, letters, emoji, capitals."""
