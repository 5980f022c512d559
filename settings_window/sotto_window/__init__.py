"""The settings window: a client of the daemon on the session bus, in a process of its own."""
