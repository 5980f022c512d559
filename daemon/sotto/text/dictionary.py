"""The user's own words: what is written, and how it is to be said. Pure; literal text only, so
that no entry can cost more than its length.

A line of the file is `written<TAB>said`, then, if wanted, `<TAB>language` ("" for all) and
`<TAB>case` where capitals have to agree. Empty lines and those that begin with `#` are remarks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sotto.errors import InvalidOptionError
from sotto.text.normalise import Normal

LONGEST_WRITTEN, LONGEST_SAID, MOST_WORDS = 100, 200, 10_000
_TOKEN = re.compile(r"[^\W_]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}|")
_FIELDS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One word. Raises InvalidOptionError for what could not be found or said."""

    written: str
    said: str
    language: str = ""
    keeps_case: bool = False

    def __post_init__(self) -> None:
        """Raises InvalidOptionError."""
        _check("what is written", self.written, LONGEST_WRITTEN)
        _check("what is said", self.said, LONGEST_SAID)
        if not _LANGUAGE.fullmatch(self.language):
            raise InvalidOptionError(f"{self.language!r} is no language")

    @property
    def line(self) -> str:
        """As it stands in the file."""
        fields = [self.written, self.said, self.language, "case" if self.keeps_case else ""]
        return "\t".join(fields).rstrip("\t")

    def is_for(self, language: str) -> bool:
        """Whether it holds in text of this language."""
        wanted, given = self.language.lower(), language.lower()
        return not wanted or given == wanted or given.startswith(f"{wanted}-")


def read_entry(line: str) -> Entry | None:
    """The entry of a line; None for a remark. Raises InvalidOptionError."""
    if not line.strip() or line.startswith("#"):
        return None
    fields = line.rstrip("\r\n").split("\t")
    if len(fields) not in _FIELDS:
        raise InvalidOptionError("a line is: written, tab, said")
    last = fields[3] if len(fields) > 3 else ""
    if last not in ("", "case"):
        raise InvalidOptionError(f"{last!r} is not `case`")
    language = fields[2].strip() if len(fields) > 2 else ""
    return Entry(fields[0].strip(), fields[1].strip(), language, bool(last))


class Dictionary:
    """Entries by the first token of what is written; the longest that fits wins."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)[:MOST_WORDS]
        lines = "\n".join(entry.line for entry in self.entries)
        self.revision = hashlib.sha256(lines.encode()).hexdigest()[:16] if lines else ""
        """Names the content: "" for an empty one."""
        self._index: dict[str, list[tuple[int, Entry]]] = {}
        for entry in sorted(self.entries, key=lambda each: -len(each.written)):
            first = _TOKEN.search(entry.written)
            assert first is not None
            self._index.setdefault(first[0].casefold(), []).append((first.start(), entry))

    def rewrite(self, normal: Normal, language: str) -> Normal:
        """The text as its listener wants it said; every character keeps its place."""
        found = list(self._matches(normal.text, language)) if self._index else []
        if not found:
            return normal
        parts: list[str] = []
        places: list[tuple[int, int]] = []
        last = 0
        for start, end, entry in (*found, (len(normal.text), len(normal.text), None)):
            parts.append(normal.text[last:start])
            places += (normal.span(at, at + 1) for at in range(last, start))
            if entry is not None:
                parts.append(entry.said)
                places += [normal.span(start, end)] * len(entry.said)
            last = end
        starts, ends = zip(*places, strict=True)
        return Normal("".join(parts), starts, ends)

    def _matches(self, text: str, language: str) -> Iterator[tuple[int, int, Entry]]:
        done = 0
        for token in _TOKEN.finditer(text):
            for offset, entry in self._index.get(token[0].casefold(), ()):
                start = token.start() - offset
                end = start + len(entry.written)
                if start >= done and entry.is_for(language) and _fits(text, start, end, entry):
                    yield start, end, entry
                    done = end
                    break


def _fits(text: str, start: int, end: int, entry: Entry) -> bool:
    """Whether the entry stands there as a whole word."""
    there = text[start:end]
    if there != entry.written and (
        entry.keeps_case or there.casefold() != entry.written.casefold()
    ):
        return False
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    is_whole = not (before.isalnum() and there[0].isalnum())
    return is_whole and not (after.isalnum() and there[-1].isalnum())


def _check(what: str, text: str, longest: int) -> None:
    if not _TOKEN.search(text):
        raise InvalidOptionError(f"{what} has neither letter nor figure: {text!r}")
    if len(text) > longest:
        raise InvalidOptionError(f"{what} has {len(text)} characters, more than {longest}")
    if not text.isprintable():
        raise InvalidOptionError(f"{what} has characters that cannot be seen: {text!r}")
