"""Phoneme symbols to a voice's numbers; a symbol it never learned becomes near ones.

The readers' languages do not cover all that libespeak-ng writes. Nothing is dropped: an
unknown symbol loses its diacritics, then falls apart into the symbols it is made of, then
becomes its nearest neighbour by manner and place of articulation.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

UNKNOWN = "<unknown>"

_NEAREST = {
    "ɫ": "l", "ɭ": "l", "ʎ": "lj", "ɬ": "ʃ", "ɮ": "ʒ",
    "r": "ɹɾʁʀ", "ɾ": "ɹrt", "ɹ": "rɾʁ", "ʁ": "ʀrɹ", "ʀ": "ʁrɹ", "ɻ": "ɹ", "ɽ": "ɾ",
    "ɲ": "nj", "ɳ": "n", "ŋ": "n", "ɱ": "m", "ɴ": "ŋ",
    "θ": "s", "ð": "z", "β": "v", "ɸ": "f", "ʋ": "vw", "w": "ʋv", "ʍ": "w", "ɥ": "j",
    "ɕ": "ʃ", "ʑ": "ʒ", "ʂ": "ʃ", "ʐ": "ʒ", "ç": "ʃx", "x": "χh", "χ": "xh",
    "ɣ": "ɡx", "ɦ": "h", "ħ": "h", "ʕ": "ʔ", "ʝ": "j", "c": "k", "ɟ": "ɡ", "q": "k", "ɢ": "ɡ",
    "ʈ": "t", "ɖ": "d", "ɓ": "b", "ɗ": "d", "ɠ": "ɡ", "g": "ɡ", "ɡ": "k", "ʔ": "t",
    "a": "ɑæ", "ɑ": "ɑːaɔ", "ɒ": "ɔɑ", "æ": "ɛa", "ɐ": "əʌa", "ʌ": "ɐə", "ɘ": "ə", "ə": "ɐɪ",
    "ɚ": "ɜːə", "ɜ": "əɛ", "ɝ": "ɚ", "ɵ": "ʏyə", "e": "eːɛ", "ɛ": "eɪæ", "ɪ": "iɨ", "i": "iːɪ",
    "ɨ": "ɪi", "ᵻ": "ɪ", "ʉ": "uːu", "u": "uːʊ", "ʊ": "uː", "ɯ": "uː", "o": "oːɔ", "ɔ": "ɔːoʊɑ",
    "ɤ": "oʊ", "y": "yːi", "ʏ": "yi", "ø": "øːœ", "œ": "øə", "ɶ": "œ",
}  # fmt: skip

_MISTAUGHT = {"ʊɾ": "??"}
"""What voices taught by libespeak-ng 1.51 learned a symbol as (see `phonemes.espeak`)."""


class SymbolTable:
    """The numbers of a voice's phonemes."""

    def __init__(self, table: Mapping[str, int]) -> None:
        self._table = table
        self.numbers = lru_cache(maxsize=1024)(self._numbers)

    def _numbers(self, symbol: str) -> tuple[int, ...]:
        """One number or more for a symbol; never none for a symbol with a sound."""
        for known in (symbol, _MISTAUGHT.get(symbol, symbol)):
            if known in self._table:
                return (self._table[known],)
        plain = _without_marks(symbol)
        for candidate in (plain, plain + "ː", plain.removesuffix("ː")):
            if candidate in self._table:
                return (self._table[candidate],)
        parts = _parts(plain)
        if len(parts) > 1:
            return tuple(number for part in parts for number in self._numbers(part))
        return self._neighbour(plain[:1])

    def _neighbour(self, symbol: str) -> tuple[int, ...]:
        for near in _parts(_NEAREST.get(symbol, "")):
            for candidate in (near, near + "ː"):
                if candidate in self._table:
                    return (self._table[candidate],)
        return (self._table[UNKNOWN],) if UNKNOWN in self._table else ()


def _without_marks(symbol: str) -> str:
    """Without combining and modifier characters, but with the length mark."""
    return "".join(
        c for c in symbol if c == "ː" or (unicodedata.category(c)[0] == "L" and c not in "ʰʲʷˠˤ")
    )


def _parts(symbol: str) -> list[str]:
    """Single characters, each with the length mark that follows it."""
    parts: list[str] = []
    for character in symbol:
        if character == "ː" and parts:
            parts[-1] += character
        else:
            parts.append(character)
    return parts
