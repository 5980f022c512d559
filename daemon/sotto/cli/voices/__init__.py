"""`sotto voices`: what there is, and what can be added."""
