"""How many words a minute a voice speaks at rate 1: measured, so that a speed can be asked for."""

from __future__ import annotations

from sotto.messages import VoiceInfo

_UNMEASURED = 175.0
"""What espeak-ng calls its own speed, and what others are taken for where nobody measured."""


def words_a_minute(voice: VoiceInfo) -> float:
    """For running English text at rate 1."""
    return voice.words_a_minute or _UNMEASURED
