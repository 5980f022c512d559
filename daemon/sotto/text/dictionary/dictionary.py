"""The user's own words: what is written, and how it is to be said. Pure, and bounded in time: plain
text is looked up, one look for each word, and expressions are those that `patterns` takes.

What is said is words, or IPA between slashes: `/dʒɪf/`.

A line of the file is `written<TAB>said`, then, if wanted, `<TAB>language` ("" for all) and
`<TAB>` with any of `case` (capitals have to agree), `start`, `anywhere`, `pattern` (where it is
looked for; without: as a whole word) and `voice=sotto:kerstin`. Empty lines and those that begin
with `#` are remarks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from sotto.errors import InvalidOptionError
from sotto.messages import Punctuation
from sotto.patterns import regex
from sotto.text.dictionary.ipa import clean_ipa
from sotto.text.dictionary.patterns import bounded
from sotto.text.dictionary.pronounced import padded, placeholder
from sotto.text.signs.symbols import silent_characters
from sotto.text.tokens.items import Pronunciation
from sotto.text.tokens.normalise import Normal

LONGEST_LOOKED = 8192
"""Characters of a text without a place to part it that are looked through: more of it is no text
of words."""

LONGEST_WRITTEN, LONGEST_SAID, MOST_WORDS, MOST_PATTERNS = 100, 200, 10_000, 100
_TOKEN = regex(r"[^\W_]+")
_LANGUAGE = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}|")
_VOICE = regex(r"[^\s=]{0,100}")
_GROUP = regex(r"\\([0-9])")
_FIELDS = (2, 3, 4)


class Match(Enum):
    """Where an entry is looked for."""

    WHOLE = "whole"
    START = "start"
    ANYWHERE = "anywhere"
    PATTERN = "pattern"


Key = tuple[str, str, str, Match]
"""What no two entries have alike: what is written, the language, the voice, and where."""


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One word. Raises InvalidOptionError for what could not be found or said.

    What is said for a pattern may have its groups in it: `\\1`; IPA may not.
    """

    written: str
    said: str
    language: str = ""
    keeps_case: bool = False
    match: Match = Match.WHOLE
    voice: str = ""

    def __post_init__(self) -> None:
        """Raises InvalidOptionError."""
        _check("what is written", self.written, LONGEST_WRITTEN)
        _check("what is said", self.said, LONGEST_SAID)
        if not _LANGUAGE.fullmatch(self.language):
            raise InvalidOptionError(f"{self.language!r} is no language")
        if not _VOICE.fullmatch(self.voice):
            raise InvalidOptionError(f"{self.voice!r} is no voice")
        if is_ipa(self.said):
            clean_ipa(self.said)
        elif not _TOKEN.search(self.said):
            raise InvalidOptionError(f"what is said has neither letter nor figure: {self.said!r}")
        if self.match is Match.PATTERN:
            self._check_groups()
        elif self.match is Match.ANYWHERE:
            _check_sign(self.written)
        elif not _TOKEN.search(self.written):
            raise InvalidOptionError(
                f"what is written has neither letter nor figure, so it is no word: {self.written!r}"
            )
        if self.match is Match.START and not self.written[0].isalnum():
            raise InvalidOptionError(f"no word starts with {self.written[0]!r}")

    def _check_groups(self) -> None:
        if is_ipa(self.said) and "\\" in self.said:
            raise InvalidOptionError("IPA cannot have groups of an expression in it")
        groups = bounded(self.written, keeps_case=self.keeps_case).groups
        for number in _GROUP.findall(self.said):
            if not 0 < int(number) <= groups:
                raise InvalidOptionError(f"the expression has no group {number}")

    @property
    def ipa(self) -> str:
        """What is said, as `clean_ipa` has it; "" where it is words."""
        return clean_ipa(self.said) if is_ipa(self.said) else ""

    @property
    def key(self) -> Key:
        """Which entry it is."""
        return self.written, self.language, self.voice, self.match

    @property
    def line(self) -> str:
        """As it stands in the file."""
        flags = ["case"] if self.keeps_case else []
        flags += [self.match.value] if self.match is not Match.WHOLE else []
        flags += [f"voice={self.voice}"] if self.voice else []
        return "\t".join([self.written, self.said, self.language, " ".join(flags)]).rstrip("\t")

    def is_for(self, language: str, voice: str) -> bool:
        """Whether it holds in text of this language, said by this voice."""
        if self.voice and self.voice.casefold() != voice.casefold():
            return False
        wanted, given = self.language.lower(), language.lower()
        return not wanted or given == wanted or given.startswith(f"{wanted}-")


