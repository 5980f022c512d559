"""Random Unicode strings through the text stage: no character of any is lost."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from sotto.messages import Kind, Options, Punctuation
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered

_LANGUAGES = ("en", "de", "nl", "fr", "es", "it", "pt", "ja", "ru", "ar", "hi", "zh", "")
_KINDS = (Kind.TEXT, Kind.SSML, Kind.CHARACTER, Kind.SPELL)
_SPANS: Sequence[tuple[int, int]] = (
    (0x20, 0x7F), (0x20, 0x7F), (0xA0, 0x250), (0x300, 0x600), (0x600, 0x1000), (0x2000, 0x2BFF),
    (0x3000, 0xA000), (0xAC00, 0xD7A4), (0xE000, 0x10000), (0x1F000, 0x1FB00), (1, 0x110000),
)  # fmt: skip


@dataclass(slots=True)
class Lost:
    """How many strings were read, and those of which something was lost or that failed."""

    read: int
    strings: list[str]


def read_many(count: int, seed: int) -> Lost:
    """Read so many."""
    chance = random.Random(seed)
    found = [text for _ in range(count) if (text := _read(chance)) is not None]
    return Lost(count, found)


def _read(chance: random.Random) -> str | None:
    """The string, if something of it is lost."""
    text = "".join(_char(chance) for _ in range(chance.randint(1, 30)))
    options = Options(
        kind=chance.choice(_KINDS),
        punctuation=chance.choice(list(Punctuation)),
        language=chance.choice(_LANGUAGES),
    )
    try:
        spoken = list(clauses(text, options, chance.choice(("en", "de", "fr"))))
    except Exception as error:  # told with the string, the others go on
        return f"{type(error).__name__} for {text!r} ({options.kind.name}, {options.language})"
    if not uncovered(text, options, spoken):
        return None
    return f"{text!r} ({options.kind.name}, {options.language})"


def _char(chance: random.Random) -> str:
    if chance.random() < 0.15:
        return chance.choice(" .,-'<>&1a")
    code = chance.randrange(*chance.choice(_SPANS))
    return chr(code) if not 0xD800 <= code < 0xE000 else "?"
