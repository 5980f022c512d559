"""Pronunciations in the International Phonetic Alphabet: checked, and as libespeak-ng writes them.

Pure. Source of the signs: the chart of the International Phonetic Association, 2020. What tells
more than a voice can do (tones, linking, most diacritics) is understood and left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from sotto.errors import InvalidOptionError
from sotto.messages import Phoneme
from sotto.patterns import regex

LONGEST_IPA = 200

_VOWELS = "iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝᵻ"
_CONSONANTS = "pbtdʈɖcɟkɡqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟʘǀǃǂǁɓɗʄɠʛʍwɥʜʢʡɕʑɺɧ"
_SOUNDS = frozenset(_VOWELS + _CONSONANTS)
_LENGTH, _NASAL, _SYLLABIC, _NO_SYLLABLE, _PALATAL = "ː", "\u0303", "\u0329", "\u032f", "ʲ"
_UNHEARD = "ʔ"
"""The sound that is none by itself."""

_TIES = "\u0361\u035c"
_DIACRITICS = frozenset(
    "\u0325\u030a\u032c\u0339\u031c\u031f\u0320\u0308\u033d\u0329\u030d\u032f\u0311\u0324\u0330"
    "\u033c\u032a\u033a\u033b\u0303\u0334\u031d\u031e\u0318\u0319\u031a\u0306\u030b\u0301\u0304"
    "\u0300\u030f\u030c\u0302\u1dc4\u1dc5\u1dc8ʰʱʲʷˠˤⁿˡʼ˞ːˑ"
)
_STRESS = {"ˌ": 1, "ˈ": 2}
_MELODY = frozenset("˥˦˧˨˩ꜛꜜ↗↘|‖")
_BREAKS = frozenset(".‿-")
_SPELLINGS = {
    "g": "ɡ", "'": "ˈ", "ʧ": "t͡ʃ", "ʤ": "d͡ʒ", "ʦ": "t͡s", "ʣ": "d͡z", "ʨ": "t͡ɕ", "ʥ": "d͡ʑ",
    "ɫ": "l", "ɝ": "ɜː", ":": "ː", "ə˞": "ɚ", "ɜ˞": "ɜː", "˞": "ɹ", "c\u0327": "ç",
    "\u030d": _SYLLABIC, "\u0311": _NO_SYLLABLE, "\u2019": "ˈ",
}  # fmt: skip
"""Other ways to write a sign."""

_SPELLED = regex("|".join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True))))
_GLIDES = {"i": "ɪ", "u": "ʊ", "y": "ʏ"}
_UNITS = frozenset(
    "tʃ dʒ aɪ aʊ eɪ oʊ əʊ ɔɪ eə ɛə ɪə iə ʊə ɔʏ ɔø œy œʏ ɛɪ ʌʊ ɑʊ eʊ ɛʊ iʊ oɪ uɪ".split()
)
"""Two signs that are one sound wherever nothing parts them."""

_LANGUAGE_UNITS: Mapping[str, frozenset[str]] = {
    "de": frozenset(("ts", "pf")),
    "it": frozenset(("ts", "dz")),
    "pl": frozenset(("ts", "dz", "tɕ", "dʑ", "tʂ", "dʐ")),
    "cs": frozenset(("ts",)),
    "ru": frozenset(("ts", "tɕ")),
}
_HABITS: Mapping[str, Mapping[str, str]] = {
    "en": {"e": "ɛ", "r": "ɹ", "ɻ": "ɹ", "ɛə": "eə", "ɪə": "iə"},
    "en-us": {"əʊ": "oʊ"},
    "en-gb": {"oʊ": "əʊ"},
    "de": {"ʁ": "ɾ", "ʀ": "ɾ", "r": "ɾ", "ɐ": "ɜ", "ɔʏ": "ɔø", "ɔɪ": "ɔø"},
    "nl": {"ʁ": "r", "ʀ": "r", "ɾ": "r", "ʏ": "ɵ", "œʏ": "œy", "ɑʊ": "ʌʊ"},
    "fr": {"r": "ʁ", "ʀ": "ʁ", "ɹ": "ʁ", "ɑ": "a"},
    "pt": {"ʁ": "x", "ɐ": "æ", "h": "x"},
    "pl": {"ʂ": "ʃ", "ʐ": "ʒ", "tʂ": "tʃ", "dʐ": "dʒ"},
}
"""How libespeak-ng writes sounds of a language that dictionaries write in another way."""

_STRESSED = {"fr": -1, "es": -2, "it": -2, "pt": -2, "pl": -2}
"""The syllable that is stressed where no stress is told; else the first."""

_RESPELLED = {
    "ʃ": "sh", "ʒ": "zh", "tʃ": "ch", "dʒ": "j", "θ": "th", "ð": "th", "ŋ": "ng", "ɲ": "ny",
    "ʎ": "ly", "j": "y", "x": "h", "χ": "h", "ç": "h", "ɕ": "sh", "ʑ": "zh", "ʔ": "",
}  # fmt: skip


@lru_cache(maxsize=4096)
def clean_ipa(text: str) -> str:
    """`text` in one spelling of the alphabet, its words parted by one blank each.

    Raises InvalidOptionError, with the reason, for what is not in the alphabet or says nothing.
    """
    if len(text) > LONGEST_IPA:
        raise InvalidOptionError(f"the IPA has {len(text)} signs, more than {LONGEST_IPA}")
    plain = unicodedata.normalize("NFD", text).strip()
    if plain[:1] + plain[-1:] in ("//", "[]") and len(plain) > 1:
        plain = plain[1:-1]
    plain = _SPELLED.sub(lambda found: _SPELLINGS[found[0]], plain)
    words = [_clean_word(word) for word in plain.split()]
    if not any(words):
        raise InvalidOptionError("the IPA names no sound")
    return " ".join(word for word in words if word)


def _clean_word(word: str) -> str:
    kept = "".join(char for char in word if char not in _MELODY)
    is_after_sound = False
    for char in kept:
        if char in _SOUNDS:
            is_after_sound = True
        elif char in _DIACRITICS or char in _TIES:
            if not is_after_sound:
                raise InvalidOptionError(f"{_told(char)} stands behind no sound")
        elif char not in _STRESS and char not in _BREAKS:
            raise InvalidOptionError(f"{_told(char)} is no sign of the IPA")
        else:
            is_after_sound = False
    if not any(char in _SOUNDS and char != _UNHEARD for char in kept):
        return ""
    return kept


def _told(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"{char!r} ({name.lower()})" if name else repr(char)


def phonemes(ipa: str, language: str) -> tuple[Phoneme, ...]:
    """What `clean_ipa` gave, as libespeak-ng's voice `language` would write it; never empty."""
    return _phonemes(ipa, language.lower())