def is_ipa(said: str) -> bool:
    """Whether what is said is told by its sounds."""
    return len(said) > 1 and said[0] == said[-1] == "/"


def read_entry(line: str) -> DictionaryEntry | None:
    """The entry of a line; None for a remark. Raises InvalidOptionError."""
    if not line.strip() or line.startswith("#"):
        return None
    fields = line.rstrip("\r\n").split("\t")
    if len(fields) not in _FIELDS:
        raise InvalidOptionError("a line is: written, tab, said")
    keeps_case, match, voice = _read_flags(fields[3] if len(fields) > 3 else "")
    language = fields[2].strip() if len(fields) > 2 else ""
    return DictionaryEntry(fields[0].strip(), fields[1].strip(), language, keeps_case, match, voice)


def _read_flags(text: str) -> tuple[bool, Match, str]:
    keeps_case, match, voice = False, Match.WHOLE, ""
    for flag in text.split():
        name, is_pair, value = flag.partition("=")
        if flag == "case":
            keeps_case = True
        elif is_pair and name == "voice":
            voice = value
        elif flag in {each.value for each in Match}:
            match = Match(flag)
        else:
            raise InvalidOptionError(f"{flag!r} is not `case`, `start`, `anywhere` or `pattern`")
    return keeps_case, match, voice


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry that fits a place, and what it says there, in words or in IPA."""

    start: int
    end: int
    said: str
    ipa: str = ""


class Dictionary:
    """Where entries fit, the first place wins, there the longest, and of equals the first entry.

    `looks` counts what was looked up, `searched` the characters that expressions were tried on, so
    that it can be shown how little that is.
    """

    def __init__(self, entries: Iterable[DictionaryEntry] = ()) -> None:
        self.entries = tuple(entries)[:MOST_WORDS]
        lines = "\n".join(entry.line for entry in self.entries)
        self.revision = hashlib.sha256(lines.encode()).hexdigest()[:16] if lines else ""
        """Names the content: "" for an empty one."""
        self.looks = self.searched = 0
        self._words: dict[str, set[tuple[int, int]]] = {}
        self._heads: dict[str, set[int]] = {}
        self._texts: dict[str, list[DictionaryEntry]] = {}
        for entry in self.entries:
            self._file(entry)
        patterns = [each for each in self.entries if each.match is Match.PATTERN]
        self._patterns = [
            (each, bounded(each.written, keeps_case=each.keeps_case))
            for each in patterns[:MOST_PATTERNS]
        ]
        self._has_words = any(each.match is Match.START for each in self.entries) or bool(
            self._words
        )
        self._has_phrases = bool(patterns) or any(" " in each.written for each in self.entries)
        anywhere = {each.written[0] for each in self.entries if each.match is Match.ANYWHERE}
        chars = "".join(map(re.escape, sorted(anywhere | {c.swapcase() for c in anywhere})))
        self._beginnings = re.compile(f"[{chars}]") if chars else None

    def _file(self, entry: DictionaryEntry) -> None:
        if entry.match is Match.PATTERN:
            return
        written = _folded(entry.written)
        self._texts.setdefault(written, []).append(entry)
        if entry.match is Match.WHOLE:
            first = _TOKEN.search(written)
            assert first is not None
            place = (first.start(), len(written))
            self._words.setdefault(first[0], set()).add(place)
        else:
            self._heads.setdefault(written[:2], set()).add(len(written))

    def rewrite(self, normal: Normal, language: str, voice: str = "") -> Normal:
        """The text as its listener wants it said; every character keeps its place."""
        text = normal.text[:LONGEST_LOOKED]
        found = self._chosen(text, language, voice) if self.entries else []
        if not found:
            return normal
        parts: list[str] = []
        places: list[tuple[int, int]] = []
        pronounced: list[Pronunciation] = []
        last = 0
        for each in (*found, None):
            start, end = (each.start, each.end) if each else (len(normal.text),) * 2
            parts.append(normal.text[last:start])
            places += (normal.span(at, at + 1) for at in range(last, start))
            if each is not None:
                said, spoken = _said(normal.text, each, len(places))
                pronounced += spoken
                parts.append(said)
                places += [normal.span(start, end)] * len(said)
            last = end
        starts, ends = zip(*places, strict=True)
        return Normal("".join(parts), starts, ends, tuple(pronounced))

    def is_one(self, text: str, at: int, language: str, voice: str = "") -> bool:
        """Whether an entry may be found that begins before a place of a text and ends behind it."""
        if not self._has_phrases:
            return False
        begin = max(at - LONGEST_WRITTEN, 0)
        part = text[begin : at + LONGEST_WRITTEN]
        found = self._chosen(part, language, voice)
        return any(each.start < at - begin < each.end for each in found)

    def _chosen(self, text: str, language: str, voice: str) -> list[_Found]:
        """Those that do not overlap, in order."""
        chosen: list[_Found] = []
        plain = self._plain(text, _folded(text), language, voice)
        for each in sorted(
            chain(plain, self._fitting_patterns(text, language, voice)),
            key=lambda found: (found.start, -found.end),
        ):
            if not chosen or each.start >= chosen[-1].end:
                chosen.append(each)
        return chosen

    def _plain(self, text: str, folded: str, language: str, voice: str) -> Iterator[_Found]:
        for start, length in self._places(folded):
            self.looks += 1
            if start + length > len(folded):
                # What is left of the text may be a shorter entry, which has a length of its own.
                continue
            for entry in self._texts.get(folded[start : start + length], ()):
                if entry.is_for(language, voice) and _fits(text, start, start + length, entry):
                    said = _apart(text, start, length, entry.said)
                    yield _Found(start, start + length, said, entry.ipa)
                    break

    def _places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where an entry may begin, and how long it would be there."""
        for token in _TOKEN.finditer(folded) if self._has_words else ():
            self.looks += 1
            for offset, length in self._words.get(token[0], ()):
                if token.start() >= offset:
                    yield token.start() - offset, length
            if self._heads:
                yield from self._from_head(folded, token.start())
        for found in self._beginnings.finditer(folded) if self._beginnings else ():
            self.looks += 1
            yield from self._from_head(folded, found.start())

    def _from_head(self, folded: str, at: int) -> Iterator[tuple[int, int]]:
        for head in {folded[at : at + 2], folded[at : at + 1]}:
            yield from ((at, length) for length in self._heads.get(head, ()))

    def _fitting_patterns(self, text: str, language: str, voice: str) -> Iterator[_Found]:
        for entry, pattern in self._patterns:
            if not entry.is_for(language, voice):
                continue
            self.searched += len(text)
            for found in pattern.finditer(text):
                if entry.ipa and found.end() > found.start():
                    yield _Found(found.start(), found.end(), "", entry.ipa)
                    continue
                said = _GROUP.sub(lambda group, f=found: f[int(group[1])] or "", entry.said)  # type: ignore[misc]
                if found.end() > found.start() and _TOKEN.search(said):
                    yield _Found(found.start(), found.end(), said)


