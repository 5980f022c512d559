"""Speech stage: which utterance is spoken now, and everything that may happen to it."""
