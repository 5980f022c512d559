"""Emoji as whole sequences, by their CLDR name in the language of the text."""

from __future__ import annotations

import re

from sotto.patterns import regex
from sotto.text.tables.cldr import name_of
from sotto.text.tokens.items import Found, spread

_TONE = "[\U0001f3fb-\U0001f3ff]"
_BASE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_ONE = f"{_BASE}\ufe0f?{_TONE}?(?:[\U000e0020-\U000e007f]{{1,8}})?"
_SEQUENCE = regex(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_ONE}(?:\u200d{_ONE}){{0,7}}"
)
_PRESENTED = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1"
    "\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a"
    "\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f"
    "\U0001f232-\U0001f236\U0001f238-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f64f"
    "\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001faff"
)
"""What is a picture by itself (Unicode's Emoji_Presentation); other signs, with U+FE0F behind."""
_PICTURE = regex(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|(?:[{_PRESENTED}]\ufe0f?{_TONE}?|{_BASE}(?:\ufe0f{_TONE}?|{_TONE}))"
    f"(?:[\U000e0020-\U000e007f]{{1,8}})?(?:\u200d{_ONE}){{0,7}}"
)
_KEYCAP = ("\ufe0f", "\u20e3")
_MAYBE = regex("[\xa9\xae\u203c-\U000effff]")
"""In whatever is an emoji, a figure in a keycap too."""
_PARTS = regex(f"\u200d|({_TONE})")


def may_have_pictures(text: str) -> bool:
    """Whether anything in a text may be one; much faster than to look at each place."""
    return _MAYBE.search(text) is not None


def emoji(text: str, at: int, language: str) -> Found | None:
    """The sequence of several code points that begins at `text[at]`, if it has a name.

    A new one is told by the names of its parts.
    """
    if text[at] < "\xa9" and text[at + 1 : at + 2] not in _KEYCAP:
        return None
    found = _SEQUENCE.match(text, at)
    if not found or len(found[0]) < 2:
        return None
    words = name_of(found[0], language) or _by_parts(found[0], language)
    return (spread(words, at, found.end()), found.end()) if words else None


def picture_end(text: str, at: int) -> int:
    """Where the emoji that begins at `text[at]` ends; `at` where none does. A figure in a
    keycap is a figure."""
    found = _PICTURE.match(text, at)
    return found.end() if found else at


def without_pictures(text: str) -> str:
    """The text that is left when emoji are passed over."""
    return _PICTURE.sub("", text)


def _by_parts(sequence: str, language: str) -> str:
    plain = re.sub(_TONE, "", sequence)
    tones = [name_of(tone, language) for tone in re.findall(_TONE, sequence)]
    whole = name_of(plain, language)
    names = [whole] if whole else [name_of(part, language) for part in plain.split("\u200d")]
    return " ".join((*names, *dict.fromkeys(tones))) if all(names) and all(tones) else ""
