"""The daemon's voices as Speech Dispatcher sees them: listed, and chosen by name or type. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sotto_speechd.settings import Settings

UNNAMED_VARIANT = "none"


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of the daemon; `languages` the best one first, `rate` in hertz."""

    identifier: str
    name: str
    languages: tuple[str, ...]
    gender: str = ""
    rate: int = 24_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A voice's identifier ("": the user's own) and a factor on its pitch."""

    identifier: str = ""
    pitch: float = 1.0


STAND_IN = Voice("", "Sotto", ("en",))
"""Listed until the daemon was heard of for the first time; it is the user's own voice."""

_PLAIN = "espeak:"
"""What identifiers of libespeak-ng's voices begin with."""

_TYPES = {
    "male2": ("male", 0, 1.0),
    "male3": ("male", 1, 0.85),
    "female1": ("female", 0, 1.0),
    "female2": ("female", 1, 1.0),
    "female3": ("female", 2, 0.85),
    "child_male": ("male", 0, 1.4),
    "child_female": ("female", 0, 1.25),
}
"""Gender, which of that gender, and the pitch; when there are fewer, the last one of them.

male1 is missing: it is what the server sends for clients that want nothing particular.
"""

_OTHER_GENDER = {"male": 0.7, "female": 1.4}
"""Pitch of the user's own voice where no voice of the wanted gender exists."""


def listing(voices: Iterable[Voice], wanted: str = "") -> list[tuple[str, str, str]]:
    """Name, language and variant of each voice in each language, optionally of one language. A
    voice whose name another has in a language of its own is listed by its identifier.

    The user's own voice is the first, in every language that a voice was made for: a program that
    takes the first voice of a language, by its place or its name (Chromium), takes that one.

    `wanted` is LIST VOICES' filter: a language, perhaps followed by a variant.
    """
    language, _, variant = wanted.partition(" ")
    if variant.strip() not in ("", UNNAMED_VARIANT):
        return []
    entries: dict[tuple[str, str, str], None] = {}
    taken: set[tuple[str, str]] = set()
    known = tuple(voices)
    for tag in _own_languages(known):
        entries |= {(STAND_IN.name, tag, UNNAMED_VARIANT): None}
    for voice in known:
        claims = {(voice.name.casefold(), _primary(tag)) for tag in voice.languages}
        name = voice.identifier if claims & taken else voice.name
        taken |= claims
        entries |= {(name, canonical(tag), UNNAMED_VARIANT): None for tag in voice.languages}
    return [entry for entry in entries if _covers(language, entry[1])]


def _own_languages(voices: Iterable[Voice]) -> Iterator[str]:
    """Those that voices other than libespeak-ng's speak, as varieties and as languages."""
    for voice in voices:
        if not voice.identifier.startswith(_PLAIN):
            for tag in voice.languages:
                yield from (canonical(tag), _primary(tag))


def choose(voices: Sequence[Voice], settings: Settings) -> Choice:
    """The voice of that name, else of that type, else the user's own."""
    named = find(voices, settings.synthesis_voice, settings.language)
    if named is not None:
        return Choice(named.identifier)
    if settings.voice not in _TYPES:
        return Choice()
    gender, rank, pitch = _TYPES[settings.voice]
    same = [voice for voice in voices if voice.gender == gender]
    language = settings.language or "en"
    near = [v for v in same if v.languages and _primary(v.languages[0]) == _primary(language)]
    if near:
        return Choice(near[min(rank, len(near) - 1)].identifier, pitch)
    return Choice("", _OTHER_GENDER[gender] * pitch)


def find(voices: Iterable[Voice], name: str, language: str = "") -> Voice | None:
    """By name or identifier, whatever its case; the one of that language where names repeat."""
    wanted = name.casefold()
    same = [v for v in voices if wanted and wanted in (v.name.casefold(), v.identifier.casefold())]
    speaking = [v for v in same if any(_covers(_primary(language), tag) for tag in v.languages)]
    return next(iter(speaking or same), None)


def canonical(tag: str) -> str:
    """A language tag as clients compare it: "en-US"."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _primary(tag: str) -> str:
    return tag.lower().replace("_", "-").split("-")[0]


def _covers(wanted: str, tag: str) -> bool:
    wanted, tag = wanted.lower().replace("_", "-"), tag.lower()
    return not wanted or tag == wanted or tag.startswith(wanted + "-")
