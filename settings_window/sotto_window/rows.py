"""One row for each setting: a control that says its name, its value and what it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gtk, Pango  # noqa: E402 - after the versions are chosen

from sotto_window.daemon import Setting  # noqa: E402
from sotto_window.words import Words  # noqa: E402

_SLIDERS = ("times", "words a minute")
_WIDEST = 24
"""Characters of a value that are always shown."""
_STEPS = {"words a minute": 10.0, "times": 0.05, "seconds": 0.5, "milliseconds": 10.0}

OnSet = Callable[[Setting, Any, str], None]
"""Gets the setting, its new value, and how that is said."""


class Row:
    """`widget` shows `setting`; `show` follows a change from elsewhere without setting it again."""

    def __init__(self, setting: Setting, words: Words, on_set: OnSet) -> None:
        self.setting = setting
        self.label = words(setting.label)
        self.help = words(setting.help)
        self._words = words
        self._on_set = on_set
        self._is_shown_only = False
        self.widget: Any = None
        self.control: Any = None

    def show(self, value: Any) -> None:  # noqa: ANN401 - each has its own type
        """Show a value that holds."""
        self._is_shown_only = True
        try:
            self._show(value)
        finally:
            self._is_shown_only = False

    def _show(self, value: Any) -> None:  # noqa: ANN401
        raise NotImplementedError

    def _describe(self, value: str = "") -> None:
        """What a screen reader says of the control; where it does not tell its value itself,
        that comes first."""
        text = f"{value}. {self.help}" if value else self.help
        self.control.update_property([Gtk.AccessibleProperty.DESCRIPTION], [text])
        if self.control is not self.widget:
            # Rows of libadwaita have their title for a name.
            self.control.update_property([Gtk.AccessibleProperty.LABEL], [self.label])

    def _set(self, value: Any, said: str) -> None:  # noqa: ANN401
        if not self._is_shown_only:
            self._on_set(self.setting, value, said)


class ChoiceRow(Row):
    """A list of values; `names` are how people call them."""

    def __init__(
        self, setting: Setting, words: Words, on_set: OnSet, names: Mapping[str, str]
    ) -> None:
        super().__init__(setting, words, on_set)
        self._values = list(setting.choices)
        self._names = [names.get(value) or words(value or "automatic") for value in self._values]
        model = Gtk.StringList.new(self._names)
        self.widget = self.control = Adw.ComboRow(
            title=self.label, subtitle=self.help, model=model, use_markup=False
        )
        self.widget.set_factory(_whole_names())
        self.widget.set_list_factory(_whole_names())
        self._describe()
        self.widget.connect("notify::selected", self._chosen)

    def _chosen(self, *_: object) -> None:
        name = self._names[self.widget.get_selected()]
        self._describe(name)
        self._set(self._values[self.widget.get_selected()], name)

    def _show(self, value: str) -> None:
        if value not in self._values:
            self._values.append(value)
            self._names.append(value)
            self.widget.get_model().append(value)
        self.widget.set_selected(self._values.index(value))
        self._describe(self._names[self._values.index(value)])


def _whole_names() -> Any:  # noqa: ANN401 - GTK has no types here
    """Labels that are as wide as what they show: a long help must not cut a value off."""

    def set_up(_: object, item: Any) -> None:  # noqa: ANN401
        item.set_child(Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END))

    def bind(_: object, item: Any) -> None:  # noqa: ANN401
        name = item.get_item().get_string()
        item.get_child().set_label(name)
        item.get_child().set_width_chars(min(len(name), _WIDEST))

    factory = Gtk.SignalListItemFactory()
    factory.connect("setup", set_up)
    factory.connect("bind", bind)
    return factory


class NumberRow(Row):
    """A slider for what is heard, a field for what is counted."""

    def __init__(self, setting: Setting, words: Words, on_set: OnSet) -> None:
        super().__init__(setting, words, on_set)
        step = _STEPS.get(setting.unit, 1.0)
        self._digits = 0 if setting.signature == "i" or step >= 1 else 2
        range_ = setting.low, setting.high, step
        if setting.unit in _SLIDERS:
            self.control = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, *range_)
            self.control.set_draw_value(True)
            self.control.set_value_pos(Gtk.PositionType.LEFT)
            self.control.set_size_request(260, -1)
        else:
            self.control = Gtk.SpinButton.new_with_range(*range_)
        self.control.set_digits(self._digits)
        self.control.set_valign(Gtk.Align.CENTER)
        unit = "" if setting.unit in _SLIDERS else f" ({words(setting.unit)})"
        self.widget = _framed(self.label, self.help + unit, self.control)
        self._describe()
        self.control.connect("value-changed", self._moved)

    def _moved(self, *_: object) -> None:
        value = round(self.control.get_value(), self._digits)
        said = f"{value:g}"
        self._set(int(value) if self.setting.signature == "i" else value, said)

    def _show(self, value: float) -> None:
        self.control.set_value(value)


class TextRow(Row):
    """Any text; it is set with Enter or the button that appears."""

    def __init__(self, setting: Setting, words: Words, on_set: OnSet) -> None:
        super().__init__(setting, words, on_set)
        self.widget = self.control = Adw.EntryRow(
            title=self.label, use_markup=False, show_apply_button=True
        )
        self._describe()
        self.widget.set_tooltip_text(self.help)
        self.widget.connect("apply", self._applied)

    def _applied(self, *_: object) -> None:
        text = self.widget.get_text().strip()
        self._set(text, text or self._words("automatic"))

    def _show(self, value: str) -> None:
        if self.widget.get_text() != value:
            self.widget.set_text(value)


def _framed(label: str, text: str, control: Any) -> Any:  # noqa: ANN401 - GTK has no types here
    row = Adw.ActionRow(title=label, subtitle=text, activatable=False, use_markup=False)
    row.set_focusable(False)
    row.add_suffix(control)
    return row


def make_row(setting: Setting, words: Words, on_set: OnSet, names: Mapping[str, str]) -> Row:
    """The row that fits a setting."""
    if setting.choices:
        return ChoiceRow(setting, words, on_set, names)
    if setting.signature == "s":
        return TextRow(setting, words, on_set)
    return NumberRow(setting, words, on_set)
