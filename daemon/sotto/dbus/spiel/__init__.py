"""Sotto as a provider of Spiel."""
