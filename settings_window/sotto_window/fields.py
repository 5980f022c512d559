"""Rows to choose and to write in, of which a screen reader hears all, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gtk, Pango  # noqa: E402 - after the versions are chosen

_WIDEST = 24
"""Characters of a value that are always shown."""
_TYPED = 18
"""Characters of a text that are shown at least."""


class Choice:
    """`names` are how people call the values; `on_choose` hears of what the user chooses, and of
    what `choose` does. `languages` are the tags of names that are not of the window's language."""

    def __init__(
        self,
        label: str,
        text: str,
        names: Sequence[str],
        on_choose: Callable[[int], None],
        languages: Mapping[str, str] | None = None,
    ) -> None:
        self._help = text
        self._names = list(names)
        self._on_choose = on_choose
        self.widget: Any = Adw.ComboRow(
            title=label, subtitle=text, model=Gtk.StringList.new(self._names), use_markup=False
        )
        self.widget.set_factory(_whole_names(languages or {}))
        self.widget.set_list_factory(_whole_names(languages or {}))
        self._describe()
        self.widget.connect("notify::selected", self._chosen)

    @property
    def selected(self) -> int:
        """Which value it is."""
        return int(self.widget.get_selected())

    def choose(self, index: int) -> None:
        """Show another value."""
        self.widget.set_selected(index)
        self._describe()

    def append(self, name: str) -> None:
        """One more value."""
        self._names.append(name)
        self.widget.get_model().append(name)

    def _chosen(self, *_: object) -> None:
        self._describe()
        self._on_choose(self.selected)

    def _describe(self) -> None:
        """The row's own name is its title; a reader would not tell the value."""
        name = self._names[self.selected]
        text = f"{name}. {self._help}" if self._help else name
        self.widget.update_property([Gtk.AccessibleProperty.DESCRIPTION], [text])


class Message:
    """A line that is announced when it is shown; empty, it is not there."""

    def __init__(self) -> None:
        self.widget: Any = Gtk.Label(
            accessible_role=Gtk.AccessibleRole.ALERT,
            wrap=True,
            xalign=0,
            margin_top=12,
            margin_start=24,
            margin_end=24,
            visible=False,
        )
        self.widget.add_css_class("heading")

    def show(self, text: str) -> None:
        """Instead of what was there."""
        self.widget.set_visible(False)
        self.widget.set_label(text)
        self.widget.update_property([Gtk.AccessibleProperty.LABEL], [text])
        self.widget.set_visible(bool(text))


def framed(label: str, text: str, control: Any) -> Any:  # noqa: ANN401 - GTK has no types here
    """A control beside its name and what it is for; it alone gets the focus."""
    row = Adw.ActionRow(title=label, subtitle=text, activatable=False, use_markup=False)
    row.set_focusable(False)
    control.set_valign(Gtk.Align.CENTER)
    row.add_suffix(control)
    return row


class TextField:
    """A line to write in: `entry` in its row `widget`. Not libadwaita's own row: before version
    1.4, readers do not hear that it has the focus."""

    def __init__(self, label: str, text: str, value: str = "") -> None:
        self.entry: Any = Gtk.Entry(width_chars=_TYPED, text=value)
        keys = [Gtk.AccessibleProperty.LABEL, Gtk.AccessibleProperty.DESCRIPTION]
        self.entry.update_property(keys, [label, text])
        self.widget = framed(label, text, self.entry)

    @property
    def value(self) -> str:
        """What is written, without blanks around it."""
        return str(self.entry.get_text()).strip()


def _whole_names(languages: Mapping[str, str]) -> Any:  # noqa: ANN401 - GTK has no types here
    """Labels that are as wide as what they show: a long help must not cut a value off. They tell
    readers their languages."""

    def set_up(_: object, item: Any) -> None:  # noqa: ANN401
        item.set_child(Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END))

    def bind(_: object, item: Any) -> None:  # noqa: ANN401
        name = item.get_item().get_string()
        item.get_child().set_label(name)
        item.get_child().set_width_chars(min(len(name), _WIDEST))
        item.get_child().set_attributes(_language(languages.get(name, "")))
        if (row := item.get_child().get_parent()) is not None:
            # It is what has the focus while one chooses, and would be told without a name.
            row.update_property([Gtk.AccessibleProperty.LABEL], [name])

    factory = Gtk.SignalListItemFactory()
    factory.connect("setup", set_up)
    factory.connect("bind", bind)
    return factory


def _language(tag: str) -> Any:  # noqa: ANN401 - GTK has no types here
    attributes = Pango.AttrList()
    if tag:
        attributes.insert(Pango.attr_language_new(Pango.Language.from_string(tag)))
    return attributes
