"""Which clauses of a long text are a heavy voice's: by letters and its measured pace alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sotto.messages import Clause, Prosody, Word
from sotto.synthesis.long_reading import MARGIN, Plan
from sotto.voice.engine import Pace


def clause(letters: int) -> Clause:
    return Clause((Word("a" * (letters - 1), 0, letters),), "en")


def test_the_plan_follows_the_measured_pace() -> None:
    """70 letters are 4.9 seconds; the heavy one needs `load` and its share of that before,
    and has to have it a second early."""
    for load, cost, first in ((0.0, 0.5, 1), (0.6, 0.5, 1), (1.4, 0.5, 2), (9.0, 0.5, 4)):
        plan = Plan(Pace(load, cost))
        taken = [plan.takes(clause(70), 1.0) for _ in range(8)]
        assert taken == [place >= first for place in range(8)], (load, cost)


def test_a_clause_too_long_to_be_made_in_time_is_the_voices_own() -> None:
    plan = Plan(Pace(0.0, 0.6))
    letters = [60, 60, 60, 600, 60, 60]
    assert [plan.takes(clause(n), 1.0) for n in letters] == [False, True, True, False, True, True]


def test_what_cannot_be_made_as_fast_as_it_is_heard_is_never_begun() -> None:
    plan = Plan(Pace(0.0, 0.6))
    fast = replace(clause(70), prosody=Prosody(rate=3.0))
    assert not any(plan.takes(fast, 1.5) for _ in range(20))
    assert 0.6 * MARGIN * 3.0 / 1.5 > 1


def test_a_streamed_voice_takes_over_as_soon_as_its_beginning_is_there() -> None:
    clause = Clause(tuple(Word("word" * 20, 0, 80) for _ in range(4)), "en")
    whole, streamed = (Plan(Pace(0.1, 0.6, head)) for head in (np.inf, 1.2))
    takes = []
    for plan in (whole, streamed):
        plan.passes(Clause((Word("word" * 10, 0, 40),), "en"))
        takes.append([plan.takes(clause, 1.0) for _ in range(3)])
    assert takes[0] == [False, True, True] and takes[1] == [True, True, True]
