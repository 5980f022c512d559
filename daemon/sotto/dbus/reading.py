"""What would be said, as the bus tells it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from dbus_next import Variant

from sotto.messages import Clause, Word

_MOST_PROBLEMS = 10


def told_all(clauses: Iterable[Clause], problems: Iterable[str]) -> list[dict[str, Variant]]:
    """Clauses as `Reading` gives them; what could not be followed is told with the first."""
    found = [_told(clause) for clause in clauses]
    if found:
        found[0]["problems"] = Variant("as", list(islice(problems, _MOST_PROBLEMS)))
    return found


def _told(clause: Clause) -> dict[str, Variant]:
    said = " ".join(_said(word) + word.stop.value for word in clause.words) + clause.stop.value
    words = [[word.text, word.start, word.end, word.ipa] for word in clause.words]
    return {
        "said": Variant("s", said if clause.words else ""),
        "language": Variant("s", clause.language if clause.words else ""),
        "pause": Variant("u", clause.pause),
        "words": Variant("a(stts)", words),
        "marks": Variant("a(us)", [[mark.word, mark.name] for mark in clause.marks]),
        "problems": Variant("as", []),
    }


def _said(word: Word) -> str:
    return f"/{word.ipa}/" if word.ipa else word.text
