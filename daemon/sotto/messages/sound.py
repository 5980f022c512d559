"""Sound, what lies in it, and the voices that make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # the bus name is owned before numpy is imported
    import numpy as np
    from numpy.typing import NDArray

Samples: TypeAlias = "NDArray[np.float32]"
"""Mono sound, shape [samples], full scale is -1..1."""

HOUSE_RATE = 24_000
"""Hertz of the sink, and of all sound once it has left its engine."""


@dataclass(frozen=True, slots=True)
class WordCue:
    """A word of the request (start..end) begins at sample `offset` of the chunk."""

    offset: int
    start: int
    end: int

    def moved(self, samples: int) -> WordCue:
        """The same cue, `samples` later."""
        return WordCue(self.offset + samples, self.start, self.end)


@dataclass(frozen=True, slots=True)
class MarkCue:
    """A mark lies at sample `offset` of the chunk."""

    offset: int
    name: str

    def moved(self, samples: int) -> MarkCue:
        """The same cue, `samples` later."""
        return MarkCue(self.offset + samples, self.name)


Cue = WordCue | MarkCue


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """Mono samples at `rate` hertz and the cues that lie in them, in order of offset."""

    samples: Samples
    rate: int
    cues: tuple[Cue, ...] = ()

    def after(self, samples: int) -> AudioChunk:
        """What follows the first `samples`."""
        cues = (cue.moved(-samples) for cue in self.cues if cue.offset >= samples)
        return AudioChunk(self.samples[samples:], self.rate, tuple(cues))


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice as a client sees it. `languages` are BCP-47 tags, the best one first; `engine` is
    what its engine calls itself."""

    identifier: str
    name: str
    engine: str
    languages: tuple[str, ...]
    gender: str = ""
    description: str = ""
    has_light: bool = False
    """Whether it has a light variant."""
    words_a_minute: float = 0.0
    """Of running text at rate 1, as measured; 0 where nobody measured it."""
    licence: str = ""
    """As its files tell it; "" where they do not."""
    is_heavy: bool = False
    """Whether it is too slow to begin: another voice does, and it goes on with long texts."""
    companion: str = ""
    """The identifier of the voice that sounds the same, to begin for a heavy one; "" for none."""
