"""What is queued until `d`, and the utterances that it becomes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from sotto_emacspeak.styles import NEUTRAL, Style

LONGEST_TEXT = 1 << 19
"""Characters of one utterance; the daemon takes twice as many, and markup makes them more."""

_LONGEST_MARKED = 1 << 15
"""Of a text that is sent with markup, which may make six characters of one."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a style; `rate` is a factor on that of the utterance."""

    text: str
    style: Style = NEUTRAL
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Silence:
    """So many milliseconds of it."""

    duration: int


@dataclass(frozen=True, slots=True)
class Tone:
    """Hertz and milliseconds."""

    pitch: float
    duration: int


@dataclass(frozen=True, slots=True)
class Icon:
    """A file that is played."""

    path: str


Noise = Tone | Icon
Item = Text | Silence | Noise


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text for the daemon, and what is played where its marks "0", "1", ... are."""

    text: str
    kind: str = "text"
    noises: tuple[Noise, ...] = ()


Job = Utterance | Noise


def jobs(items: Iterable[Item]) -> Iterator[Job]:
    """In order; noises that stand before the first word, or alone, need no utterance."""
    rest = list(items)
    while rest and isinstance(first := rest[0], Tone | Icon):
        del rest[0]
        yield first
    yield from map(_utterance, _portions(rest))


def _portions(items: list[Item]) -> Iterator[list[Item]]:
    """Each with no more text than one utterance may have."""
    limit = LONGEST_TEXT if _is_plain(items) else _LONGEST_MARKED
    portion: list[Item] = []
    length = 0
    for item in (piece for each in items for piece in _pieces(each, limit)):
        size = len(item.text) if isinstance(item, Text) else 0
        if portion and length + size > limit:
            yield portion
            portion, length = [], 0
        portion.append(item)
        length += size
    if portion:
        yield portion


def _pieces(item: Item, limit: int) -> Iterator[Item]:
    """A text that is too long, cut at blanks where there are any."""
    if not isinstance(item, Text):
        yield item
        return
    text = item.text
    while len(text) > limit:
        cut = text.rfind(" ", limit // 2, limit) + 1 or limit
        yield Text(text[:cut], item.style, item.rate)
        text = text[cut:]
    yield Text(text, item.style, item.rate)


def _is_plain(items: Iterable[Item]) -> bool:
    return all(
        isinstance(item, Text) and item.style == NEUTRAL and item.rate == 1.0 for item in items
    )


def _utterance(items: list[Item]) -> Utterance:
    if _is_plain(items):
        return Utterance("".join(item.text for item in items if isinstance(item, Text)))
    noises: list[Noise] = []
    parts: list[str] = []
    for key, group in groupby(items, _key):
        if key is not None:
            content = escape("".join(item.text for item in group if isinstance(item, Text)))
            parts.append(_styled(content, *key))
            continue
        for item in group:
            if isinstance(item, Silence):
                parts.append(f'<break time="{item.duration}ms"/>')
            elif isinstance(item, Tone | Icon):
                parts.append(f'<mark name="{len(noises)}"/>')
                noises.append(item)
    return Utterance(f"<speak>{''.join(parts)}</speak>", "ssml", tuple(noises))


def _key(item: Item) -> tuple[Style, float] | None:
    return (item.style, item.rate) if isinstance(item, Text) else None


def _styled(content: str, style: Style, rate: float) -> str:
    given = [
        f'{name}="{value:g}"'
        for name, value in (("rate", rate), ("pitch", style.pitch), ("range", style.pitch_range))
        if value != 1.0
    ]
    if style.volume != 1.0:
        given.append(f'volume="{style.volume * 100:g}%"')
    return f"<prosody {' '.join(given)}>{content}</prosody>" if given else content
