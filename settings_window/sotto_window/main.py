"""The window: pages on the left, settings on the right; every change is heard at once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gdk, GLib, Gtk  # noqa: E402 - after the versions are chosen

from sotto_window.daemon import Daemon, DaemonError, Setting  # noqa: E402
from sotto_window.fields import Message  # noqa: E402
from sotto_window.pages import (  # noqa: E402
    PAGES,
    SAMPLE,
    SYSTEM,
    ScreenReaderPage,
    WhyPage,
    make_button,
    make_fact,
    make_group,
    make_page,
)
from sotto_window.rows import Row, TextRow, make_row  # noqa: E402
from sotto_window.word_editor import Speakers  # noqa: E402
from sotto_window.words import window_words  # noqa: E402
from sotto_window.words_page import WordsPage  # noqa: E402

APPLICATION = "org.sotto.Settings"
_TURNS = {Gdk.KEY_Page_Down: 1, Gdk.KEY_Page_Up: -1}
"""With Control: the next page, and the one before."""


class Window:
    """Made once the daemon has answered. Raises DaemonError."""

    def __init__(self, application: Adw.Application) -> None:
        self._words = window_words()
        self._daemon = Daemon(self._changed)
        settings, values = self._daemon.describe(), self._daemon.values()
        self._voices = {each["identifier"]: each for each in self._daemon.voices()}
        self._rows = self._make_rows(settings)
        self._message = Message()
        self._is_told = False
        self._stack = Gtk.Stack(hexpand=True, vexpand=True)
        self._list = Gtk.ListBox()
        self._list.add_css_class("navigation-sidebar")
        self._list.update_property([Gtk.AccessibleProperty.LABEL], [self._words("Pages")])
        self._fill()
        for name, value in values.items():
            self._changed(name, value)
        self._window = Adw.ApplicationWindow(
            application=application,
            title=self._words("Sotto settings"),
            default_width=860,
            default_height=680,
            content=self._content(),
        )
        keys = Gtk.EventControllerKey(propagation_phase=Gtk.PropagationPhase.CAPTURE)
        keys.connect("key-pressed", self._pressed)
        self._window.add_controller(keys)
        self._list.select_row(self._list.get_row_at_index(0))

    def show(self) -> None:
        """In front, with the focus on the list of pages."""
        self._window.connect("notify::is-active", self._shown)
        # Before the window is shown: else it gives the focus to its first button by itself.
        self._list.get_row_at_index(0).grab_focus()
        self._window.present()

    def _shown(self, *_: object) -> None:
        """What has the focus before readers know of the window is told without a name, or not at
        all: it gets the focus once more."""
        if self._window.is_active() and not self._is_told:
            self._is_told = True
            GLib.idle_add(self._focus_again, priority=GLib.PRIORITY_LOW)

    def _focus_again(self) -> bool:
        focus = self._window.get_focus()
        self._window.set_focus(None)
        if focus is not None:
            focus.grab_focus()
        return bool(GLib.SOURCE_REMOVE)

    # ---- building

    def _make_rows(self, settings: dict[str, Setting]) -> dict[str, Row]:
        names = _names(self._voices)
        languages = {name: self._voices[each]["languages"][0] for each, name in names.items()}
        return {
            name: make_row(
                setting,
                self._words,
                self._set,
                names if name == "voice" else {},
                languages if name == "voice" else {},
            )
            for name, setting in settings.items()
        }

    def _fill(self) -> None:
        self._own = WordsPage(self._words, self._daemon, _speakers(self._voices), self._tell)
        for name, title in PAGES:
            page = make_page(self._words(title), self._of_page(name)) if name != "words" else None
            self._add_page(self._words(title), page or self._own.widget)
        self._reader = ScreenReaderPage(self._words, self._daemon.say)
        self._add_page(self._words("Screen reader"), self._reader.widget)
        self._why = WhyPage(self._words, self._daemon)
        name, title = SYSTEM
        self._why.widget.add(make_group(self._words(title), self._of_page(name)))
        self._add_page(self._words("Why"), self._why.widget)
        about = make_fact("Sotto", f"{self._words('Version')} {self._daemon.version()}")
        licence = make_fact(self._words("Licence"), "Apache-2.0, CC0-1.0")
        self._add_page(self._words("About"), make_page(self._words("About"), [about, licence]))
        self._list.connect("row-selected", self._selected)

    def _of_page(self, name: str) -> list[Any]:
        return [row.widget for row in self._rows.values() if row.setting.page == name]

    def _add_page(self, title: str, page: Any) -> None:  # noqa: ANN401 - GTK has no types here
        row = Gtk.ListBoxRow(child=Gtk.Label(label=title, xalign=0, margin_start=6, margin_end=6))
        row.update_property([Gtk.AccessibleProperty.LABEL], [title])
        self._list.append(row)
        self._stack.add_titled(page, str(row.get_index()), title)

    def _content(self) -> Any:  # noqa: ANN401
        words = self._words
        header = Adw.HeaderBar()
        header.pack_start(
            make_button(words("Undo"), self._undo, words("Takes the last change back"))
        )
        header.pack_end(make_button(words("Try"), self._try, words("Reads a few words to you")))
        side = Gtk.ScrolledWindow(
            child=self._list, hscrollbar_policy=Gtk.PolicyType.NEVER, width_request=210
        )
        pages = Gtk.Box()
        pages.append(side)
        pages.append(Gtk.Separator(orientation=Gtk.Orientation.VERTICAL))
        told = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        told.append(self._message.widget)
        told.append(self._stack)
        pages.append(told)
        whole = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        whole.append(header)
        whole.append(pages)
        return whole

    # ---- what happens

    def _selected(self, _list: Any, row: Any) -> None:  # noqa: ANN401
        if row is not None:
            self._message.show("")
            self._stack.set_visible_child_name(str(row.get_index()))

    def _set(self, setting: Setting, value: Any, said: str) -> None:  # noqa: ANN401
        self._daemon.set(setting, value, lambda reason: self._refused(setting, reason))
        self._daemon.say(said)

    def _refused(self, setting: Setting, reason: str) -> None:
        """Say why, and show what holds; what was written stays, to be mended."""
        self._tell(reason)
        row = self._rows[setting.name]
        if not isinstance(row, TextRow):
            row.show(self._daemon.values()[setting.name])

    def _tell(self, text: str) -> None:
        """Show, announce and say it."""
        self._message.show(text)
        self._daemon.say(text)

    def _changed(self, name: str, value: Any) -> None:  # noqa: ANN401
        if row := self._rows.get(name):
            row.show(value)

    def _is_at_words(self) -> bool:
        return bool(self._stack.get_visible_child() is self._own.widget)

    def _undo(self) -> None:
        if self._is_at_words():
            self._own.undo()
            return
        try:
            names = self._daemon.undo()
        except DaemonError as error:
            self._tell(str(error))
            return
        labels = [self._rows[name].label for name in names if name in self._rows]
        nothing = self._words("There is nothing to take back.")
        self._tell(", ".join([self._words("Undo"), *labels]) if labels else nothing)

    def _try(self) -> None:
        if self._is_at_words():
            self._own.hear()
        else:
            self._daemon.say(self._words(SAMPLE))

    def _turn(self, by: int) -> None:
        """Go to another page, with the focus on its name."""
        index = self._list.get_selected_row().get_index() + by
        row = self._list.get_row_at_index(index)
        if row is not None:
            self._list.select_row(row)
            row.grab_focus()

    def _pressed(self, _keys: Any, key: int, _code: int, state: int) -> bool:  # noqa: ANN401
        if key == Gdk.KEY_Escape:
            self._daemon.silence()
            return True
        focus = self._window.get_focus()
        if key == Gdk.KEY_Tab and focus is not None and focus.get_parent() is self._list:
            # Tab leads to the page; the arrows lead from page to page.
            return bool(self._stack.child_focus(Gtk.DirectionType.TAB_FORWARD))
        if key in _TURNS and state & Gdk.ModifierType.CONTROL_MASK:
            self._turn(_TURNS[key])
            return True
        if key == Gdk.KEY_z and state & Gdk.ModifierType.CONTROL_MASK:
            if isinstance(focus, Gtk.Text):
                return False
            self._undo()
            return True
        return False


def _names(voices: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """How people call the voices, by their identifiers; no two alike."""
    names = {each: f"{v['name']} ({v['languages'][0]})" for each, v in voices.items()}
    found = list(names.values())
    return {
        each: f"{name}, {each.partition(':')[0]}" if found.count(name) > 1 else name
        for each, name in names.items()
    }


def _speakers(voices: Mapping[str, Mapping[str, Any]]) -> Speakers:
    tags = {tag for voice in voices.values() for tag in voice["languages"]}
    languages = sorted(tags | {tag.partition("-")[0] for tag in tags})
    return Speakers(languages, list(_names(voices).items()))


def run() -> int:
    """Show the window until it is closed; returns the exit code."""
    application = Adw.Application(application_id=APPLICATION)
    problems: list[str] = []

    def activate(application: Adw.Application) -> None:
        if window := application.get_active_window():
            window.present()
            return
        try:
            Window(application).show()
        except DaemonError as error:
            problems.append(str(error))
            application.quit()

    application.connect("activate", activate)
    code = int(application.run([]))
    for problem in problems:
        print(f"sotto: {problem}", file=sys.stderr)
    return 3 if problems else code
