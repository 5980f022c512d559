"""Kokoro and its family, KittenTTS among it: tokens, a style and a speed in, sound out."""
