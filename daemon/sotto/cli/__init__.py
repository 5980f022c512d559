"""The `sotto` command: a client of the daemon; only `sotto serve` is the daemon itself."""
