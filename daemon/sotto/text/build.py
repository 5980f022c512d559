"""Words, boundaries, marks and breaks become clauses: a short first one, then longer ones.

A clause ends at a full stop and the like, at a change of language or prosody, and where it has
grown long enough: after a comma, else before a joining word, else by length. Commas before that
stay inside, for a voice sounds natural by the whole sentence. One finished clause is held back
until the next word, because a break or closing punctuation may still lengthen its pause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sotto.messages import Break, Clause, ClauseMark, Mark, Prosody, ProsodyChange, Stop, Word
from sotto.text.tables import table_for
from sotto.text.tokens.items import COMMA_PAUSE, Boundary


@dataclass(slots=True)  # as Say
class SpokenWord:
    """A word and the language it is in; `joins` tells that a clause may be cut before it."""

    word: Word
    language: str
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in words and in weight (about one per written letter).

    A comma ends a clause of `joined` weight or more.
    """

    words: int
    weight: int
    slack: int
    hard: int
    joined: int


FIRST = Limits(words=14, weight=84, slack=3, hard=18, joined=70)
LATER = Limits(words=32, weight=180, slack=3, hard=32, joined=130)
SHORTEST = 3
MOST_MARKS = 128
"""Marks that one clause holds."""

Token = SpokenWord | Boundary | Mark | Break | ProsodyChange

_STRENGTH = (Stop.NONE, Stop.COMMA, Stop.FULL, Stop.EXCLAMATION, Stop.QUESTION)


def spoken(word: Word, language: str) -> SpokenWord:
    """A word with what its language says about cutting before it."""
    joins = word.letter or word.text.lower() in table_for(language).joiners
    return SpokenWord(word, language, joins)


def build(tokens: Iterator[Token], prosody: Prosody) -> Iterator[Clause]:
    """Clauses of `tokens`, none of which is read further ahead than the clause needs."""
    return _Builder(prosody).run(tokens)


