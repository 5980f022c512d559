"""Phones and their error rates, and which recogniser may judge whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sotto_models.tokens import PUNCTUATION, SILENCE

EARS: dict[str, tuple[str, ...]] = {
    "A": ("linda", "nathalie"),
    "B": ("kathleen", "flemishguy"),
}
# Recognisers, and the readers that each has never heard.
BLANK = 0
# Number that stands for no phone.
RARE = 10
# A phone heard less often in a language is not learned there.


def ear_for(reader: str) -> str:
    """Return the recogniser that never heard a reader; the only German one was heard by both."""
    return next((name for name, unheard in EARS.items() if reader in unheard), "A")


def is_phone(symbol: str) -> bool:
    """Whether an aligned symbol is a sound (libespeak-ng writes some it cannot name as `??`)."""
    return symbol not in PUNCTUATION + SILENCE and any(c.isalpha() for c in symbol)


@dataclass(frozen=True, slots=True)
class Inventory:
    """Numbers of phones, from 1, and the phones of each language."""

    numbers: dict[str, int]
    languages: dict[str, list[int]]

    @property
    def count(self) -> int:
        """Numbers in use, the blank included."""
        return len(self.numbers) + 1

    def numbered(self, symbols: Sequence[str], language: str) -> list[int]:
        """Return the number of each symbol; what the language does not have is blank."""
        known = set(self.languages[language])
        found = [self.numbers.get(symbol, BLANK) for symbol in symbols]
        return [number if number in known else BLANK for number in found]


def take_inventory(spoken: Iterable[tuple[str, Sequence[str]]]) -> Inventory:
    """Number the phones that (language, symbols) pairs hold often enough."""
    count = Counter((language, s) for language, symbols in spoken for s in symbols if is_phone(s))
    common = [pair for pair, times in sorted(count.items()) if times >= RARE]
    numbers = {s: place for place, s in enumerate(sorted({s for _, s in common}), 1)}
    languages: dict[str, list[int]] = {}
    for language, symbol in common:
        languages.setdefault(language, []).append(numbers[symbol])
    return Inventory(numbers, languages)


def without_repeats(path: Sequence[int]) -> list[int]:
    """Return the phones along a path of CTC: repeats count once, blanks do not count."""
    return [p for i, p in enumerate(path) if p != BLANK and (i == 0 or path[i - 1] != p)]


def distance(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many phones must be put in, left out or replaced (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for place, phone in enumerate(wanted, 1):
        last, row[0] = row[0], place
        for other, found in enumerate(heard, 1):
            same = last + (phone != found)
            last, row[other] = row[other], min(same, row[other] + 1, row[other - 1] + 1)
    return row[-1]


def phone_error_rate(wanted: Sequence[Sequence[str]], heard: Sequence[Sequence[str]]) -> float:
    """Return the errors in percent of the phones that were to be said."""
    errors = sum(distance(w, h) for w, h in zip(wanted, heard, strict=True))
    return 100.0 * errors / max(1, sum(len(w) for w in wanted))
