"""Text stage: what a client sends becomes clauses of speakable words."""
