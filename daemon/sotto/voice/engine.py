"""The interface of every engine. Nothing outside `voice` knows how a voice makes sound."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, PhonemeRun, Prosody, VoiceInfo
from sotto.voice.abilities import Abilities
from sotto.voice.forms import Forms, Shelf


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


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a heavy voice takes, as measured when it was added: seconds until it is in memory,
    and seconds of a processor for a second of speech."""

    load: float
    cost: float
    head: float = math.inf
    """Seconds of a clause that have to be made before it can be begun; endless: all of it."""


class Ordered(Protocol):
    """A clause that is made ahead of time, by somebody else; any thread."""

    def wait(self, seconds: float) -> bool:
        """Whether by then the next chunk can be taken without waiting: it is there (and, of the
        first one, so much that those after it will be in time), or will not come."""
        ...

    def on_news(self, call: Callable[[], None]) -> None:
        """Call when some of it came or it will not come, on any thread, as often as that is so;
        at once where all is known."""
        ...

    def cancel(self) -> None:
        """It is not wanted any more."""
        ...

    def chunks(self) -> Iterator[AudioChunk]:
        """All of it, as `Engine.speak` gives it, also a chunk for what is silent; each to be taken
        when `wait` tells. Raises EngineError where it, or the rest of it, will not come."""
        ...


@runtime_checkable
class AheadEngine(Engine, Protocol):
    """An engine whose voices are too slow to begin a text: clauses are ordered ahead of time."""

    def pace_of(self, voice: str) -> Pace:
        """How long a voice takes."""
        ...

    def order(self, run: PhonemeRun, voice: str, prosody: Prosody) -> Ordered:
        """Have a clause made, without waiting. Raises UnknownVoiceError, EngineError."""
        ...

    def rest(self) -> None:
        """Give back what it takes until it is wanted again; what is ordered does not come."""
        ...


@runtime_checkable
class Keeper(Protocol):
    """What an engine that `keeps_forms` can as well."""

    def keep_in(self, forms: Forms) -> None:
        """Keep it there, and look there for what was kept."""
        ...

    def shelf(self, voice: str, language: str) -> Shelf | None:
        """Where what is decided of clauses of that voice and language is kept, if anywhere."""
        ...

    def keep(self, run: PhonemeRun, voice: str, cancel: CancelToken, *, whole: bool) -> bool:
        """Keep what is decided of a clause, in full or enough for its first sound; False when
        there is no room. Raises as `speak`, and KeptSoundError."""
        ...
