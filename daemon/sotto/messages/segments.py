"""What may stand in a request, once parsed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sotto.messages.prosody import Prosody


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be read as running text; `start` is their offset in the request.

    `end` is given where the request holds other characters than `text`: an entity, an alias.
    """

    text: str
    start: int
    end: int = -1


@dataclass(frozen=True, slots=True)
class Pronounced:
    """Text whose sounds are given: `ipa` as `sotto.text.dictionary.ipa.clean_ipa` gives it. An
    engine that reads nothing but text says `text`, which may be empty."""

    text: str
    start: int
    end: int
    ipa: str


class SayAsForm(Enum):
    """How a `SayAs` is told.

    Characters and spelling take white space as a pause; glyphs name it as well. A key is
    the name of a key combination. Dates, times, ordinals and cardinals are read in the language.
    """

    CHARACTERS = "characters"
    GLYPHS = "glyphs"
    DIGITS = "digits"
    SPELL = "spell"
    KEY = "key"
    DATE = "date"
    TIME = "time"
    ORDINAL = "ordinal"
    CARDINAL = "cardinal"


@dataclass(frozen=True, slots=True)
class SayAs:
    """Characters that are named one by one, or read as what they are said to be; `end` as in
    `Text`. `detail` is the order of a date's fields (`dmy`), or ""."""

    text: str
    start: int
    form: SayAsForm
    end: int = -1
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place whose passing is reported to the client."""

    name: str


@dataclass(frozen=True, slots=True)
class Break:
    """A silence in milliseconds, the same at every rate."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class ProsodyChange:
    """From here on these factors hold (absolute, not nested)."""

    prosody: Prosody


@dataclass(frozen=True, slots=True)
class LanguageChange:
    """From here on the text is in this language; "" is the request's own."""

    language: str


Segment = Text | Pronounced | SayAs | Mark | Break | ProsodyChange | LanguageChange
