"""Voice stage: phonemes become chunks of sound; one small interface, one file an engine."""
