"""The pages: settings by where people look for them, the screen reader, and why it spoke so."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gio, GLib, Gtk  # noqa: E402 - after the versions are chosen

from sotto_window.daemon import Daemon, DaemonError  # noqa: E402
from sotto_words import Words, told  # noqa: E402

PAGES = (
    ("voice", "Voice"),
    ("speed", "Speed and pitch"),
    ("reading", "Reading"),
    ("words", "My words"),
    ("sound", "Sound"),
)
SYSTEM = ("system", "Behind it all")
"""What few people need; it stands on the last page but one, below how the last texts were made."""

SAMPLE = "This is how I read to you: the quick brown fox, 1984, and a pause. Is that right?"
LAST = 10
"""Texts of which it is told how they were spoken."""


def make_page(title: str, widgets: list[Any]) -> Any:  # noqa: ANN401 - GTK has no types here
    """A page of rows under its heading."""
    page = Adw.PreferencesPage(title=title)
    page.add(make_group(title, widgets))
    return page


def make_group(title: str, widgets: list[Any]) -> Any:  # noqa: ANN401
    """A part of a page under its own heading."""
    group = Adw.PreferencesGroup(title=title)
    for widget in widgets:
        group.add(widget)
    return group


def make_button(label: str, on_click: Callable[[], None], text: str = "") -> Any:  # noqa: ANN401
    """A button that says what it is for."""
    button = Gtk.Button(label=label)
    if text:
        button.set_tooltip_text(text)
        keys = [Gtk.AccessibleProperty.LABEL, Gtk.AccessibleProperty.DESCRIPTION]
        button.update_property(keys, [label, text])
    button.connect("clicked", lambda _: on_click())
    return button


def make_fact(title: str, text: str) -> Any:  # noqa: ANN401
    """A row that only tells; it can be reached, so that it can be read."""
    row = Adw.ActionRow(title=title, subtitle=text, activatable=False, use_markup=False)
    row.update_property([Gtk.AccessibleProperty.DESCRIPTION], [text])
    return row


class ScreenReaderPage:
    """Orca and Speech Dispatcher: who speaks with Sotto, and one button each for yes and no."""

    def __init__(self, words: Words, say: Callable[[str], None]) -> None:
        self._parts = (
            _Speaker("orca", words("Orca"), _orca_labels(words), words, say),
            _Speaker("speech-dispatcher", "Speech Dispatcher", _other_labels(words), words, say),
        )
        widgets = [widget for part in self._parts for widget in part.widgets]
        self.widget = make_page(words("Screen reader"), widgets)
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        for part in self._parts:
            part.refresh()


def _orca_labels(words: Words) -> tuple[str, str]:
    return words("Let Orca speak with Sotto"), words("Let Orca speak as before")


def _other_labels(words: Words) -> tuple[str, str]:
    return words("Let all programs speak with Sotto"), words("Let all programs speak as before")


class _Speaker:
    """A program that speaks with Sotto or not, changed by a command of `sotto`; `labels` are those
    of its buttons for yes and no."""

    def __init__(
        self,
        command: str,
        name: str,
        labels: tuple[str, str],
        words: Words,
        say: Callable[[str], None],
    ) -> None:
        self._command = command
        self._words = words
        self._say = say
        self._state = make_fact(name, words("It is being looked at."))
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12, margin_top=12)
        box.set_margin_bottom(12)
        on, off = labels
        box.append(make_button(on, lambda: self._change("enable")))
        box.append(make_button(off, lambda: self._change("disable")))
        self.widgets = [self._state, box]

    def refresh(self) -> None:
        """Ask again."""
        self._run(["status", "--json"], self._told)

    def _change(self, action: str) -> None:
        def done(is_done: bool, text: str) -> None:
            self._say(text)
            self.refresh()

        self._run([action], done)

    def _told(self, is_done: bool, text: str) -> None:
        shown = text
        if is_done:
            try:
                enabled = bool(json.loads(text)["is_enabled"])
            except (ValueError, KeyError):
                enabled = False
            shown = self._words(
                "It speaks with Sotto." if enabled else "It does not speak with Sotto."
            )
        self._state.set_subtitle(shown)
        self._state.update_property([Gtk.AccessibleProperty.DESCRIPTION], [shown])

    def _run(self, arguments: list[str], on_done: Callable[[bool, str], None]) -> None:
        command = [sys.executable, "-m", "sotto", self._command, *arguments]
        flags = Gio.SubprocessFlags.STDOUT_PIPE | Gio.SubprocessFlags.STDERR_PIPE
        try:
            process = Gio.Subprocess.new(command, flags)
        except GLib.Error as error:
            on_done(False, error.message)
            return

        def finished(process: Gio.Subprocess, result: Gio.AsyncResult) -> None:
            try:
                _, output, problem = process.communicate_utf8_finish(result)
            except GLib.Error as error:
                on_done(False, error.message)
                return
            is_done = process.get_successful()
            on_done(is_done, (output if is_done else problem).strip())

        process.communicate_utf8_async(None, None, finished)


class WhyPage:
    """The last texts: who spoke them, how soon, and what went another way than it should."""

    def __init__(self, words: Words, daemon: Daemon) -> None:
        self._words = words
        self._daemon = daemon
        self._group = Adw.PreferencesGroup(title=words("Why"))
        self._rows: list[Any] = []
        again = make_button(words("Look again"), self.refresh)
        again.set_halign(Gtk.Align.START)
        again.set_margin_top(12)
        self.widget = Adw.PreferencesPage(title=words("Why"))
        self.widget.add(self._group)
        last = Adw.PreferencesGroup()
        last.add(again)
        self.widget.add(last)
        self.refresh()

    def refresh(self) -> None:
        """Ask the daemon anew."""
        for row in self._rows:
            self._group.remove(row)
        self._rows = [make_fact(title, text) for title, text in self._facts()]
        for row in self._rows:
            self._group.add(row)

    def _facts(self) -> list[tuple[str, str]]:
        try:
            found = self._daemon.explanations(LAST)
            problems = [
                (self._words("Problem"), told(each)) for each in self._daemon.state()["problems"]
            ]
        except DaemonError as error:
            return [(self._words("Problem"), told(str(error)))]
        texts = [(f"{self._words('Text')} {number}", self._told(known)) for number, known in found]
        return [*problems, *texts] or [(self._words("Nothing was spoken yet."), "")]

    def _told(self, known: Mapping[str, Any]) -> str:
        first = float(known["first_audio_ms"])
        when = f"{first:.0f} ms" if first >= 0 else self._words("not heard yet")
        parts = [str(known["voice"]), when, told(str(known["reason"]))]
        return ", ".join(part for part in parts if part)