class _Builder:
    """Holds the open clause (`_words`), and the finished one that may still get a pause."""

    def __init__(self, prosody: Prosody) -> None:
        self._base = prosody
        self._prosody = prosody
        self._words: list[SpokenWord] = []
        self._weight = 0
        self._marks: list[ClauseMark] = []
        self._ready: Clause | None = None
        self._limits = FIRST

    def run(self, tokens: Iterator[Token]) -> Iterator[Clause]:
        for token in tokens:
            if not isinstance(token, SpokenWord):
                yield from self._take(token)
                continue
            if self._words and self._words[-1].language != token.language:
                self._finish(Stop.NONE, 0)
            if self._ready is not None:
                yield from self._release()
            self._words.append(token)
            self._weight += _weight(token.word)
            if cut := self._cut():
                yield self._clause(cut, Stop.NONE, 0)
        self._finish(Stop.NONE, 0)
        yield from self._release()
        if self._marks:
            yield self._empty(0)

    def _take(self, token: Boundary | Mark | Break | ProsodyChange) -> Iterator[Clause]:
        """What is no word."""
        match token:
            case Boundary():
                self._boundary(token)
            case Mark():
                yield from self._mark(token.name)
            case Break():
                yield from self._break(token.milliseconds)
            case ProsodyChange():
                self._finish(Stop.NONE, 0)
                self._prosody = self._base * token.prosody

    def _mark(self, name: str) -> Iterator[Clause]:
        """Many marks at one place do not hold up what stands before them."""
        self._marks.append(ClauseMark(len(self._words), name))
        if len(self._marks) >= MOST_MARKS:
            self._finish(Stop.NONE, 0)
            yield from self._release()
            if self._marks:
                yield self._empty(0)

    def _boundary(self, token: Boundary) -> None:
        if self._words and token.stop is Stop.COMMA and self._weight < self._limits.joined:
            self._words[-1] = _stopped(self._words[-1], token.stop)
        elif self._words:
            self._finish(token.stop, token.pause)
        elif self._ready is not None and self._ready.words:
            stop = max(self._ready.stop, token.stop, key=_STRENGTH.index)
            pause = max(self._ready.pause, token.pause)
            self._ready = replace(self._ready, stop=stop, pause=pause)

    def _break(self, milliseconds: int) -> Iterator[Clause]:
        self._finish(Stop.COMMA, 0)
        if self._ready is not None and not self._marks:
            self._ready = replace(
                self._ready,
                pause=self._ready.pause + milliseconds,
                fixed=self._ready.fixed + milliseconds,
            )
            return
        yield from self._release()
        self._ready = self._empty(milliseconds)

    def _finish(self, stop: Stop, pause: int) -> None:
        """Ends the open clause; the held one is always released before a word opens another."""
        if self._words:
            self._ready = self._clause(len(self._words), stop, pause)

    def _release(self) -> Iterator[Clause]:
        if self._ready is not None:
            yield self._ready
            self._ready = None

    def _clause(self, count: int, stop: Stop, pause: int) -> Clause:
        words, self._words = self._words[:count], self._words[count:]
        if words[-1].word.stop is not Stop.NONE:
            inner, words[-1] = words[-1].word.stop, _stopped(words[-1], Stop.NONE)
            if stop is Stop.NONE:
                stop, pause = inner, max(pause, COMMA_PAUSE)
        # A mark at a cut belongs to the word after it; one at the end has no such word.
        last = count if not self._words else count - 1
        marks = tuple(mark for mark in self._marks if mark.word <= last)
        self._marks = [
            ClauseMark(mark.word - count, mark.name) for mark in self._marks if mark.word > last
        ]
        self._weight = sum(_weight(token.word) for token in self._words)
        self._limits = LATER
        return Clause(
            tuple(token.word for token in words),
            words[0].language,
            stop,
            pause,
            self._prosody,
            marks,
        )

    def _empty(self, pause: int) -> Clause:
        marks, self._marks = tuple(self._marks), []
        return Clause((), "", Stop.NONE, pause, self._prosody, marks, fixed=pause)

    def _cut(self) -> int:
        """How many words to give off before more are read; 0 to go on reading."""
        limits, count = self._limits, len(self._words)
        if count <= limits.words + limits.slack and self._weight <= limits.weight * 1.3:
            return 0
        fitting = self._fitting(limits)
        for index in range(fitting, SHORTEST - 1, -1):
            if self._words[index - 1].word.stop is not Stop.NONE:
                return index
        for index in range(fitting, SHORTEST - 1, -1):
            if self._words[index].joins and self._whole(index) == index:
                return index
        is_hard = count > limits.hard + limits.slack or self._weight > limits.weight * 1.6
        return self._whole(fitting) if is_hard else 0

    def _fitting(self, limits: Limits) -> int:
        """How many words at most fit the limits; at least 1, at most all but one."""
        weight = 0
        for index, token in enumerate(self._words[:-1]):
            weight += _weight(token.word)
            if index >= limits.words or weight > limits.weight:
                return max(index, 1)
        return max(len(self._words) - 1, 1)

    def _whole(self, count: int) -> int:
        """`count`, or less where it would part words that stand for one place (`5 dollars`)."""
        for index in range(count, 0, -1):
            if index < len(self._words) and (
                self._words[index].word.start != self._words[index - 1].word.start
            ):
                return index
        return count


def _stopped(token: SpokenWord, stop: Stop) -> SpokenWord:
    return replace(token, word=replace(token.word, stop=stop))


def _weight(word: Word) -> int:
    """How long a word takes to say: figures and ideographs stand for many sounds."""
    if word.letter:
        return 4
    if word.text.isascii():
        return 1 + len(word.text) + (3 * len(word.text) if word.text[0].isdigit() else 0)
    return 1 + sum(3 if char >= "\u2e80" else 1 for char in word.text)
