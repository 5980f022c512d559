"""Sound into a client's pipe."""
