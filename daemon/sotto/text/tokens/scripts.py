"""Which language a script stands for, where the text does not say it.

Ranges are Unicode blocks (Unicode 15, Blocks.txt); a script that several languages use is
given to the largest that libespeak-ng speaks. Blocks whose letters it cannot name are left
out, so that their characters are told by Unicode name.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

LATIN = "Latn"

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x02AF, LATIN),
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "ru"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0750, 0x077F, "ar"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B00, 0x0B7F, "or"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"),
    (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x1200, 0x139F, "am"),
    (0x1E00, 0x1EFF, LATIN),
    (0x1F00, 0x1FFF, "el"),
    (0x2C60, 0x2C7F, LATIN),
    (0x3040, 0x30FF, "ja"),
    (0x3130, 0x318F, "ko"),
    (0x31F0, 0x31FF, "ja"),
    (0x3400, 0x4DBF, "zh"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7A3, "ko"),
    (0xF900, 0xFAFF, "zh"),
    (0xFB50, 0xFDFF, "ar"),
    (0xFE70, 0xFEFC, "ar"),
    (0x20000, 0x323AF, "zh"),
)
UNNAMED = frozenset("ـٱऽઽഽൎ")
"""Letters that libespeak-ng keeps silent when they stand alone."""

_STARTS = tuple(block[0] for block in _BLOCKS)

NO_FIGURES = frozenset({"he"})
"""Languages whose digits libespeak-ng keeps silent."""

_SHARED = {
    "ru": frozenset("ru uk be bg mk sr kk ky tt ba cv uz".split()),
    "ar": frozenset("ar fa ur ug sd".split()),
    "hi": frozenset("hi mr ne kok".split()),
    "bn": frozenset("bn as bpy".split()),
    "zh": frozenset("zh cmn yue hak ja ko".split()),
    "el": frozenset("el grc".split()),
}
_ALSO_LATIN = frozenset("sr uz ug".split())
"""Languages of two scripts, both of which libespeak-ng reads."""

_NOT_LATIN = (
    frozenset().union(*_SHARED.values()) | {block[2] for block in _BLOCKS if block[2] != LATIN}
) - _ALSO_LATIN


def script(char: str) -> str:
    """LATIN, the language that stands for the script of a letter, or "" for no known script."""
    code = ord(char)
    index = bisect_right(_STARTS, code) - 1
    if index >= 0 and code <= _BLOCKS[index][1] and char not in UNNAMED:
        return _BLOCKS[index][2]
    return ""


@lru_cache(maxsize=64)
def is_latin(language: str) -> bool:
    """Whether a language is written with Latin letters."""
    return base(language) not in _NOT_LATIN


def base(language: str) -> str:
    """The primary subtag: "en" of "en-US"."""
    return language.partition("-")[0].lower()


def language_of(word: str, current: str, default: str) -> str:
    """The language of a word that stands in text of the language `current`.

    `default` speaks Latin words among others when it can. Words of an unknown script are
    left to `current`.
    """
    is_plain = word.isascii() and word[:1].isalpha()
    found = LATIN if is_plain else next((name for name in map(script, word) if name), "")
    if not found:
        return current
    if found == LATIN:
        if is_latin(current):
            return current
        return default if is_latin(default) else "en"
    if found == "zh" and any(script(char) == "ja" for char in word):
        found = "ja"
    spoken = base(current)
    return current if spoken == found or spoken in _SHARED.get(found, ()) else found
