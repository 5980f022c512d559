"""What the daemon answers: voices, its state, and how an utterance became sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

T = TypeVar("T")

NATURAL = "neural"
"""What the daemon tells of every engine but espeak-ng."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice. `languages` are BCP-47 tags, `rate` the hertz of `synthesize`; `best_for` are the
    languages whose texts it speaks when a request names no voice; `kind` is what its engine
    calls itself."""

    identifier: str = ""
    name: str = ""
    engine: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()
    gender: str = ""
    description: str = ""
    rate: int = 24_000
    licence: str = ""
    best_for: tuple[str, ...] = ()

    @property
    def is_natural(self) -> bool:
        """Whether it is none of espeak-ng's."""
        return self.engine == NATURAL


@dataclass(frozen=True, slots=True)
class Utterance:
    """An utterance that is not done; a detached one belongs to nobody."""

    id: int
    state: str
    is_detached: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device that wakes late: `late_ms` milliseconds after what is usual for it. It was
    learned to keep it awake for `seconds` after speech."""

    name: str
    late_ms: float
    seconds: float


@dataclass(frozen=True, slots=True)
class State:
    """What the daemon is doing; `last` is the highest number of an utterance so far.

    `looking`: whether voices are being looked for, so that there may soon be more. `quality` is
    the variant of a voice that a text gets now, "full" or "light", and `quality_reason` why it is
    not the full one. `devices` are sound devices that woke late.
    """

    ready: bool = False
    sound: bool = False
    problems: tuple[str, ...] = ()
    last: int = 0
    utterances: tuple[Utterance, ...] = ()
    looking: bool = False
    quality: str = ""
    quality_reason: str = ""
    devices: tuple[Device, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one utterance became sound; times in milliseconds, -1: no sound yet."""

    engine: str = ""
    voice: str = ""
    cached: bool = False
    first_audio_ms: float = -1.0
    stages: Mapping[str, float] | None = None
    reason: str = ""
    quality: str = ""
    continued: str = ""
    kind: str = ""
    """What the engine calls itself; "" where that is not known."""

    @property
    def is_natural(self) -> bool:
        """Whether another engine than espeak-ng spoke."""
        return self.engine == NATURAL


@dataclass(frozen=True, slots=True)
class SaidWord:
    """What is pronounced for `start`..`end` of the text, and its IPA where that was given."""

    text: str
    start: int
    end: int
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class SaidClause:
    """What is said in one breath, in one language; `pause` follows it, in milliseconds.

    `marks` are numbers of words, and names of the marks before them.
    """

    said: str = ""
    language: str = ""
    pause: int = 0
    words: tuple[SaidWord, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    problems: tuple[str, ...] = ()


def read_clause(table: Mapping[str, Any]) -> SaidClause:
    """A clause from its table of variants."""
    clause = read(SaidClause, table)
    words = tuple(SaidWord(*each) for each in clause.words)  # type: ignore[misc]
    return replace(clause, words=words, marks=tuple((at, name) for at, name in clause.marks))


def read(kind: type[T], table: Mapping[str, Any]) -> T:
    """A value from a table of variants; what is not in it keeps its default."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _plain(v.value) for name, v in table.items() if name in known})


def read_state(table: Mapping[str, Any]) -> State:
    """The state from its table of variants."""
    rest = {n: value for n, value in table.items() if n not in ("utterances", "devices")}
    state = read(State, rest)
    alive = tuple(Utterance(*each) for each in table["utterances"].value)
    devices = tuple(Device(*each) for each in table["devices"].value) if "devices" in table else ()
    return replace(state, utterances=alive, devices=devices)


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
