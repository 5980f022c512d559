"""How the daemon's process begins: small, and soon."""
