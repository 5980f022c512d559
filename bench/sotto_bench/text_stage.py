"""What it costs to read a clause: the text stage alone, in this process."""

from __future__ import annotations

import time

from sotto.messages import Options
from sotto.text.clauses import clauses
from sotto.text.dictionary.dictionary import Dictionary, DictionaryEntry
from sotto_bench.report import Figure
from sotto_measure.medians import median

PLAIN = (
    "when the quick brown fox had jumped over the lazy dog near the old river it ran home to sleep "
    "until the next bright morning"
)
FIGURES = (
    "on 12 March 2024 at 14:30 he paid $5.50 for 12 km and 3 kg, then 20% of 1,234 items, No. 7, "
    "3/4 cup more"
)
WORDS = 10_000
_RUNS = 300
_MOST_MS = 0.5


def text_stage(runs: int = _RUNS) -> list[Figure]:
    """Milliseconds for a clause of about 25 words: plain, with many figures, with own words."""
    own = Dictionary(DictionaryEntry(f"word{n}", f"said {n}") for n in range(WORDS))
    plain, with_words = _milliseconds(PLAIN, None, runs), _milliseconds(PLAIN, own, runs)
    figures = _milliseconds(FIGURES, None, runs)
    return [
        Figure("text stage, clause of 25 words", plain, "ms", most=_MOST_MS),
        Figure("text stage, clause of 25 words with many figures", figures, "ms", most=_MOST_MS),
        Figure(
            f"{WORDS} own words more, in that stage", max(with_words - plain, 0), "ms", most=0.2
        ),
    ]


def _milliseconds(text: str, words: Dictionary | None, runs: int) -> float:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        for _ in clauses(text, Options(), "en", words):
            pass
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
