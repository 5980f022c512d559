"""A long text is read in parts, so that its beginning is spoken without looking at the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sotto.messages import Text
from sotto.patterns import regex

SHORTEST, LONGEST = 1024, 4096
"""Characters of a part; longer where there is no good place to part it."""

_PLACES = (
    # Between sentences of a line, words, or paragraphs: where nothing is read as one.
    (r"[^\W\d_]{4}[.!?] ++(?=[^\W\d_]{2})", SHORTEST, LONGEST),
    (r"[^\W\d_]{3} ++(?=[^\W\d_]{3})", SHORTEST, LONGEST),
    (r"\n\s*?\n(?=\S)|\s{64}(?=\s)|[\u3001\u3002](?=[^\W\d_])", SHORTEST, LONGEST),
    (r"\s(?=[^\W\d_]{2})|[^\W\d_]{64}(?=[^\W\d_])", SHORTEST, 2 * LONGEST),
    (r"\S\s(?=\S)|>(?=<)|;(?=&)", SHORTEST, 2 * LONGEST),
)
"""Patterns, and from where to where in a part a place is looked for; the first that is found."""

_COMPILED = tuple((re.compile(pattern), first, last) for pattern, first, last in _PLACES)


_QUIET = regex(r"[^\w!]{64,65536}+")
"""Blanks and signs: a stretch of them is passed at once, so its part may be long."""

_SHORT_WAY = 16
_LATE = regex(r"\s")


def parts(text: Text) -> Iterator[Text]:
    """The parts of `text`, in order; what stands for something else is one."""
    if text.end >= 0 or len(text.text) <= LONGEST:
        yield text
        return
    start = 0
    while start < len(text.text):
        end = _end(text.text, start)
        yield replace(text, text=text.text[start:end], start=text.start + start)
        start = end


def _end(text: str, start: int) -> int:
    """Where the part that begins at `start` ends."""
    if len(text) - start <= LONGEST:
        return len(text)
    quiet = _QUIET.match(text, start + SHORTEST)
    if quiet and (last := _last_blank(text, quiet.start(), quiet.end())) > quiet.start():
        return last
    for place, first, last in _COMPILED:
        found = place.search(text, start + first, start + last)
        if found:
            return found.end()
    end = _LATE.search(text, start + 2 * LONGEST)
    return end.end() if end else len(text)


def _last_blank(text: str, start: int, end: int) -> int:
    """The end of the last blank within a short way before `end`; `start` without any."""
    for at in range(end, max(end - _SHORT_WAY, start), -1):
        if text[at - 1].isspace():
            return at
    return start
