"""libespeak-ng's IPA symbols to the tokens that the voice was taught with.

Each symbol is mapped by itself, so that tokens and their durations can be counted back to it. Two
exceptions, both English: an "ɹ" that would be doubled is written once, and the article "a", a word
of its own, stays "ɐ". The rules are those of misaki (Apache-2.0) for what espeak writes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from sotto.messages import Phoneme
from sotto.voice.symbols import SymbolTable

_JOINED = {
    "aɪə": "Iə", "aɪɚ": "Iəɹ", "aʊɚ": "Wəɹ", "aʊə": "Wə",
    "aɪ": "I", "aʊ": "W", "eɪ": "A", "ɔɪ": "Y", "oʊ": "O", "əʊ": "Q", "tʃ": "ʧ", "dʒ": "ʤ",
}  # fmt: skip
_ENGLISH = _JOINED | {
    "n̩": "ᵊn", "l̩": "ᵊl", "m̩": "ᵊm", "əl": "ᵊl", "ɚ": "əɹ", "ɐ": "ə", "r": "ɹ", "x": "k",
    "ç": "k", "ɬ": "l", "ʔ": "t", "e": "A", "o": "ɔ", "ɣ": "ɡ", "β": "v", "ʎ": "l", "ɲ": "n",
    "y": "u", "ɡʲ": "ɡ", "ø": "ɜ", "œ": "ɜ", "g": "ɡ", "ts": "ts", "dz": "dz",
}  # fmt: skip
_AMERICAN = _ENGLISH | {
    "ɾ": "T", "ɜː": "ɜɹ", "ɜ": "ɜɹ", "ɪə": "iə", "ɒ": "ɑ", "a": "æ", "eə": "ɛə",
}  # fmt: skip
_BRITISH = _ENGLISH | {
    "eə": "ɛː", "iə": "ɪə", "iːə": "ɪə", "ɾ": "t", "ᵻ": "ɪ", "æ": "a", "ɚ": "ə",
}  # fmt: skip
_OTHER = _JOINED | {"dz": "ʣ", "ts": "ʦ", "g": "ɡ", "ss": "S"}
_GERMAN = _OTHER | {"ʏ": "y"}
_DUTCH = _OTHER | {"ʏ": "œ", "ɵ": "œ", "ɦ": "h"}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "en-us": _AMERICAN, "en-gb": _BRITISH, "de": _GERMAN, "nl": _DUTCH,
}  # fmt: skip

_UNWRITTEN = str.maketrans({c: None for c in "ˈˌ\u0361-_"})
_STRESS = ("", "ˌ", "ˈ")


class Alphabet:
    """Symbols of one language as tokens; `numbers` are all the voice's, one character each.

    Nothing with a sound is dropped: what no rule writes becomes the nearest token there is.
    """

    def __init__(self, language: str, numbers: Mapping[str, int]) -> None:
        self._is_american = language == "en-us"
        self._is_english = language.startswith("en")
        self._table = _TABLES.get(language, _OTHER)
        self._joined = sorted((j for j in self._table if len(j) > 1), key=len, reverse=True)
        self._numbers = numbers
        self._nearest = SymbolTable(numbers)
        self._known: dict[tuple[str, bool], tuple[int, ...]] = {}

    def word(self, phonemes: Sequence[Phoneme]) -> list[int]:
        """The numbers of a word's tokens: each symbol's, after its stress mark."""
        return [number for tokens in self.parts(phonemes) for number in tokens]

    def parts(self, phonemes: Sequence[Phoneme]) -> list[list[int]]:
        """The same, a list for each symbol; one that has no sound of its own has none."""
        if self._is_english and [p.symbol for p in phonemes] == ["ɐ"]:
            return [[self._numbers["ɐ"]]]
        found: list[list[int]] = []
        for place, phoneme in enumerate(phonemes):
            after = phonemes[place + 1].symbol if place + 1 < len(phonemes) else ""
            tokens = list(self._symbol(phoneme.symbol, after[:1] == "ɹ"))
            mark = _STRESS[phoneme.stress]
            found.append([self._numbers[mark], *tokens] if tokens and mark else tokens)
        return found

    def _symbol(self, symbol: str, before_r: bool) -> tuple[int, ...]:
        key = (symbol, before_r)
        if key not in self._known:
            if len(self._known) > 4096:
                self._known.clear()
            text = self.write(symbol, before_r)
            plain = tuple(self._numbers[c] for c in text)
            self._known[key] = plain or tuple(self._nearest.numbers(symbol))
        return self._known[key]

    def write(self, symbol: str, before_r: bool = False) -> str:
        """One symbol in known tokens; `before_r`: an "ɹ" follows in the word."""
        symbol = unicodedata.normalize("NFD", symbol).replace("c\u0327", "ç")
        text = self._mapped(symbol.translate(_UNWRITTEN))
        if self._is_american:
            text = text.replace("ː", "")
        if self._is_english and text.endswith("ɹ") and len(text) > 1 and before_r:
            text = text[:-1]
        return "".join(c for c in text if c in self._numbers)

    def _mapped(self, symbol: str) -> str:
        if symbol in self._table:
            return self._table[symbol]
        if self._is_english:
            symbol = symbol.replace("\u0303", "")
        for joined in self._joined:
            symbol = symbol.replace(joined, self._table[joined])
        return "".join(self._table.get(c, c) for c in symbol)
