"""The dialogue for one of the user's own words: what is written, how it is said, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gdk, Gtk  # noqa: E402 - after the versions are chosen

from sotto_window.daemon import Daemon, DaemonError  # noqa: E402
from sotto_window.fields import Choice, Message, TextField  # noqa: E402
from sotto_window.own_words import (  # noqa: E402
    ALL_LANGUAGES,
    ALL_VOICES,
    CASE,
    WHERE,
    OwnWord,
    OwnWords,
)
from sotto_window.pages import make_button, make_group  # noqa: E402
from sotto_words import Words, told  # noqa: E402

OnSave = Callable[[OwnWord | None], None]
"""Gets the word, or None for one that is to be removed."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """What a word may be limited to: languages by their tags, voices by identifier and name."""

    languages: Sequence[str]
    voices: Sequence[tuple[str, str]]


class WordEditor:
    """Shows `word`; `on_save` raises DaemonError for one that is refused: the reason is shown and
    said, and the dialogue stays."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a dialogue needs
        self,
        words: Words,
        daemon: Daemon,
        speakers: Speakers,
        word: OwnWord,
        on_save: OnSave,
        parent: Any,  # noqa: ANN401 - GTK has no types here
    ) -> None:
        self._words, self._daemon, self._on_save = words, daemon, on_save
        self._own = OwnWords(daemon)
        self._make_fields(speakers, word)
        title = words("Change a word" if word.written else "Add a word")
        self._save_button = make_button(words("Save"), self._save)
        self._save_button.add_css_class("suggested-action")
        self.window = Adw.Window(
            title=title,
            transient_for=parent,
            modal=True,
            default_width=520,
            default_height=640,
            content=self._content(title),
            default_widget=self._save_button,
        )
        keys = Gtk.EventControllerKey(propagation_phase=Gtk.PropagationPhase.CAPTURE)
        keys.connect("key-pressed", self._pressed)
        self.window.add_controller(keys)

    def show(self) -> None:
        """In front, with the focus on what is written."""
        self.window.present()
        self._written.entry.grab_focus()

    # ---- building

    def _make_fields(self, speakers: Speakers, word: OwnWord) -> None:
        words = self._words
        self._written = self._field("Text", "As it is written", word.written)
        self._said = self._field("Said as", "In words, or in IPA between slashes", word.said)
        self._sample = self._field("Text to try", "What Hear it says; empty: the text itself", "")
        self._match = _Values(
            words("Where"),
            words("An expression may have groups, which are said as \\1"),
            {value: words(name) for value, name in WHERE.items()},
            word.match,
        )
        self._case = _Values(
            words("Capitals"),
            words("Whether they have to agree"),
            {value: words(name) for value, name in CASE.items()},
            word.keeps_case,
        )
        languages = {"": words(ALL_LANGUAGES), **{each: each for each in speakers.languages}}
        voices = {"": words(ALL_VOICES), **dict(speakers.voices)}
        self._language = _Values(
            words("Language"), words("Of the texts in which it holds"), languages, word.language
        )
        self._voice = _Values(words("Voice"), words("That says it so"), voices, word.voice)

    def _field(self, title: str, text: str, value: str) -> TextField:
        field = TextField(self._words(title), self._words(text), value)
        field.entry.set_activates_default(True)
        return field

    def _content(self, title: str) -> Any:  # noqa: ANN401
        words = self._words
        header = Adw.HeaderBar(show_end_title_buttons=False, show_start_title_buttons=False)
        header.pack_start(make_button(words("Cancel"), self._cancel))
        header.pack_end(self._save_button)
        hear = make_button(
            words("Hear it"), self._hear, words("Says it as it would be, and saves nothing")
        )
        hear.set_halign(Gtk.Align.START)
        self._message = Message()
        page = Adw.PreferencesPage(title=title)
        page.add(make_group("", [self._written.widget, self._said.widget, self._match.widget]))
        limits = [self._case.widget, self._language.widget, self._voice.widget]
        page.add(make_group(words("Only for"), limits))
        page.add(make_group("", [self._sample.widget]))
        page.add(make_group("", [hear, *self._remove_button()]))
        whole = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        whole.append(header)
        whole.append(self._message.widget)
        whole.append(page)
        return whole

    def _remove_button(self) -> list[Any]:
        if not self._written.value:
            return []
        words = self._words
        made = make_button(
            words("Remove"), lambda: self._end_with(None), words("The word is said as before")
        )
        made.add_css_class("destructive-action")
        made.set_halign(Gtk.Align.START)
        made.set_margin_top(12)
        return [made]

    # ---- what happens

    def _word(self) -> OwnWord:
        return OwnWord(
            self._written.value,
            self._said.value,
            self._language.value,
            self._case.value,
            self._match.value,
            self._voice.value,
        )

    def _hear(self) -> None:
        word = self._word()
        try:
            shown = self._own.hear(word, self._sample.value or word.written)
        except DaemonError as error:
            self._refuse(error)
        else:
            self._message.show(shown)

    def _save(self) -> None:
        self._end_with(self._word())

    def _end_with(self, word: OwnWord | None) -> None:
        try:
            self._on_save(word)
        except DaemonError as error:
            self._refuse(error)
        else:
            self.window.close()

    def _refuse(self, error: DaemonError) -> None:
        self._message.show(told(str(error)))
        self._daemon.say(told(str(error)))

    def _cancel(self) -> None:
        self._daemon.silence()
        self.window.close()

    def _pressed(self, _keys: Any, key: int, _code: int, _state: int) -> bool:  # noqa: ANN401
        if key == Gdk.KEY_Escape:
            self._cancel()
            return True
        return False


class _Values:
    """A choice among values by their names; a value that is not among them is added."""

    def __init__(self, label: str, text: str, names: dict[Any, str], value: Any) -> None:  # noqa: ANN401
        known = {**names, value: names.get(value, str(value))}
        self._values = list(known)
        self._choice = Choice(label, text, list(known.values()), lambda _: None)
        self._choice.choose(self._values.index(value))
        self.widget = self._choice.widget

    @property
    def value(self) -> Any:  # noqa: ANN401 - each has its own type
        return self._values[self._choice.selected]
