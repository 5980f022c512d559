"""How Orca says what is focused. Pure.

Checked against Orca 43: names end with a full stop, some roles are named and others are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sotto_orca.scene import PASSWORD, Feature, Item

Translate = Callable[[str], str]
"""Orca's own messages in the user's language."""

_BARE = frozenset(
    {"table cell", "list item", "tree item", "tree table cell", "menu item", "icon", "label"}
)
_RADIO = "radio button"
_CHECKABLE = frozenset({"check box", "check menu item"})
_PRESSABLE = frozenset({"toggle button"})


def utterances(item: Item, translate: Translate) -> Iterator[str]:
    """What is said, one piece after the other; nothing for what must not be read."""
    name = named(item)
    if item.role == PASSWORD or not name:
        return
    if item.role in _BARE:
        yield _ended(name)
    elif item.role == _RADIO:
        yield _ended(name)
        # Moving to a radio button selects it.
        yield f"{translate('selected')} {item.role_name}"
    else:
        words = [name, item.role_name, _state(item, translate)]
        yield _ended(" ".join(word for word in words if word))


def named(item: Item) -> str:
    """Its name as it is said: without what only separates lines and columns."""
    return " ".join(item.name.split())


def _state(item: Item, translate: Translate) -> str:
    if item.role in _CHECKABLE:
        return translate("checked" if Feature.CHECKED in item.features else "not checked")
    if item.role in _PRESSABLE:
        return translate("pressed" if Feature.PRESSED in item.features else "not pressed")
    return ""


def _ended(text: str) -> str:
    return f"{text}." if text[-1:].isalnum() else text
