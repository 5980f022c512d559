"""How the tests write down what is heard: one line of text for a whole request."""

from __future__ import annotations

from typing import Any

from sotto.messages import Clause, Kind, Options, Word
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered


def read(text: str, language: str = "en", **options: Any) -> list[Clause]:
    """The clauses of a request in a voice's language; `options` are those of Options."""
    return list(clauses(text, Options(**options), language))


def read_ssml(text: str, language: str = "en", **options: Any) -> list[Clause]:
    """As `read`, of markup."""
    return read(text, language, kind=Kind.SSML, **options)


def words(spoken: list[Clause]) -> list[Word]:
    """All words in order."""
    return [word for clause in spoken for word in clause.words]


def heard(text: str, language: str = "en", **options: Any) -> str:
    """The words alone: letters as `a~`, raised ones as `a^`, icons as `*a`; other languages `ru:`."""
    return " ".join(
        _foreign(clause, language) + _written(word)
        for clause in read(text, language, **options)
        for word in clause.words
    )


def phrased(spoken: list[Clause]) -> str:
    """Words with stops and pauses: `Hello,150 world.350`."""
    return " ".join(
        " ".join(word.text for word in clause.words)
        + clause.stop.value
        + (str(clause.pause) if clause.pause else "")
        for clause in spoken
    )


def marks(spoken: list[Clause]) -> list[tuple[str, str]]:
    """Each mark with the word that follows it in its clause ("" after the last)."""
    return [
        (mark.name, clause.words[mark.word].text if mark.word < len(clause.words) else "")
        for clause in spoken
        for mark in clause.marks
    ]


def check_sound(text: str, options: Options, language: str = "en") -> list[Clause]:
    """The clauses, after checking what must hold for any request."""
    spoken = list(clauses(text, options, language))
    assert uncovered(text, options, spoken) == []
    said = words(spoken)
    for word in said:
        assert word.text and not any(char.isspace() for char in word.text)
        assert 0 <= word.start < word.end <= len(text)
    assert all(a.start <= b.start for a, b in zip(said, said[1:], strict=False))
    for clause in spoken:
        assert clause.words or clause.marks or clause.pause
        assert clause.language or not clause.words
        assert [mark.word for mark in clause.marks] == sorted(mark.word for mark in clause.marks)
        assert all(0 <= mark.word <= len(clause.words) for mark in clause.marks)
    return spoken


def _written(word: Word) -> str:
    raised = "^" if word.pitch > 1 else ""
    return ("*" if word.icon else "") + word.text + ("~" if word.letter else "") + raised


def _foreign(clause: Clause, language: str) -> str:
    return "" if clause.language == language else f"{clause.language}:"
