"""The user's own words, and sounds that are given in IPA."""
