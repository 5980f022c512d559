"""Our voices as Spiel's clients see them. Pure.

Orca finds a voice by name and language and, without a choice of the user's, takes the first by
name: so names are unique, and the first of them suits every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sotto.dbus.engines import PLAIN
from sotto.messages import VoiceInfo

AUTOMATIC = "automatic"
AUTOMATIC_NAME = "Sotto"
_EVENTS = "#events"
_EVENTS_NAME = " with events"

EVENT_FEATURES = 0x1 | 0x2 | 0x4 | 0x8
"""Word, sentence, range and mark events."""

MARKUP_FEATURES = sum(
    (
        0x10,  # say-as date
        0x20,  # say-as time
        0x40,  # say-as telephone
        0x80,  # say-as characters
        0x100,  # say-as characters, format glyphs
        0x200,  # say-as cardinal
        0x400,  # say-as ordinal
        0x800,  # say-as currency
        0x1000,  # break
        0x2000,  # sub
        0x4000,  # phoneme
        0x8000,  # emphasis
        0x10000,  # prosody
        0x20000,  # sentence and paragraph
        0x40000,  # token
    )
)
"""What every voice does with markup, espeak-ng's too: tests hear each at the provider."""

SpielVoice = tuple[str, str, str, int, list[str]]
"""Name, identifier, output format, features, languages."""


def spiel_voices(voices: Sequence[VoiceInfo], rate: int, language: str) -> list[list[object]]:
    """Every voice twice, led by the one that follows `language` (of the session)."""
    natural = [info for info in voices if info.engine != PLAIN] or list(voices)
    tags = [language, *(tag for info in natural for tag in info.languages[:1])]
    entries = [_both(AUTOMATIC_NAME, AUTOMATIC, tags, rate)]
    names: set[str] = {AUTOMATIC_NAME}
    # Of voices that share an identifier, it leads to the first.
    reachable = {info.identifier: info for info in reversed(voices)}
    for info in reversed(reachable.values()):
        name = _unique(info, names)
        entries.append(_both(name, info.identifier, info.languages[:1], rate))
    return [list(voice) for both in entries for voice in both]


def voice_of(identifier: str) -> tuple[str, bool]:
    """Our identifier, "" for the automatic one, and whether events are wanted."""
    has_events = identifier.endswith(_EVENTS)
    name = identifier.removesuffix(_EVENTS)
    return ("" if name == AUTOMATIC else name), has_events


def canonical_tag(tag: str) -> str:
    """A BCP-47 tag in the case that clients compare with: en-US, zh-Hant-TW."""
    parts = tag.replace("_", "-").lower().split("-")
    private = next((place for place, part in enumerate(parts) if len(part) == 1), len(parts))
    cased = (_cased(part) if 0 < place < private else part for place, part in enumerate(parts))
    return "-".join(cased)


def _cased(part: str) -> str:
    return {2: part.upper(), 4: part.title()}.get(len(part), part)


def _both(name: str, identifier: str, tags: Iterable[str], rate: int) -> Iterator[SpielVoice]:
    languages = _languages(tags)
    sound = f"format=S16LE,channels=1,rate={rate}"
    yield (name, identifier, f"audio/x-raw,{sound}", MARKUP_FEATURES, languages)
    features = MARKUP_FEATURES | EVENT_FEATURES
    yield (
        name + _EVENTS_NAME, identifier + _EVENTS, f"audio/x-spiel,{sound}", features, languages,
    )  # fmt: skip


def _languages(tags: Iterable[str]) -> list[str]:
    """Each tag and its language alone: clients compare whole strings."""
    found: dict[str, None] = {}
    for tag in map(canonical_tag, tags):
        found[tag] = None
        found[tag.partition("-")[0]] = None
    return list(found)


def _unique(info: VoiceInfo, taken: set[str]) -> str:
    """Natural voices after the automatic one, whose name theirs begin with; plain ones last,
    by their small letter."""
    is_plain = info.engine == PLAIN
    name = info.name if is_plain else f"{AUTOMATIC_NAME} {info.name[:1].upper()}{info.name[1:]}"
    if name in taken:
        name = f"{name} ({info.identifier})"
    taken.add(name)
    return name
