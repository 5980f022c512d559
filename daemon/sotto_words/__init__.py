"""Words in the user's language, for whatever speaks to people: translations in gettext's own
format, read as text when the first word is wanted.

They are few, so no step is needed that would compile them. What other parts tell in English, as
errors do, is known again by `told`, so that these need to know nothing of languages.
"""

from __future__ import annotations

import json
import locale
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

FOLDER = Path(__file__).with_name("po")
_ENGLISH = ("en", "c")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"')
_PLACE = re.compile(r"\{(\w+)\}")


def read_translations(text: str) -> dict[str, str]:
    """The entries of a .po file that are translated, by their English."""
    found = ((_joined(pair, "msgid"), _joined(pair, "msgstr")) for pair in _entries(text))
    return {english: other for english, other in found if english and other}


def _entries(text: str) -> Iterator[dict[str, list[str]]]:
    """The quoted parts of each entry, by the word before them."""
    for block in re.split(r"\n\s*\n", text):
        entry: dict[str, list[str]] = {}
        key = ""
        for line in block.splitlines():
            if not line.startswith("#"):
                key = line.partition(" ")[0] if line[:1] != '"' else key
                entry.setdefault(key, []).extend(_PART.findall(line))
        yield entry


def _joined(entry: Mapping[str, list[str]], key: str) -> str:
    return "".join(json.loads(part) for part in entry.get(key, ()))


def languages(environment: Mapping[str, str]) -> list[str]:
    """The session's languages, the best first, by the names of the files."""
    wanted = environment.get("LANGUAGE", "").split(":")
    wanted += [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    plain = [locale.normalize(each).split(".")[0].split("_")[0].lower() for each in wanted if each]
    return list(dict.fromkeys(plain))


class Words:
    """Call it with an English text and what stands in its {places}; what has no translation stays
    English. `language` is the one that is told: the first of those wanted that is there."""

    def __init__(self, wanted: Sequence[str], folder: Path = FOLDER) -> None:
        self._folder = folder
        self.language = next((each for each in wanted if self._is_there(each)), "en")
        self.language = "en" if self.language in _ENGLISH else self.language

    def __call__(self, text: str, **values: object) -> str:
        """In the user's language."""
        found = self._known.get(text, text)
        return found.format(**values) if values else found

    def told(self, text: str) -> str:
        """What another part told in English, which may be an entry with its places filled."""
        if text in self._known:
            return self._known[text]
        for pattern, other in self._patterns:
            if match := pattern.fullmatch(text):
                # What stands in a place may be a sentence of another part.
                values = [self.told(each) if " " in each else each for each in match.groups()]
                return other.format(*values)
        return text

    def _is_there(self, language: str) -> bool:
        return language in _ENGLISH or (
            language.isalpha() and (self._folder / f"{language}.po").is_file()
        )

    @cached_property
    def _known(self) -> dict[str, str]:
        if self.language == "en":
            return {}
        file = self._folder / f"{self.language}.po"
        return read_translations(file.read_text(encoding="utf-8"))

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Entries with numbered places; those that say most by themselves come first."""
        entries = [text for text in self._known if "{0}" in text]
        entries.sort(key=lambda text: len(_PLACE.sub("", text)), reverse=True)
        return [(_pattern(text), self._known[text]) for text in entries]


def _pattern(text: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in _PLACE.split(text)[::2]]
    return re.compile("(.*?)".join(parts), re.DOTALL)


def words(text: str, **values: object) -> str:
    """A text of the command in the session's language; see `Words`."""
    return session_words()(text, **values)


def told(text: str) -> str:
    """What another part told in English, in the session's language; see `Words.told`."""
    return session_words().told(text)


def session_words() -> Words:
    """The words of this process's session."""
    return _words_of(tuple(languages(os.environ)))


@lru_cache(maxsize=1)
def _words_of(wanted: tuple[str, ...]) -> Words:
    return Words(wanted)
