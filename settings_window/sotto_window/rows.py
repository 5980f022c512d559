"""One row for each setting: a control that says its name, its value and what it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gtk  # noqa: E402 - after the versions are chosen

from sotto_window.daemon import Setting  # noqa: E402
from sotto_window.fields import Choice, TextField, framed  # noqa: E402
from sotto_words import Words  # noqa: E402

_SLIDERS = ("times", "words a minute")
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

    def _describe(self) -> None:
        """What a screen reader says of the control."""
        self.control.update_property([Gtk.AccessibleProperty.DESCRIPTION], [self.help])
        self.control.update_property([Gtk.AccessibleProperty.LABEL], [self.label])

    def _set(self, value: Any, said: str) -> None:  # noqa: ANN401
        if not self._is_shown_only:
            self._on_set(self.setting, value, said)


class ChoiceRow(Row):
    """A list of values; `names` are how people call them, `languages` of which language a name is,
    where it is not the window's."""

    def __init__(
        self,
        setting: Setting,
        words: Words,
        on_set: OnSet,
        names: Mapping[str, str],
        languages: Mapping[str, str],
    ) -> None:
        super().__init__(setting, words, on_set)
        self._values = list(setting.choices)
        self._names = [names.get(value) or words(value or "automatic") for value in self._values]
        self._choice = Choice(self.label, self.help, self._names, self._chosen, languages)
        self.widget = self.control = self._choice.widget

    def _chosen(self, index: int) -> None:
        self._set(self._values[index], self._names[index])

    def _show(self, value: str) -> None:
        if value not in self._values:
            self._values.append(value)
            self._names.append(value)
            self._choice.append(value)
        self._choice.choose(self._values.index(value))


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
            is_mirrored = Gtk.Widget.get_default_direction() is Gtk.TextDirection.RTL
            before = Gtk.PositionType.RIGHT if is_mirrored else Gtk.PositionType.LEFT
            self.control.set_value_pos(before)
            self.control.set_size_request(260, -1)
        else:
            self.control = Gtk.SpinButton.new_with_range(*range_)
        self.control.set_digits(self._digits)
        unit = "" if setting.unit in _SLIDERS else f" ({words(setting.unit)})"
        self.widget = framed(self.label, self.help + unit, self.control)
        self._describe()
        self.control.connect("value-changed", lambda _: self._describe())
        self.control.connect("value-changed", self._moved)

    def _describe(self) -> None:
        """A reader rounds what a slider has: Orca tells 1.3 as 1."""
        value = self.control.get_value()
        text = self.help if value.is_integer() else f"{value:g}. {self.help}"
        self.control.update_property([Gtk.AccessibleProperty.DESCRIPTION], [text])
        self.control.update_property([Gtk.AccessibleProperty.LABEL], [self.label])

    def _moved(self, *_: object) -> None:
        value = round(self.control.get_value(), self._digits)
        said = f"{value:g}"
        self._set(int(value) if self.setting.signature == "i" else value, said)

    def _show(self, value: float) -> None:
        self.control.set_value(value)


class TextRow(Row):
    """Any text; it is set with Enter, or when the focus goes on."""

    def __init__(self, setting: Setting, words: Words, on_set: OnSet) -> None:
        super().__init__(setting, words, on_set)
        self._held = ""
        self._field = TextField(self.label, self.help)
        self.control, self.widget = self._field.entry, self._field.widget
        self.control.connect("activate", self._applied)
        focus = Gtk.EventControllerFocus()
        focus.connect("leave", self._applied)
        self.control.add_controller(focus)

    def _applied(self, *_: object) -> None:
        text = self._field.value
        if text != self._held:
            self._held = text
            self._set(text, text or self._words("automatic"))

    def _show(self, value: str) -> None:
        self._held = value
        if self.control.get_text() != value:
            self.control.set_text(value)


def make_row(
    setting: Setting,
    words: Words,
    on_set: OnSet,
    names: Mapping[str, str],
    languages: Mapping[str, str],
) -> Row:
    """The row that fits a setting; for the others see ChoiceRow."""
    if setting.choices:
        return ChoiceRow(setting, words, on_set, names, languages)
    if setting.signature == "s":
        return TextRow(setting, words, on_set)
    return NumberRow(setting, words, on_set)
