"""The interface of every engine. Nothing outside `voice` knows how a voice makes sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, PhonemeRun, Prosody, VoiceInfo
from sotto.voice.abilities import Abilities


class Engine(Protocol):
    """A set of voices that turn the phonemes of a clause into sound.

    `speak` is a generator run on one worker thread at a time. It yields a short first
    chunk (50 to 100 ms of sound) and then longer ones, looks at `cancel` at least every
    12 ms of work, adds no silence at either end and never clips. Every word and mark of
    the clause appears as exactly one cue, in order. The same arguments give the same
    samples. What of this an engine cannot keep, its `abilities` tell.
    """

    @property
    def abilities(self) -> Abilities:
        """What it renders itself, and how long that may take."""
        ...

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices, the best one first."""
        ...

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render one clause. `prosody` is final: it already holds the clause's own factors.

        Raises UnknownVoiceError, EngineError, Cancelled.
        """
        ...

    def close(self) -> None:
        """Release memory; the engine may not be used afterwards."""
        ...
