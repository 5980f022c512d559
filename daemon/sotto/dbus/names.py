"""What the daemon is called on the session bus."""

BUS_NAME = "org.sotto.Voice1"
PATH = "/org/sotto/Voice1"
INTERFACE = "org.sotto.Voice1"
