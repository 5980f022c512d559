"""The user's own words as the window sees them: entries, how they are told, and what the daemon
does with them. No GTK."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gi.repository import GLib

from sotto_window.daemon import SETTINGS, Daemon
from sotto_words import Words

WHERE = {
    "whole": "Whole words",
    "start": "Beginnings of words",
    "anywhere": "Anywhere",
    "pattern": "Expression",
}
CASE = {False: "Capitals or not", True: "Capitals as written"}
ALL_LANGUAGES, ALL_VOICES = "All languages", "All voices"
_ENTRY, _KEY = "(sssbss)", "(ssss)"


@dataclass(frozen=True, slots=True)
class OwnWord:
    """In the order of org.sotto.Settings1's `WordEntries`; `match` is a key of WHERE."""

    written: str = ""
    said: str = ""
    language: str = ""
    keeps_case: bool = False
    match: str = "whole"
    voice: str = ""

    @property
    def _values(self) -> tuple[str, str, str, bool, str, str]:
        return self.written, self.said, self.language, self.keeps_case, self.match, self.voice

    @property
    def _key(self) -> tuple[str, str, str, str]:
        return self.written, self.language, self.match, self.voice

    def told(self, words: Words) -> str:
        """What differs from other entries, in words for people."""
        parts = [words(WHERE.get(self.match, self.match))]
        parts += [words(CASE[True])] if self.keeps_case else []
        parts += [each for each in (self.language, self.voice) if each]
        return ", ".join(parts)

    def has(self, wanted: str) -> bool:
        """Whether a filter keeps it."""
        small = wanted.casefold()
        return any(small in each.casefold() for each in (self.written, self.said, self.language))


class OwnWords:
    """All methods raise DaemonError."""

    def __init__(self, daemon: Daemon) -> None:
        self._daemon = daemon

    def all(self) -> list[OwnWord]:
        """In the order of the alphabet."""
        (found,) = self._daemon.ask(SETTINGS, "WordEntries")
        return sorted((OwnWord(*each) for each in found), key=lambda each: each.written.casefold())

    def change(self, gone: Iterable[OwnWord], come: Iterable[OwnWord]) -> None:
        """Forget some and let others hold, in one step."""
        given = [each._key for each in gone], [each._values for each in come]
        self._daemon.ask(SETTINGS, "ChangeWords", GLib.Variant(f"(a{_KEY}a{_ENTRY})", given))

    def hear(self, word: OwnWord, text: str) -> str:
        """Speak a text as it would be said if the word held; returns how that is shown."""
        given = GLib.Variant("(sssbsss)", (*word._values, text))
        (markup,) = self._daemon.ask(SETTINGS, "TryWordMarkup", given)
        (shown,) = self._daemon.ask(SETTINGS, "TryWord", given)
        self._daemon.say(str(markup), kind="ssml", language=word.language, voice=word.voice)
        return str(shown)

    def take_in(self, content: str) -> tuple[int, list[str]]:
        """Add a file's words; how many, and what is wrong with other lines."""
        given = GLib.Variant("(ss)", (content, ""))
        ((count, problems),) = self._daemon.ask(SETTINGS, "ImportWords", given)
        return int(count), list(problems)

    def written_out(self) -> str:
        """All of them as a file."""
        (content,) = self._daemon.ask(SETTINGS, "ExportWords")
        return str(content)

    def undo(self) -> bool:
        """Take the last change back; whether there was one."""
        (is_done,) = self._daemon.ask(SETTINGS, "UndoWords")
        return bool(is_done)
