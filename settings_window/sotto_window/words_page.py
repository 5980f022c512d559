"""The page of the user's own words: listed, changed, heard; from files and to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gdk, Gtk  # noqa: E402 - after the versions are chosen

from sotto_window.daemon import Daemon, DaemonError  # noqa: E402
from sotto_window.own_words import OwnWord, OwnWords  # noqa: E402
from sotto_window.pages import make_button, make_group  # noqa: E402
from sotto_window.word_editor import OnSave, Speakers, WordEditor  # noqa: E402
from sotto_words import Words, told  # noqa: E402

MOST_SHOWN = 100
"""Rows at a time; the filter finds the others."""
LARGEST = 4 << 20
"""Bytes of a file that is taken."""
_TOLD = 3
"""Problems of a file that are told one by one."""


class WordsPage:
    """`tell` shows and says what was done, and what went wrong."""

    def __init__(
        self, words: Words, daemon: Daemon, speakers: Speakers, tell: Callable[[str], None]
    ) -> None:
        self._tell = tell
        self._words, self._daemon, self._speakers = words, daemon, speakers
        self._own = OwnWords(daemon)
        self._rows: dict[Any, OwnWord] = {}
        self._current: OwnWord | None = None
        self._dialogue: Any = None
        self._filter = Gtk.SearchEntry(placeholder_text=words("Filter"), hexpand=True)
        self._filter.update_property([Gtk.AccessibleProperty.LABEL], [words("Filter")])
        about = words("Shows only the words with this in them")
        self._filter.update_property([Gtk.AccessibleProperty.DESCRIPTION], [about])
        self._filter.connect("search-changed", self._filtered)
        self._add = make_button(words("Add a word"), self.add)
        self._group = Adw.PreferencesGroup(
            title=words("Words"), description=words("Enter changes one, Delete removes it.")
        )
        self.widget = Adw.PreferencesPage(title=words("My words"))
        self.widget.add(make_group(words("My words"), [self._tools()]))
        self.widget.add(self._group)
        self.widget.connect("map", lambda _: self.refresh())

    def _tools(self) -> Any:  # noqa: ANN401 - GTK has no types here
        words = self._words
        take_in = make_button(
            words("Import…"), self._ask_for_file, words("From a file: ours, NVDA's or symbols")
        )
        write = make_button(words("Export…"), self._ask_where, words("All words, to a file"))
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12)
        line = Gtk.Box(spacing=6, homogeneous=True)
        for each in (self._add, take_in, write):
            line.append(each)
        box.append(line)
        box.append(self._filter)
        return box

    # ---- what is shown

    def refresh(self) -> None:
        """Ask the daemon anew, and show what the filter keeps."""
        try:
            found = self._own.all()
        except DaemonError as error:
            self._tell(told(str(error)))
            return
        wanted = self._filter.get_text().strip()
        kept = [each for each in found if each.has(wanted)]
        for row in self._rows:
            self._group.remove(row)
        self._rows = {self._row(each): each for each in kept[:MOST_SHOWN]}
        for row in self._rows:
            self._group.add(row)
        self._group.set_title(self._words("Words: {shown} of {all}").format(
            shown=len(self._rows), all=len(found)
        ))  # fmt: skip

    def _row(self, word: OwnWord) -> Any:  # noqa: ANN401
        text = f"{word.said} ({word.told(self._words)})"
        row = Adw.ActionRow(title=word.written, subtitle=text, activatable=True, use_markup=False)
        row.update_property([Gtk.AccessibleProperty.DESCRIPTION], [text])
        row.connect("activated", lambda _: self._edit(word))
        keys = Gtk.EventControllerKey()
        keys.connect("key-pressed", lambda _k, key, _c, _s: self._pressed(key, word))
        row.add_controller(keys)
        focus = Gtk.EventControllerFocus()
        focus.connect("enter", lambda _: self._reached(word))
        row.add_controller(focus)
        return row

    def _try_to(self, action: Callable[[], None]) -> None:
        """Do it, or tell why not."""
        try:
            action()
        except (DaemonError, OSError) as error:
            self._tell(told(str(error)))

    # ---- what happens

    def add(self) -> None:
        """A dialogue for a new word."""
        self._show_editor(OwnWord(), self._saved)

    def _edit(self, word: OwnWord) -> None:
        def done(changed: OwnWord | None) -> None:
            if changed is None:
                self._remove(word)
            else:
                self._saved(changed, word)

        self._show_editor(word, done)

    def _show_editor(self, word: OwnWord, done: OnSave) -> None:
        parent = self.widget.get_root()
        WordEditor(self._words, self._daemon, self._speakers, word, done, parent).show()

    def _saved(self, word: OwnWord | None, *before: OwnWord) -> None:
        assert word is not None
        self._own.change(before, (word,))
        self.refresh()
        self._focus(word)
        self._tell(f"{word.written}: {self._words('saved')}")

    def _remove(self, word: OwnWord) -> None:
        words = list(self._rows.values())
        after = words.index(word) + 1
        self._own.change((word,), ())
        self.refresh()
        self._focus(words[after] if after < len(words) else None)
        self._tell(f"{word.written}: {self._words('removed')}")

    def _focus(self, wanted: OwnWord | None) -> None:
        """On a word, or on the button to add one."""
        found = [row for row, word in self._rows.items() if word == wanted]
        (found[0] if found else self._add).grab_focus()

    def _pressed(self, key: int, word: OwnWord) -> bool:
        if key not in (Gdk.KEY_Delete, Gdk.KEY_KP_Delete):
            return False
        self._try_to(lambda: self._remove(word))
        return True

    def _reached(self, word: OwnWord) -> None:
        self._current = word

    def _filtered(self, *_: object) -> None:
        self.refresh()
        self._daemon.say(self._group.get_title())

    def hear(self) -> None:
        """Say the word that had the focus last, or the first one, as it is said now."""
        shown = list(self._rows.values())
        if not shown:
            self._tell(self._words("There are no words here."))
            return
        word = self._current if self._current in shown else shown[0]
        # An expression is no text; what it says is.
        sample = OwnWord(word.said, word.said, word.language, voice=word.voice)
        self._try_to(lambda: self._hear(sample if word.match == "pattern" else word))

    def _hear(self, word: OwnWord) -> None:
        self._own.hear(word, word.written)

    def undo(self) -> None:
        """Take the last change of words back."""
        self._try_to(self._undo)

    def _undo(self) -> None:
        is_done = self._own.undo()
        self.refresh()
        nothing = self._words("There is nothing to take back.")
        self._tell(self._words("Undo") if is_done else nothing)

    # ---- files

    def _ask_for_file(self) -> None:
        self._ask(self._words("Import words"), Gtk.FileChooserAction.OPEN, self.take_in)

    def _ask_where(self) -> None:
        self._ask(self._words("Export words"), Gtk.FileChooserAction.SAVE, self.write)

    def _ask(self, title: str, action: Any, use: Callable[[Path], None]) -> None:  # noqa: ANN401
        self._dialogue = Gtk.FileChooserNative(
            title=title, action=action, transient_for=self.widget.get_root(), modal=True
        )
        if action is Gtk.FileChooserAction.SAVE:
            self._dialogue.set_current_name("words.tsv")

        def answered(dialogue: Any, answer: int) -> None:  # noqa: ANN401
            self._dialogue = None
            if answer != Gtk.ResponseType.ACCEPT:
                return
            path = dialogue.get_file().get_path()
            if path is None:
                self._tell(self._words("Only files of this computer are taken."))
            else:
                self._try_to(lambda: use(Path(path)))

        self._dialogue.connect("response", answered)
        self._dialogue.show()

    def take_in(self, path: Path) -> None:
        """Add a file's words. Raises DaemonError and OSError."""
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            self._tell(self._words("The file is too large."))
            return
        count, problems = self._own.take_in(content.decode("utf-8", "replace").replace("\0", ""))
        self.refresh()
        told = [self._words("Words added: {}").format(count)]
        if problems:
            told.append(self._words("Lines left out: {}").format(len(problems)))
        self._tell(". ".join([*told, *problems[:_TOLD]]))

    def write(self, path: Path) -> None:
        """Write all words to a file. Raises DaemonError and OSError."""
        content = self._own.written_out()
        path.write_text(content, encoding="utf-8")
        self._tell(self._words("Words written: {}").format(content.count("\n")))
