"""A clause as the numbers of its tokens, and which of them each word begins with. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sotto.errors import EngineError
from sotto.messages import Phoneme, PhonemeRun, Stop
from sotto.voice.kokoro.bundle import KokoroBundle
from sotto.voice.spectral.alphabet import Alphabet
from sotto.voice.symbols import SymbolTable

_STRESS = ("", "ˌ", "ˈ")


@dataclass(frozen=True, slots=True)
class Read:
    """Numbers of a clause with its ends, the place of every word's first one, and which row of a
    style is for so many."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    row: int


class Tokenizer:
    """Reads clauses of one language for a voice."""

    def __init__(self, bundle: KokoroBundle, language: str) -> None:
        self._bundle = bundle
        self._misaki = Alphabet(language, bundle.symbols) if bundle.is_misaki else None
        # What the voice does not know comes from its nearest symbol.
        self._nearest = SymbolTable(bundle.symbols)

    def read(self, run: PhonemeRun) -> Read:
        """Raises EngineError for what is nothing, or more than the net takes."""
        bundle, found, starts, spoken = self._bundle, list(self._bundle.begin), [], 0
        for index, word in enumerate(run.clause.words):
            tokens = self._word(run.words[index] if index < len(run.words) else ())
            if tokens and spoken:
                found.append(bundle.symbols[" "])
            starts.append(len(found))
            found += tokens
            spoken += len(tokens)
            is_last = index + 1 == len(run.clause.words)
            stop = run.clause.stop if is_last else word.stop
            if spoken and stop is not Stop.NONE and stop.value in bundle.symbols:
                found.append(bundle.symbols[stop.value])
        count = len(found) - len(bundle.begin)
        if not spoken:
            raise EngineError("the clause has nothing that this voice can say")
        if count > bundle.most_tokens:
            raise EngineError(f"the clause has {count} tokens")
        row = count if bundle.is_row_by_tokens else _characters(run)
        return Read((*found, *bundle.end), tuple(starts), min(row, bundle.rows - 1))

    def _word(self, phonemes: Sequence[Phoneme]) -> list[int]:
        if self._misaki is not None:
            return self._misaki.word(phonemes)
        found: list[int] = []
        for phoneme in phonemes:
            mark = self._bundle.symbols.get(_STRESS[phoneme.stress]) if phoneme.stress else None
            found += [*([] if mark is None else [mark]), *self._symbol(phoneme.symbol)]
        return found

    def _symbol(self, symbol: str) -> Sequence[int]:
        known = self._bundle.symbols
        plain = [known[c] for c in unicodedata.normalize("NFD", symbol) if c in known]
        return plain or self._nearest.numbers(symbol)


def _characters(run: PhonemeRun) -> int:
    return sum(len(word.text) + 1 for word in run.clause.words)
