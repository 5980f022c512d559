"""Voices of format 1: phonemes to envelopes, and envelopes to sound."""
