"""A clause as a Piper net reads it: `^ _ p _ p _ ... $`, a pad after every phoneme."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sotto.errors import EngineError
from sotto.messages import Phoneme, PhonemeRun, Stop
from sotto.voice.symbols import SymbolTable

BEGIN, END, PAD, SPACE = "^", "$", "_", " "
_STRESS = ("", "ˌ", "ˈ")
_MOST_IDS = 4096

Ints = NDArray[np.int64]
Ids = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Numbers of a clause [ids], and the place of every word's first one [words]."""

    ids: Ints
    starts: tuple[int, ...]


class Alphabet:
    """The numbers of one voice; with `is_spelled` it reads letters instead of phonemes."""

    def __init__(self, ids: Ids, *, is_spelled: bool) -> None:
        self._ids = ids
        self._is_spelled = is_spelled
        # Numbers of what the voice does not know come from its nearest symbol.
        self._nearest = SymbolTable({symbol: place for place, symbol in enumerate(ids)})
        self._symbols = tuple(ids)

    def read(self, run: PhonemeRun) -> Read:
        """The numbers of a run. Raises EngineError when none of it can be said."""
        pad = self._ids[PAD]
        found: list[int] = [*self._ids[BEGIN], *pad]
        starts: list[int] = []
        spoken = 0
        for index, word in enumerate(run.clause.words):
            phonemes = run.words[index] if index < len(run.words) else ()
            numbers = list(self._word(phonemes, word.text))
            if numbers and spoken:
                found += [*self._ids.get(SPACE, ()), *pad] if SPACE in self._ids else []
            starts.append(len(found))
            spoken += len(numbers)
            for number in numbers:
                found += [number, *pad]
            is_last = index + 1 == len(run.clause.words)
            found += self._stop(run.clause.stop if is_last else word.stop)
        if not spoken:
            raise EngineError("the clause has nothing that this voice can say")
        if len(found) > _MOST_IDS:
            raise EngineError(f"the clause has {len(found)} phonemes")
        return Read(np.asarray([*found, *self._ids[END]], np.int64), tuple(starts))

    def _word(self, phonemes: Sequence[Phoneme], text: str) -> Iterator[int]:
        if self._is_spelled:
            for letter in unicodedata.normalize("NFC", text).lower():
                yield from self._ids.get(letter, ())
            return
        for phoneme in phonemes:
            yield from self._ids.get(_STRESS[phoneme.stress], ())
            yield from self._symbol(phoneme.symbol)

    def _symbol(self, symbol: str) -> Iterator[int]:
        """Piper writes IPA character by character."""
        characters = unicodedata.normalize("NFD", symbol)
        if any(character in self._ids for character in characters):
            for character in characters:
                yield from self._ids.get(character, ())
            return
        for place in self._nearest.numbers(symbol):
            yield from self._ids[self._symbols[place]]

    def _stop(self, stop: Stop) -> list[int]:
        numbers = self._ids.get(stop.value, ()) if stop is not Stop.NONE else ()
        return [*numbers, *self._ids[PAD]] if numbers else []
