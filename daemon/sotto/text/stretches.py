"""A run is looked through for the listener's words in stretches, a short one first: the work before
the first words are known is bounded, whatever the number of words and the length of the text. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from sotto.patterns import regex
from sotto.text.runs import Run

FIRST, LATER = 128, 1024
"""Characters from which on a place is looked for where the run may be parted, in as many more."""

_PLACES = (
    # Where nothing is read as one.
    regex(r"[^\W\d_]{4}[.!?] ++(?=[^\W\d_]{2})"),
    regex(r"[^\W\d_]{3} ++(?=[^\W\d_]{3})"),
)


_TRIES = 8
"""Places that are looked at in one window."""

IsOne = Callable[[str, int], bool]
"""Whether something is found in a text that begins before a place and ends behind it."""


def stretches(run: Run, is_one: IsOne) -> Iterator[Run]:
    """The parts of a run, in order; one without a place to part it stays whole."""
    begin, size = 0, FIRST
    while len(run.text) - begin > 2 * size and (end := _end(run.text, begin, size, is_one)):
        yield run.part(begin, end)
        begin, size = end, LATER
    yield run.part(begin, len(run.text)) if begin else run


def _end(text: str, begin: int, size: int, is_one: IsOne) -> int:
    """Where the stretch from `begin` ends; 0 where there is no place for it to end."""
    while size < len(text) - begin:
        for place in _PLACES:
            window = place.finditer(text, begin + size, begin + 2 * size)
            for found in islice(window, _TRIES):
                if not is_one(text, found.end()):
                    return found.end()
        size *= 2
    return 0
