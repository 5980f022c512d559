"""Words in scripts that no voice reads, told by the sounds that Unicode's names give their letters.

`ᏣᎳᎩ` (Cherokee letters tsa, la, gi) is said as `tsalagi`; letters of a longer name are words.
"""

from __future__ import annotations

import unicodedata

from sotto.text.tokens.items import Found, Say
from sotto.text.tokens.scripts import is_latin, script
from sotto.text.tokens.words import is_mark

_LONGEST = 24
"""Letters in one word."""
_LONGEST_SOUND = 3


def foreign_word(text: str, at: int, current: str, default: str) -> Found | None:
    """The word of at least two such letters that begins at `text[at]`."""
    end = at
    while end < len(text) and end - at < _LONGEST and _is_foreign(text[end], at < end):
        end += 1
    if end - at < 2:
        return None
    language = next((one for one in (current, default) if is_latin(one)), "en")
    other = "" if language == current else language
    sounds = [_sound(char) for char in text[at:end]]
    if all(len(sound) <= _LONGEST_SOUND and sound.isalpha() for sound in sounds):
        return [Say("".join(sounds), at, end, language=other)], end
    return [
        Say(word, at + index, at + index + 1, language=other)
        for index, sound in enumerate(sounds)
        for word in sound.split()
    ], end


def _is_foreign(char: str, is_inside: bool) -> bool:
    is_part = char.isalpha() or (is_inside and is_mark(char))
    return is_part and char > "\u02ff" and not script(char) and bool(_sound(char))


def _sound(char: str) -> str:
    """The last word of a character's name: its sound, or its number."""
    return " ".join(unicodedata.name(char, "").lower().rpartition(" ")[2].split("-"))
