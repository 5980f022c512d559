"""Words to IPA symbols, each symbol kept with the word it belongs to.

libespeak-ng is given whole clauses, because neighbours change a word ("the apple"), and
answers in groups that are not always words: it joins "of the" and splits "14:30".
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from sotto.messages import Phoneme
from sotto.phonemes.binding import EspeakLibrary, Library

_LANGUAGE_SWITCH = re.compile(r"\([a-z-]+\)")
_PRIMARY, _SECONDARY = "ˈ", "ˌ"
_NO_SOUND = "ˈˌˑ "
_LATIN_END = "\u0250"
_SAFE = frozenset("‘’“”„–—…•€™ẞ")

_MISWRITTEN = {"??": "ʊɾ"}
"""German "durch" and "wurde": libespeak-ng 1.51 writes question marks for the vowel and its r."""

MOST_WORDS = 4096
"""Words whose phonemes alone are remembered."""

Group = tuple[Phoneme, ...]


class Espeak:
    """Phonemes of words; call from one thread only. Raises PhonemesError without the library."""

    def __init__(self, library: Library | None = None) -> None:
        self.binding: Library = library or EspeakLibrary()
        self._alone: dict[tuple[str, str], tuple[Group, ...]] = {}

    def phonemes(
        self, words: Sequence[str], language: str, alone: Sequence[bool] = ()
    ) -> list[list[Phoneme]]:
        """One list of phonemes a word, in the words' order; `alone` words are letter names.

        Raises PhonemesError when libespeak-ng does not know `language`.
        """
        words = [_named(word) for word in words]
        result: list[list[Phoneme]] = [[] for _ in words]
        start = 0
        for index in range(len(words) + 1):
            apart = index < len(words) and index < len(alone) and alone[index]
            if index < len(words) and not apart:
                continue
            result[start:index] = self._run(words[start:index], language)
            if apart:
                result[index] = self._run([words[index]], language)[0]
            start = index + 1
        return result

    def _run(self, words: Sequence[str], language: str) -> list[list[Phoneme]]:
        if not words:
            return []
        groups = self._ask(words, language)
        counts = [len(self._alone[word, language]) for word in words]
        if sum(counts) == len(groups):
            return _deal(groups, counts)
        return self._align(words, language, groups)

    def _ask(self, words: Sequence[str], language: str) -> list[Group]:
        """The groups of the words together; each word alone is known afterwards.

        One question for all: the library may be in another process.
        """
        unknown = [word for word in dict.fromkeys(words) if (word, language) not in self._alone]
        is_one = len(words) == 1
        if unknown or not is_one:
            self.binding.set_voice(language)
        texts = unknown if is_one else [*unknown, " ".join(words)]
        answers = self.binding.phoneme_groups_of(texts) if texts else []
        for word, answer in zip(unknown, answers, strict=False):
            self._alone[word, language] = tuple(_parse(answer))
        result = list(self._alone[words[0], language]) if is_one else _parse(answers[-1])
        self._forget(len(words))
        return result

    def _forget(self, kept: int) -> None:
        """The words known longest, but not the last ones."""
        while len(self._alone) > max(MOST_WORDS, kept):
            del self._alone[next(iter(self._alone))]

    def _align(
        self, words: Sequence[str], language: str, groups: Sequence[Group]
    ) -> list[list[Phoneme]]:
        """Cut the clause's phonemes where its words, said alone, match best."""
        separate = [[p for g in self._alone[w, language] for p in g] for w in words]
        first = [p.symbol for word in separate for p in word]
        joined = [p for group in groups for p in group]
        borders = _matching_borders(first, [p.symbol for p in joined])
        cut = [0]
        total = 0
        for word in separate:
            total += len(word)
            cut.append(max(cut[-1], borders[total]))
        cut[-1] = len(joined)
        return [joined[a:b] for a, b in pairwise(cut)]


def _named(word: str) -> str:
    """The word with characters of foreign scripts told by name.

    Foreign scripts among other words crash libespeak-ng 1.51 where it makes phonemes; its
    own synthesis, which speaks whole clauses in such scripts, is not concerned.
    """
    if not word or max(word) < _LATIN_END:
        return word
    return "".join(
        c if c < _LATIN_END or c in _SAFE else f" {unicodedata.name(c, '').lower()} " for c in word
    )


def _deal(groups: Sequence[Group], counts: Sequence[int]) -> list[list[Phoneme]]:
    result = []
    start = 0
    for count in counts:
        result.append([p for group in groups[start : start + count] for p in group])
        start += count
    return result


def _matching_borders(first: Sequence[str], second: Sequence[str]) -> list[int]:
    """For each border 0..len(first) the border in `second` that matches it."""
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    borders = [0] * (len(first) + 1)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        for a in range(a0, a1 + 1):
            offset = a - a0 if tag == "equal" else round((a - a0) * (b1 - b0) / max(a1 - a0, 1))
            borders[a] = min(b0 + offset, b1)
    borders[-1] = len(second)
    return borders


def _parse(groups: Sequence[str]) -> list[Group]:
    parsed = [_symbols(_LANGUAGE_SWITCH.sub("_", group)) for group in groups]
    return [group for group in parsed if group]


def _symbols(group: str) -> Group:
    found = []
    for part in group.split("_"):
        stress = 2 if _PRIMARY in part else int(_SECONDARY in part)
        symbol = part.translate({ord(mark): None for mark in _NO_SOUND})
        symbol = _MISWRITTEN.get(symbol, symbol)
        if symbol:
            found.append(Phoneme(symbol, stress))
    return tuple(found)
