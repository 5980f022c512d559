"""Words of other programs as own ones: NVDA's `.dic`, Speech Dispatcher's symbol files. Pure.

What cannot be taken is told, line by line, and the rest is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sotto.errors import InvalidOptionError
from sotto.patterns import regex
from sotto.text.dictionary.dictionary import DictionaryEntry, Match, read_entry

_NVDA_TYPES = {"0": Match.ANYWHERE, "1": Match.PATTERN, "2": Match.WHOLE}
_ESCAPES = {"\\t": "\t", "\\r": "\r", "\\n": "\n", "\\#": "#", "\\\\": "\\"}
_ESCAPED = regex(r"\\[trn#\\]")
_SYMBOL_FIELDS = 2

Read = Callable[[str], DictionaryEntry | None]


def import_words(content: str, language: str = "") -> tuple[list[DictionaryEntry], list[str]]:
    """The entries of a file, and what is wrong with other lines. `language` is that of the file,
    for formats that do not tell it themselves; which format it is, is seen."""
    lines = content.lstrip("\ufeff").splitlines()
    entries: list[DictionaryEntry] = []
    problems: list[str] = []
    for number, entry in _read_all(lines, language):
        if isinstance(entry, str):
            problems.append(f"line {number}: {entry}")
        elif entry is not None:
            entries.append(entry)
    return entries, problems


def _read_all(
    lines: list[str], language: str
) -> Iterator[tuple[int, DictionaryEntry | str | None]]:
    read = _reader(lines, language)
    in_symbols = not any(line.strip() == "symbols:" for line in lines)
    for number, line in enumerate(lines, 1):
        if line.strip().endswith("ymbols:") and "\t" not in line:
            in_symbols = line.strip() == "symbols:"
            continue
        if not in_symbols:
            continue
        try:
            yield number, read(line)
        except InvalidOptionError as error:
            yield number, str(error)


def _reader(lines: list[str], language: str) -> Read:
    if any(line.strip() == "symbols:" for line in lines):
        return lambda line: _symbol(line, language)
    if any(line.count("\t") == 3 and line.split("\t")[2] in ("0", "1") for line in lines):
        return lambda line: _nvda(line, language)
    return read_entry


def _nvda(line: str, language: str) -> DictionaryEntry | None:
    """`pattern<TAB>replacement<TAB>case<TAB>type`; 0 is anywhere, 1 an expression, 2 a word."""
    if not line.strip() or line.startswith("#"):
        return None
    fields = line.split("\t")
    if len(fields) != 4 or fields[3].strip() not in _NVDA_TYPES:
        raise InvalidOptionError("a line is: pattern, replacement, case, type")
    match = _NVDA_TYPES[fields[3].strip()]
    written, said = (_ESCAPED.sub(_unescaped, each) for each in fields[:2])
    if match is Match.PATTERN:
        written, said = fields[0].replace("\\#", "#"), fields[1]
    return DictionaryEntry(written.strip(), said.strip(), language, fields[2] == "1", match)


def _symbol(line: str, language: str) -> DictionaryEntry | None:
    """`sign<TAB>name<TAB>level…`; the level is for the setting `punctuation` to say."""
    if not line.strip() or line.startswith("#"):
        return None
    fields = line.split("\t")
    if len(fields) < _SYMBOL_FIELDS:
        raise InvalidOptionError("a line is: sign, name, level")
    written = _ESCAPED.sub(_unescaped, fields[0])
    is_word = written[:1].isalnum() and written[-1:].isalnum()
    match = Match.WHOLE if is_word else Match.ANYWHERE
    return DictionaryEntry(written, fields[1].strip(), language, False, match)


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES[found[0]]
