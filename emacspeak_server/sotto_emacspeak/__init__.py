"""A speech server for Emacspeak: its protocol on standard input, a client of the daemon behind."""
