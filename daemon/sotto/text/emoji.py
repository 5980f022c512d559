"""Emoji as whole sequences, by their CLDR name in the language of the text."""

from __future__ import annotations

import re

from sotto.text.items import Found, spread
from sotto.text.tables.cldr import name_of

_TONE = "[\U0001f3fb-\U0001f3ff]"
_BASE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_ONE = f"{_BASE}\ufe0f?{_TONE}?(?:[\U000e0020-\U000e007f]{{1,8}})?"
_SEQUENCE = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_ONE}(?:\u200d{_ONE}){{0,7}}"
)
_PARTS = re.compile(f"\u200d|({_TONE})")


def emoji(text: str, at: int, language: str) -> Found | None:
    """The sequence of several code points that begins at `text[at]`, if it has a name.

    A new one is told by the names of its parts.
    """
    found = _SEQUENCE.match(text, at)
    if not found or len(found[0]) < 2:
        return None
    words = name_of(found[0], language) or _by_parts(found[0], language)
    return (spread(words, at, found.end()), found.end()) if words else None


def _by_parts(sequence: str, language: str) -> str:
    plain = re.sub(_TONE, "", sequence)
    tones = [name_of(tone, language) for tone in re.findall(_TONE, sequence)]
    whole = name_of(plain, language)
    names = [whole] if whole else [name_of(part, language) for part in plain.split("\u200d")]
    return " ".join((*names, *dict.fromkeys(tones))) if all(names) and all(tones) else ""
