"""How many words a minute a voice speaks at rate 1: measured, so that a speed can be asked for."""

from __future__ import annotations

from sotto.messages import VoiceInfo

_NEURAL = 216.0
"""Running English text with its pauses, by the readers' voices."""

_PLAIN = 175.0
"""What espeak-ng calls its own speed."""


def words_a_minute(voice: VoiceInfo) -> float:
    """For running English text at rate 1."""
    if voice.words_a_minute:
        return voice.words_a_minute
    return _NEURAL if voice.engine == "neural" else _PLAIN