@lru_cache(maxsize=4096)
def _phonemes(ipa: str, language: str) -> tuple[Phoneme, ...]:
    base = language.partition("-")[0]
    units = _UNITS | _LANGUAGE_UNITS.get(base, frozenset())
    habits = {**_HABITS.get(base, {}), **_HABITS.get(language, {})}
    found: list[Phoneme] = []
    for word in ipa.split():
        symbols = _stressed(list(_symbols(word, units)), _STRESSED.get(base, 0))
        found += (Phoneme(_habit(symbol, habits), stress) for symbol, stress in symbols)
    return tuple(found)


def _habit(symbol: str, habits: Mapping[str, str]) -> str:
    plain = symbol.rstrip(_LENGTH + _NASAL + _PALATAL)
    return habits.get(plain, plain) + symbol[len(plain) :]


def _symbols(word: str, units: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Sounds with what they keep of their diacritics, and the stress mark before each (or 0)."""
    at, stress = 0, 0
    while at < len(word):
        if word[at] not in _SOUNDS:
            stress = _STRESS.get(word[at], stress if word[at] in _BREAKS else 0)
            at += 1
            continue
        first, end, is_tied = _sound(word, at)
        second, after, _ = _sound(word, end) if end < len(word) else ("", end, False)
        joined = _joined(first, second, word[end:after], is_tied=is_tied, units=units)
        at = after if joined else end
        yield joined or first, stress
        stress = 0


def _sound(word: str, at: int) -> tuple[str, int, bool]:
    """The sound at a place with its kept diacritics, where it ends, and whether it is tied to
    the next; "" where none begins there."""
    if word[at] not in _SOUNDS:
        return "", at, False
    end = at + 1
    while end < len(word) and (word[end] in _DIACRITICS or word[end] in _TIES):
        end += 1
    marks = word[at + 1 : end]
    kept = "".join(m for m in (_PALATAL, _NASAL, _SYLLABIC, _LENGTH) if m in marks)
    return word[at] + kept, end, any(tie in marks for tie in _TIES)


def _joined(first: str, second: str, written: str, *, is_tied: bool, units: frozenset[str]) -> str:
    """The one sound that two are; "" where they are two."""
    if not second or len(first) > 1:
        return ""
    glides = _NO_SYLLABLE in written
    base = _GLIDES.get(second[0], second[0]) if glides and first in _VOWELS else second[0]
    pair = first + base
    if pair in units or (is_tied and first in _CONSONANTS):
        return pair + second[1:]
    return ""


def _stressed(symbols: list[tuple[str, int]], default: int) -> list[tuple[str, int]]:
    """Stress moved to the vowel of its syllable; where none is told, it is the language's."""
    nuclei = [
        place
        for place, (symbol, _) in enumerate(symbols)
        if symbol[0] in _VOWELS or _SYLLABIC in symbol
    ] or list(range(len(symbols)))
    levels = [0] * len(symbols)
    for place, (_, stress) in enumerate(symbols):
        if stress:
            nucleus = next((n for n in nuclei if n >= place), nuclei[-1])
            levels[nucleus] = max(levels[nucleus], stress)
    if not any(levels):
        levels[nuclei[max(default, -len(nuclei))]] = 2
    return [(symbol, level) for (symbol, _), level in zip(symbols, levels, strict=True)]


def respelled(ipa: str) -> str:
    """In Latin letters, for an engine that reads nothing else; never empty."""
    words = []
    for word in ipa.split():
        symbols = (symbol for symbol, _ in _symbols(word, _UNITS))
        words.append("".join(_letters(symbol) for symbol in symbols))
    return " ".join(word for word in words if word) or "a"


def _letters(symbol: str) -> str:
    if symbol in _RESPELLED:
        return _RESPELLED[symbol]
    return "".join(_RESPELLED.get(c, _LATIN.get(c, c)) for c in symbol if c in _SOUNDS)


_LATIN = dict(
    zip(
        "ɨʉɯɪʏʊøɘɵɤəɛœɜɞʌɔæɐɶɑɒɚɝᵻʈɖɟɡɢɱɳɴʙʀⱱɾɽɸβʂʐʝɣʁħʕɦɬɮʋɹɻɰɭʟɓɗʄɠʛʍɥʜʢʡɺɧʘǀǃǂǁ",
        "iuuiyuoeuoeeoeoaoaaoaoeeitdjggmnnbrvrrfvszygrhhhllvrrwllbdjggwwhhhlhkkkkk",
        strict=True,
    )
)
