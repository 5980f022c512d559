"""Where words begin and end, and how a written word is handed to pronunciation.

A word is letters of one script with their marks, inner apostrophes and digits behind;
identifiers are cut at their humps. Long ones are cut, so that a megabyte is never one word.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from sotto.patterns import regex
from sotto.text.tokens.items import Say
from sotto.text.tokens.scripts import LATIN, UNNAMED, language_of, script

LONGEST_WORD = 40
_LONGEST_OF = {"zh": 6, "ja": 6, "ko": 24, "th": 16, "my": 16}

_LATIN_WORD = regex(r"[A-Za-zÀ-ÖØ-öø-ɏ]{1,40}")
_APOSTROPHES = "'’ʼ"
_JOINERS = "\xad\u200b\u200c\u200d\u2060"
_DROPPED = {ord(char): None for char in "\xad\u200b\u2060"} | {ord(char): "'" for char in "’ʼ"}
_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_HUMP = regex(r"(?<=[a-zß-ÿ])(?=[A-Z][A-Za-z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
_NO_HUMP = ("Mc", "Mac", "De", "Le", "La", "Van")


def is_letter(char: str) -> bool:
    """Whether a character can begin a word."""
    return char.isalpha()


def is_mark(char: str) -> bool:
    """Whether a character combines with the one before it."""
    return char > "\u02ff" and unicodedata.category(char)[0] == "M"


def word_end(text: str, at: int, *, apostrophes: bool = True) -> int:
    """Where the word that begins at `text[at]` (a letter) ends."""
    group = _group(text[at])
    if not group:
        return at + 1
    limit = at + _LONGEST_OF.get(group, LONGEST_WORD)
    end = at
    while end < len(text) and end < limit:
        found = _LATIN_WORD.match(text, end, limit) if group == LATIN else None
        if found:
            end = found.end()
        elif _continues(text, end, group, apostrophes):
            end += 1
        else:
            return end
    while end < len(text) and end < limit + 8 and is_mark(text[end]):
        if script(text[end]) not in (group, ""):
            break
        end += 1
    return end


def _continues(text: str, at: int, group: str, apostrophes: bool) -> bool:
    char = text[at]
    if char == " ":
        return False
    if char.isalpha():
        return _group(char) == group or char in UNNAMED or unicodedata.category(char) == "Lm"
    if char.isdecimal():
        return char.isascii() and group not in _LONGEST_OF
    if is_mark(char):
        return script(char) in (group, "")
    if char in _APOSTROPHES or char in _JOINERS:
        follows = at + 1 < len(text) and text[at + 1].isalpha()
        return follows and (apostrophes or char in _JOINERS)
    return False


def _group(char: str) -> str:
    if char.isascii():
        return LATIN
    found = script(char)
    return "zh" if found == "ja" else found


def say_word(text: str, start: int, end: int, current: str, default: str) -> list[Say] | None:
    """The word as it is to be pronounced; None when no language has its script."""
    written = text[start:end]
    plain = written if written.isascii() else _plain(written)
    language = language_of(plain, current, default)
    if not written.isascii() and not any(char.isalpha() and script(char) for char in plain):
        return None
    other = "" if language == current else language
    if written.islower() and plain == written:
        return [Say(written, start, end, language=other)]
    if plain != written:
        return [Say(part, start, end, language=other) for part in plain.split()]
    return [Say(text[a:b], a, b, language=other) for a, b in _humps(written, start)]


def _plain(written: str) -> str:
    """Compatibility forms as plain letters, without the accents no letter exists with."""
    composed = unicodedata.normalize("NFKC", written.translate(_DROPPED))
    return composed.translate(_ACCENTS) or composed


def _humps(written: str, start: int) -> list[tuple[int, int]]:
    if written.isupper():
        return [(start, start + len(written))]
    cuts = [
        found.start()
        for found in _HUMP.finditer(written)
        if written[: found.start()] not in _NO_HUMP
    ]
    borders = [0, *cuts, len(written)]
    return [(start + a, start + b) for a, b in pairwise(borders)]
