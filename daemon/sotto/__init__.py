"""Sotto's daemon: text in, sound out. `app` composes it; README.md shows the flow."""

__version__ = "0.1.0"
