"""Where Tab and Shift+Tab go: by the order of the tree, as programs rarely tell otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

_MOST_LOOKED_AT = 40
"""Each is asked several questions, which its program answers one after the other."""

_MOST_FOUND = 2
_WHOLE = frozenset(
    {"list", "list box", "menu", "menu bar", "page tab list", "table", "tree", "tree table"}
)
"""Tab goes to these as a whole; the arrow keys move inside."""

_NEEDED = frozenset({"focusable", "sensitive", "showing"})

Accessible = Any
"""AT-SPI's accessible; its library has no types."""


def tab_neighbours(accessible: Accessible) -> Iterator[Accessible]:
    """The next ones and the ones before, the likeliest first; of a list or table the selected
    child, which gets the focus. Raises what the library raises."""
    focused = _whole_around(accessible)
    for step in (1, -1):
        near = islice(_beyond(focused, step), _MOST_LOOKED_AT)
        found = (each for each in near if _takes_focus(each))
        yield from (_inner(each) for each in islice(found, _MOST_FOUND))


def states_of(accessible: Accessible) -> frozenset[str]:
    """Names of its states."""
    return frozenset(str(state.value_nick) for state in accessible.getState().getStates())


def _whole_around(accessible: Accessible) -> Accessible:
    parent = accessible.parent
    return parent if parent is not None and parent.getRoleName() in _WHOLE else accessible


def _beyond(node: Accessible, step: int) -> Iterator[Accessible]:
    """All of the window on one side of a node, the nearest first."""
    parent = node.parent
    if parent is None or parent.getRoleName() == "application":
        return
    place, count = node.getIndexInParent(), parent.childCount
    places = range(place + 1, count) if step > 0 else range(place - 1, -1, -1)
    yield from chain.from_iterable(_inside(parent.getChildAtIndex(near), step) for near in places)
    yield from _beyond(parent, step)


def _inside(node: Accessible, step: int) -> Iterator[Accessible]:
    if node is None:
        return
    yield node
    if node.getRoleName() not in _WHOLE:
        for near in range(node.childCount)[::step]:
            yield from _inside(node.getChildAtIndex(near), step)


def _takes_focus(accessible: Accessible) -> bool:
    return states_of(accessible) >= _NEEDED


def _inner(accessible: Accessible) -> Accessible:
    if accessible.getRoleName() not in _WHOLE:
        return accessible
    try:
        child = accessible.querySelection().getSelectedChild(0)
    except NotImplementedError:
        return accessible
    return accessible if child is None else child
