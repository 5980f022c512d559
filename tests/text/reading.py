"""How the tests write down what is heard: one line of text for a whole request."""

from __future__ import annotations

from itertools import pairwise
from typing import TypedDict, Unpack

from sotto.messages import Capitals, Clause, Kind, Options, Prosody, Punctuation, Reading, Word
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered


class Wishes(TypedDict, total=False):
    """The options of a request that the text stage looks at."""

    kind: Kind
    language: str
    prosody: Prosody
    punctuation: Punctuation
    capitals: Capitals
    reading: Reading


def read(text: str, voice: str = "en", **options: Unpack[Wishes]) -> list[Clause]:
    """The clauses of a request in a voice's language; `options` are those of Options."""
    return list(clauses(text, Options(**options), voice))


def read_ssml(text: str, voice: str = "en") -> list[Clause]:
    """As `read`, of markup."""
    return read(text, voice, kind=Kind.SSML)


def words(spoken: list[Clause]) -> list[Word]:
    """All words in order."""
    return [word for clause in spoken for word in clause.words]


def heard(text: str, voice: str = "en", **options: Unpack[Wishes]) -> str:
    """The words alone: letters `a~`, raised ones `a^`, icons `*a`, other languages `ru:`."""
    return " ".join(
        _foreign(clause, voice) + _written(word)
        for clause in read(text, voice, **options)
        for word in clause.words
    )


def phrased(spoken: list[Clause]) -> str:
    """Words with stops, and pauses where a clause ends: `Hello, dear world.350`."""
    return " ".join(
        " ".join(word.text + word.stop.value for word in clause.words)
        + clause.stop.value
        + (str(clause.pause) if clause.pause else "")
        for clause in spoken
        if clause.words or clause.pause
    )


def marks(spoken: list[Clause]) -> list[tuple[str, str]]:
    """Each mark with the word that follows it in its clause ("" after the last)."""
    return [
        (mark.name, clause.words[mark.word].text if mark.word < len(clause.words) else "")
        for clause in spoken
        for mark in clause.marks
    ]


def check_sound(text: str, options: Options, voice: str = "en") -> list[Clause]:
    """The clauses, after checking what must hold for any request."""
    spoken = list(clauses(text, options, voice))
    assert uncovered(text, options, spoken) == []
    said = words(spoken)
    for word in said:
        # What is pronounced as told stands for all that the tag holds.
        assert word.text and (word.ipa or not any(char.isspace() for char in word.text))
        assert 0 <= word.start < word.end <= len(text)
    assert all(a.start <= b.start for a, b in pairwise(said))
    for clause in spoken:
        assert clause.words or clause.marks or clause.pause
        assert clause.language or not clause.words
        assert [mark.word for mark in clause.marks] == sorted(mark.word for mark in clause.marks)
        assert all(0 <= mark.word <= len(clause.words) for mark in clause.marks)
    return spoken


def _written(word: Word) -> str:
    raised = "^" if word.pitch > 1 else ""
    return ("*" if word.icon else "") + word.text + ("~" if word.letter else "") + raised


def _foreign(clause: Clause, voice: str) -> str:
    return "" if clause.language == voice else f"{clause.language}:"
