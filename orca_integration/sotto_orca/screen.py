"""The accessibility bus: what is around the focus, read as little as possible.

Only here and in `tab_order` AT-SPI is known. What is behind a password is never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sotto_orca.accessibility_bus import check
from sotto_orca.errors import ScreenError
from sotto_orca.scene import PASSWORD, Feature, Item, Passage, Scene
from sotto_orca.tab_order import states_of, tab_neighbours

_NEAR = 5
_MOST_COLUMNS = 3
_BEFORE, _BEHIND = 400, 800
_LINES, _SENTENCES = 3, 3
_GROUPS = frozenset(
    {"list", "list box", "menu", "menu bar", "page tab list", "tree", "tree table", "combo box"}
)

_MADE_WHEN_ASKED = "manages-descendants"
"""Rows of such a list are there once they are asked for, and the program then tells three events
more when the focus reaches them: Orca 43 handles each before it speaks, some 25 ms."""

_TYPED_INTO = frozenset({PASSWORD, "entry", "text", "paragraph", "terminal", "spin button"})

Accessible = Any
"""AT-SPI's accessible; its library has no types."""


def load() -> Any:  # noqa: ANN401 - a module without types
    """The library. Raises ScreenError without it, or without a bus for it."""
    check()
    try:
        import pyatspi
    except ImportError as error:
        raise ScreenError("python3-pyatspi is not installed") from error
    return pyatspi


def atspi_errors() -> tuple[type[BaseException], ...]:
    """What the library raises when a program goes away or does not answer."""
    from gi.repository import GLib

    return (GLib.Error, LookupError, NotImplementedError, RuntimeError, AttributeError, TypeError)


def scene_of(accessible: Accessible) -> Scene:
    """Around what has the focus. Raises what `atspi_errors` says."""
    if is_secret(accessible):
        return Scene()
    parent = accessible.parent
    is_row = parent is not None and _MADE_WHEN_ASKED in states_of(parent)
    items = () if is_row else tuple(_neighbours(accessible))
    # A cell has a text too, through which no caret moves.
    passage = None if items or is_row else passage_of(accessible)
    others = (each for each in tab_neighbours(accessible) if not _has_text(each))
    return Scene((*items, *map(_item, others)), passage, None if passage else _item(accessible))


def is_secret(accessible: Accessible) -> bool:
    """Whether it must not be read."""
    return bool(accessible.getRoleName() == PASSWORD)


def _has_text(accessible: Accessible) -> bool:
    """Whether a reader also says what was typed there, which only its owner should read."""
    return accessible.getRoleName() in _TYPED_INTO


def passage_of(accessible: Accessible) -> Passage | None:
    """The text around its caret, when it has one."""
    with suppress(NotImplementedError):
        text = accessible.queryText()
        caret = max(text.caretOffset, 0)
        start = max(caret - _BEFORE, 0)
        found = text.getText(start, min(caret + _BEHIND, text.characterCount))
        if not found:
            return None
        return Passage(found, caret - start, tuple(_lines(text, caret)), _sentences(text, caret))
    return None


def _lines(text: Any, caret: int) -> Iterator[str]:  # noqa: ANN401 - an interface of AT-SPI
    """Below and above in turn, then the caret's own."""
    boundary = load().TEXT_BOUNDARY_LINE_START
    here, start, end = text.getTextAtOffset(caret, boundary)
    for _ in range(_LINES):
        for place in (end, start - 1):
            if 0 <= place < text.characterCount:
                line, first, last = text.getTextAtOffset(place, boundary)
                yield line
                if place == end:
                    end = max(last, end + 1)
                else:
                    start = min(first, start - 1)
    yield here


def _sentences(text: Any, caret: int) -> tuple[str, ...]:  # noqa: ANN401
    """Those that continuous reading comes to, and at last the one it begins with."""
    boundary = load().TEXT_BOUNDARY_SENTENCE_START
    found: list[str] = []
    place = caret
    while len(found) <= _SENTENCES and place < text.characterCount:
        sentence, _, end = text.getTextAtOffset(place, boundary)
        found.append(sentence)
        place = max(end, place + 1)
    return (*found[1:], *found[:1])


def _neighbours(accessible: Accessible) -> Iterator[Item]:
    """The likeliest first: one further in either direction, then two."""
    if (parent := accessible.parent) is None:
        return
    with suppress(NotImplementedError):
        yield from _rows(parent.queryTable(), accessible.getIndexInParent())
        return
    if parent.getRoleName() in _GROUPS:
        place = accessible.getIndexInParent()
        for near in _around(place, parent.childCount):
            if (child := parent.getChildAtIndex(near)) is not None:
                yield _item(child)
    elif accessible.getRoleName() in _GROUPS and accessible.childCount:
        yield _item(accessible.getChildAtIndex(0))


def _rows(table: Any, index: int) -> Iterator[Item]:  # noqa: ANN401 - an interface of AT-SPI
    row = table.getRowAtIndex(index)
    for near in _around(row, table.nRows):
        for column in range(min(table.nColumns, _MOST_COLUMNS)):
            if (cell := table.getAccessibleAt(near, column)) is not None:
                yield _item(cell)


def _around(place: int, count: int) -> Iterator[int]:
    for distance in range(1, _NEAR + 1):
        for near in (place + distance, place - distance):
            if 0 <= near < count:
                yield near


def _item(accessible: Accessible) -> Item:
    role = accessible.getRoleName()
    if role == PASSWORD:
        return Item(role, role, "")
    return Item(
        role,
        accessible.getLocalizedRoleName(),
        _name(accessible),
        _features(accessible),
        *_position(accessible),
    )


def _position(accessible: Accessible) -> tuple[int, int]:
    """Which one it is of how many beside it."""
    parent = accessible.parent
    if parent is None or parent.getRoleName() not in _GROUPS:
        return 0, 0
    with suppress(NotImplementedError):
        table = parent.queryTable()
        return table.getRowAtIndex(accessible.getIndexInParent()) + 1, table.nRows
    return accessible.getIndexInParent() + 1, parent.childCount


def _name(accessible: Accessible) -> str:
    """Its name; a list item may leave that to the label inside."""
    if accessible.name or not accessible.childCount:
        return str(accessible.name)
    child = accessible.getChildAtIndex(0)
    return "" if child is None or is_secret(child) else str(child.name)


def _features(accessible: Accessible) -> frozenset[Feature]:
    states = states_of(accessible)
    return frozenset(feature for feature in Feature if feature.value in states)
