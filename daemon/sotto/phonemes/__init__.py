"""Phoneme stage: the words of a clause become IPA symbols, by libespeak-ng."""
