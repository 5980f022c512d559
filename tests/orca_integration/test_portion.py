"""Which part of a window is read."""

from __future__ import annotations

import pytest

from sotto_orca.portion import LONGEST, Field, Portion, What, choose

FIELD = Field("One two three.", 4)
SELECTED = Field("One two three.", 4, (8, 13))
WINDOW = ["Title", "One two three."]


@pytest.mark.parametrize(
    ("what", "field", "expected"),
    [
        (What.BEST, SELECTED, Portion("three", 8)),
        (What.BEST, FIELD, Portion("two three.", 4)),
        (What.BEST, Field("One two three.", 14), Portion("Title\n\nOne two three.")),
        (What.BEST, None, Portion("Title\n\nOne two three.")),
        (What.SELECTION, SELECTED, Portion("three", 8)),
        (What.SELECTION, FIELD, Portion("")),
        (What.CARET, SELECTED, Portion("two three.", 4)),
        (What.CARET, None, Portion("")),
        (What.WINDOW, SELECTED, Portion("Title\n\nOne two three.")),
    ],
)
def test_what_is_read(what: What, field: Field | None, expected: Portion) -> None:
    assert choose(what, field, WINDOW) == expected


def test_it_is_no_more_than_the_daemon_takes() -> None:
    assert len(choose(What.CARET, Field("x" * (LONGEST + 5), 1), []).text) == LONGEST
