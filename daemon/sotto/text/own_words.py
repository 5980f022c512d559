"""The file of the user's own words, read again whenever it has changed. It is not trusted: a
line that is wrong is told in the log and left out, and the rest holds.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sotto.errors import InvalidOptionError, SettingsError
from sotto.messages import Clause, Options
from sotto.text.clauses import clauses
from sotto.text.dictionary.dictionary import (
    MOST_PATTERNS,
    MOST_WORDS,
    Dictionary,
    DictionaryEntry,
    Key,
    Match,
    read_entry,
)
from sotto.text.markup.escapes import escape, quoteattr
from sotto.text.tokens.normalise import normalise

_log = logging.getLogger(__name__)

LARGEST = 4 << 20
MOST_STEPS = 50
_TOLD_PROBLEMS = 10
Stamp = tuple[int, int, int]
"""Time of the change, size and number of a file."""


def words_path(environment: Mapping[str, str]) -> Path:
    """Where the user's words are, beside the settings."""
    home = Path(environment.get("HOME", "/"))
    base = environment.get("XDG_CONFIG_HOME")
    return (Path(base) if base else home / ".config") / "sotto" / "words.tsv"


class OwnWords:
    """The words of one file, as they are now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: Stamp | None = None
        self._dictionary = Dictionary()
        self._problems: list[str] = []
        self._steps: list[tuple[DictionaryEntry, ...]] = []

    def current(self) -> Dictionary:
        """As the file says now; costs one look at its date."""
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            self._stamp = stamp
            entries, self._problems = read_words(self._path)
            self._dictionary = Dictionary(entries)
            for problem in self._problems[:_TOLD_PROBLEMS]:
                _log.warning("%s: %s", self._path, problem)
        return self._dictionary

    def revision(self) -> str:
        """Names the words that hold now, "" where there are none."""
        return self.current().revision

    def add(self, *entries: DictionaryEntry) -> None:
        """Let words hold from now on, in the place of what they had. Raises SettingsError, and
        InvalidOptionError for too many."""
        self.change((), entries)

    def change(self, gone: Iterable[Key], come: Iterable[DictionaryEntry]) -> None:
        """Forget words and let others hold, in one step. Raises SettingsError, and
        InvalidOptionError for one that is not there, or for too many."""
        kept = {each.key: each for each in self._good()}
        for key in gone:
            if kept.pop(key, None) is None:
                raise InvalidOptionError(f"there is no {key[0]!r} among your words")
        for entry in come:
            kept.pop(entry.key, None)
            kept[entry.key] = entry
        patterns = sum(each.match is Match.PATTERN for each in kept.values())
        if len(kept) > MOST_WORDS or patterns > MOST_PATTERNS:
            raise InvalidOptionError(
                f"there are {MOST_WORDS} words at most, and {MOST_PATTERNS} expressions"
            )
        self._change(list(kept.values()))

    def remove(self, written: str, language: str) -> None:
        """Say a word as before, wherever it was looked for, in every voice. Raises
        InvalidOptionError for one that is not there."""
        entries = self._good()
        kept = [each for each in entries if (each.written, each.language) != (written, language)]
        if len(kept) == len(entries):
            raise InvalidOptionError(f"there is no {written!r} among your words")
        self._change(kept)

    def undo(self) -> bool:
        """Take the last change back that was made here; whether there was one."""
        if not self._steps:
            return False
        self._good()
        self._write(list(self._steps.pop()))
        return True

    def _good(self) -> tuple[DictionaryEntry, ...]:
        entries = self.current().entries
        if self._problems:
            # Writing would lose the lines that were not understood.
            raise SettingsError(f"mend {self._path} first: {self._problems[0]}")
        return entries

    def _change(self, entries: list[DictionaryEntry]) -> None:
        before = self.current().entries
        self._write(entries)
        self._steps = [*self._steps[1 - MOST_STEPS :], before]

    def _write(self, entries: list[DictionaryEntry]) -> None:
        try:
            self._stamp = write_words(self._path, entries)
        except OSError as error:
            raise SettingsError(f"your words cannot be written: {error}") from error
        self._dictionary = Dictionary(entries)

    def clauses(self, text: str, options: Options, language: str) -> Iterator[Clause]:
        """The text stage with these words. Raises TextTooLongError at once."""
        return clauses(text, options, language, self.current())


def said_with(
    entry: DictionaryEntry, others: Iterable[DictionaryEntry], text: str
) -> tuple[str, str]:
    """A text as it would be said if this entry held as well: to be read, with IPA between slashes,
    and as SSML, to be spoken."""
    words = Dictionary([entry, *(each for each in others if each.key != entry.key)])
    normal = words.rewrite(normalise(text), entry.language or "en", entry.voice)
    shown, markup, last = "", "", 0
    for each in normal.pronounced:
        before = normal.text[last : each.start]
        shown += f"{before}/{each.ipa}/"
        ph, written = quoteattr(each.ipa), escape(each.written)
        markup += f'{escape(before)}<phoneme alphabet="ipa" ph={ph}>{written}</phoneme>'
        last = each.end
    rest = normal.text[last:]
    return (shown + rest).strip(), f"<speak>{(markup + escape(rest)).strip()}</speak>"


def _stamp(path: Path) -> Stamp | None:
    try:
        return _stamp_of(path.stat())
    except OSError:
        return None


def _stamp_of(found: os.stat_result) -> Stamp:
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_words(path: Path) -> tuple[list[DictionaryEntry], list[str]]:
    """The good entries of the file, and what is wrong with the other lines."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [str(error)]
    if len(content) > LARGEST:
        return [], [f"the file has more than {LARGEST} bytes"]
    entries: list[DictionaryEntry] = []
    problems: list[str] = []
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
        try:
            entry = read_entry(line)
        except InvalidOptionError as error:
            problems.append(f"line {number}: {error}")
            continue
        if entry is not None:
            entries.append(entry)
    if len(entries) > MOST_WORDS:
        problems.append(f"only the first {MOST_WORDS} of {len(entries)} words hold")
    return entries[:MOST_WORDS], problems


def write_words(path: Path, entries: Iterable[DictionaryEntry]) -> Stamp:
    """Write all of them, at once or not at all; how the file is known again. Raises OSError."""
    import tempfile  # with all the compressors that it brings, a hundredth of a start

    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    content = "".join(f"{entry.line}\n" for entry in entries)
    with tempfile.NamedTemporaryFile("wb", dir=target.parent, delete=False) as file:
        try:
            file.write(content.encode())
            file.flush()
            os.fsync(file.fileno())
            stamp = _stamp_of(os.fstat(file.fileno()))
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return stamp
