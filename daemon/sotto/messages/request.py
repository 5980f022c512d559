"""What a client asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from sotto.errors import InvalidOptionError
from sotto.messages.choices import (
    Capitals,
    Emoji,
    Kind,
    Numbers,
    Pauses,
    Priority,
    Punctuation,
    SpellingAlphabet,
    Switching,
    WordCapitals,
    Wording,
)
from sotto.messages.prosody import (
    INFLECTION_RANGE,
    PITCH_RANGE,
    RATE_RANGE,
    VOLUME_RANGE,
    Prosody,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a listener wants to be read to; `capital_pitch` is the factor on F0 of a capital that
    is told by pitch."""

    pauses: Pauses = Pauses.NORMAL
    numbers: Numbers = Numbers.LANGUAGE
    wording: Wording = Wording.NATURAL
    switching: Switching = Switching.ON
    capital_pitch: float = 1.3
    emoji: Emoji = Emoji.NAMES
    alphabet: SpellingAlphabet = SpellingAlphabet.OFF
    word_capitals: WordCapitals = WordCapitals.LETTERS


@dataclass(frozen=True, slots=True)
class Options:
    """How a request is to be spoken; the defaults are those of the D-Bus interface."""

    kind: Kind = Kind.TEXT
    voice: str = ""
    language: str = ""
    prosody: Prosody = field(default_factory=Prosody)
    priority: Priority = Priority.TEXT
    punctuation: Punctuation = Punctuation.NONE
    capitals: Capitals = Capitals.NONE
    resume: bool = False
    reading: Reading = field(default_factory=Reading)
    voices: tuple[tuple[str, str], ...] = ()
    """Tags of languages and the voices that speak them unless `voice` is given."""

    def __post_init__(self) -> None:
        """Raises InvalidOptionError when a factor lies outside its range."""
        for name, limits in (
            ("rate", RATE_RANGE),
            ("pitch", PITCH_RANGE),
            ("pitch_range", INFLECTION_RANGE),
            ("volume", VOLUME_RANGE),
        ):
            value = getattr(self.prosody, name)
            if not limits[0] <= value <= limits[1]:
                raise InvalidOptionError(f"{name} is {value}, not {limits[0]} to {limits[1]}")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One request of one client (its unique bus name)."""

    id: int
    client: str
    text: str
    options: Options = field(default_factory=Options)
