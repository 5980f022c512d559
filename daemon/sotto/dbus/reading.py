"""What would be said, as the bus tells it."""

from __future__ import annotations

from dbus_next import Variant

from sotto.messages import Clause


def told(clause: Clause) -> dict[str, Variant]:
    """A clause as `Reading` gives it."""
    said = " ".join(word.text + word.stop.value for word in clause.words) + clause.stop.value
    words = [[word.text, word.start, word.end, ""] for word in clause.words]
    return {
        "said": Variant("s", said if clause.words else ""),
        "language": Variant("s", clause.language if clause.words else ""),
        "pause": Variant("u", clause.pause),
        "words": Variant("a(stts)", words),
        "marks": Variant("a(us)", [[mark.word, mark.name] for mark in clause.marks]),
        "problems": Variant("as", []),
    }
