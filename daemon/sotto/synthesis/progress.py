"""What the fallback has to speak: the rest of an utterance, also when the text stage failed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sotto.messages import Clause, ClauseMark, Kind, Options, Stop, Word

_WORDS_A_CLAUSE = 16
_MARKUP = re.compile(r"<[^<>]{0,1000}>")
_WORD = re.compile(r"\S{1,60}")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an utterance came: words and marks, counted from its start, that need not be
    rendered again; `character` is the code point of the request where they end."""

    words: int = 0
    marks: int = 0
    character: int = 0


def remaining(clauses: Iterable[Clause], progress: Progress) -> Iterator[Clause]:
    """The clauses without the words and marks that are done."""
    words, marks = progress.words, progress.marks
    for clause in clauses:
        gone_words = min(words, len(clause.words))
        gone_marks = min(marks, len(clause.marks))
        words -= gone_words
        marks -= gone_marks
        if gone_words == gone_marks == 0:
            yield clause
        elif gone_words < len(clause.words) or gone_marks < len(clause.marks):
            yield _cut(clause, gone_words, gone_marks)


def plain_clauses(text: str, options: Options, language: str, start: int = 0) -> Iterator[Clause]:
    """Words between blanks, in short clauses, from code point `start`; markup is left out.

    For text that the text stage choked on: worse to hear, but nothing is lost.
    """
    plain = _MARKUP.sub(_blanks, text) if options.kind is Kind.SSML else text
    words: list[Word] = []
    for match in _WORD.finditer(plain, start):
        words.append(Word(match.group(), match.start(), match.end(), len(match.group()) == 1))
        if len(words) == _WORDS_A_CLAUSE or match.group()[-1] in ".!?":
            yield Clause(tuple(words), language, Stop.FULL, 200, options.prosody)
            words = []
    if words:
        yield Clause(tuple(words), language, Stop.FULL, 0, options.prosody)


def _cut(clause: Clause, words: int, marks: int) -> Clause:
    kept = tuple(ClauseMark(max(mark.word - words, 0), mark.name) for mark in clause.marks[marks:])
    return replace(clause, words=clause.words[words:], marks=kept)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())