def _said(text: str, found: _Found, at: int) -> tuple[str, list[Pronunciation]]:
    """What takes the place of what was found, which begins at `at` of the new text."""
    if not found.ipa:
        return found.said, []
    written = text[found.start : found.end]
    word = placeholder(written)
    before = text[max(found.start - 1, 0) : found.start]
    said, offset = padded(word, before, text[found.end : found.end + 1])
    start = at + offset
    return said, [Pronunciation(start, start + len(word), found.ipa, written)]


def _folded(text: str) -> str:
    """In small letters, of the same length."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _fits(text: str, start: int, end: int, entry: DictionaryEntry) -> bool:
    """Whether the entry stands there as it is meant to."""
    if entry.keeps_case and text[start:end] != entry.written:
        return False
    if entry.match is Match.ANYWHERE:
        return True
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    is_start = not (before.isalnum() and text[start].isalnum())
    if entry.match is Match.START:
        return is_start
    return is_start and not (after.isalnum() and text[end - 1].isalnum())


def _apart(text: str, start: int, length: int, said: str) -> str:
    """What is said for a sign does not run into the words around it."""
    if text[start].isalnum() or text[start + length - 1].isalnum():
        return said
    return f" {said} "


def _check_sign(written: str) -> None:
    silent = silent_characters(Punctuation.NONE)
    if all(char in silent or char.isspace() for char in written):
        raise InvalidOptionError(
            f"{written!r} is punctuation: whether it is named is a setting, `punctuation`"
        )


def _check(what: str, text: str, longest: int) -> None:
    if not text.strip():
        raise InvalidOptionError(f"{what} is empty")
    if len(text) > longest:
        raise InvalidOptionError(f"{what} has {len(text)} characters, more than {longest}")
    if not text.isprintable():
        raise InvalidOptionError(f"{what} has characters that cannot be seen: {text!r}")
