"""The `sotto` command; all but `serve` are D-Bus clients."""
