"""Which characters of a request must be heard, and whether clauses account for all of them.

Runs and clauses may be checked by any later stage: `uncovered` is empty when nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sotto.messages import Clause, Options, Pronounced, SayAs, SayAsForm, Text
from sotto.text.markup.parse import parse
from sotto.text.say_as import READ_FORMS
from sotto.text.signs.symbols import is_blank, silent_characters
from sotto.text.tokens.normalise import wrong_apostrophes


def uncovered(text: str, options: Options, spoken: Iterable[Clause]) -> list[int]:
    """Offsets of speakable characters of the request that no word stands for."""
    covered: set[int] = set()
    for clause in spoken:
        for word in clause.words:
            covered.update(range(word.start, word.end))
    return [offset for offset in speakable(text, options) if offset not in covered]


def speakable(text: str, options: Options) -> Iterator[int]:
    """Offsets that running text may not keep silent: no blanks, markup or quiet punctuation.

    In a request that holds only quiet punctuation, that is speakable too.
    """
    silent = silent_characters(options.punctuation)
    offsets = list(_offsets(text, options, silent))
    return iter(offsets or _offsets(text, options, frozenset()))


def _offsets(text: str, options: Options, silent: frozenset[str]) -> Iterator[int]:
    for segment in parse(text, options.kind):
        if isinstance(segment, Text):
            yield from _visible(segment, silent)
        elif isinstance(segment, Pronounced):
            yield from range(segment.start, segment.end)
        elif isinstance(segment, SayAs):
            yield from _visible(segment, _silent_in(segment, silent))


def _silent_in(segment: SayAs, silent: frozenset[str]) -> frozenset[str]:
    if segment.form in READ_FORMS:
        is_quiet = all(is_blank(char) or char in silent for char in segment.text)
        return frozenset() if is_quiet else silent
    has_figures = any(char.isdecimal() for char in segment.text)
    is_number = segment.form is SayAsForm.DIGITS and has_figures
    return frozenset("-–./()") if is_number else frozenset()


def _visible(segment: Text | SayAs, silent: frozenset[str]) -> Iterator[int]:
    quiet = wrong_apostrophes(segment.text) if "'" in silent else frozenset()
    for index, char in enumerate(segment.text):
        if is_blank(char) or char in silent or index in quiet:
            continue
        if segment.end >= 0:
            yield from range(segment.start, segment.end)
            return
        yield segment.start + index
