"""What is spoken: the short things a screen reader says all day, and a few long ones."""

from __future__ import annotations

import string
from dataclasses import dataclass

GROUPS = ("letter", "word", "label", "sentence", "word after a rest")
"""What texts are reported together, in the order of the tables."""

WORDS = (
    "home", "file", "button", "menu", "search", "open", "window", "message", "Monday", "the",
    "settings", "keyboard", "yes", "close", "question", "folder", "shift", "answer", "link", "line",
)  # fmt: skip

LABELS = (
    "Save as, push button",
    "Check spelling, not checked",
    "Search, entry, blank",
    "Level 2 heading, News",
    "Inbox, 3 unread, list item 2 of 7",
    "File menu",
    "Visited link, Read more",
    "Volume, slider, 75 percent",
    "Terminal, frame",
    "Reply, button, unavailable",
)

_RESTED = (
    "morning",
    "printer",
    "calendar",
    "network",
    "bottom",
    "paragraph",
    "lunch",
    "window two",
)

SENTENCES = (
    "The committee met on Tuesday to discuss the plans for the new library, and after three hours "
    "of debate they agreed that the reading room should open before the end of the summer.",
    "When the rain finally stopped, the children ran out to the garden, where the old apple tree "
    "had lost two of its branches and most of its fruit during the storm.",
    "Your order has been sent and should arrive within five working days; if nobody is at home, "
    "the parcel will be left with a neighbour or taken to the nearest post office.",
    "He read the letter twice, folded it carefully along the same lines, put it back into its "
    "envelope, and said nothing at all about it for the rest of the evening.",
)

_MORE_SENTENCES = (
    "The shop on the corner is closed for the holidays, so we bought the bread and the flowers at "
    "the market, which was much fuller than we had expected.",
    "She had promised to call as soon as the train arrived, but it was nearly midnight before the "
    "telephone rang and we learned what had happened on the way.",
    "Please read the instructions to the end before you begin, since two of the steps cannot be "
    "undone once the cover has been taken off.",
    "Although the museum is small, it owns one of the finest collections of maps in the country, "
    "and most of them can be looked at without an appointment.",
    "Nobody could say who had left the gate open, yet by the next morning all the sheep were back "
    "in the field behind the church.",
    "I am writing to ask whether the meeting on Friday could begin half an hour later, because the "
    "bus from the village no longer stops at the station.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, the group it is reported in, and the kind of request it is."""

    text: str
    group: str
    kind: str = "text"


def samples(quick: bool) -> tuple[Sample, ...]:
    """26 letters, 20 words, 10 labels and 10 sentences; a third of them when `quick`."""
    step = 3 if quick else 1
    letters = [Sample(letter, "letter", "character") for letter in string.ascii_lowercase]
    words = [Sample(word, "word") for word in WORDS]
    labels = [Sample(label, "label") for label in LABELS]
    sentences = [Sample(sentence, "sentence") for sentence in (*SENTENCES, *_MORE_SENTENCES)]
    return tuple(
        sample for group in (letters, words, labels, sentences) for sample in group[::step]
    )


def after_rest(quick: bool) -> tuple[Sample, ...]:
    """Words that are said after a silence long enough for sound streams to sleep."""
    words = _RESTED[: 2 if quick else None]
    return tuple(Sample(word, "word after a rest") for word in words)
