"""Tables of figures."""

from __future__ import annotations

import math

import pytest

from sotto_bench.peers import Spoken
from sotto_bench.report import Column, Figure, figure_table, latency_table, median, percentile
from sotto_bench.trials import Trial


def trial(group: str, onset: float | None) -> Trial:
    return Trial("peer", group, "a", onset, None, Spoken("engine"))


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1.0), (50, 10.0), (95, 19.0), (96, 20.0), (100, 20.0)]
)
def test_percentile_is_a_measured_value(percent: float, expected: float) -> None:
    assert percentile([float(number) for number in range(20, 0, -1)], percent) == expected


def test_nothing_measured_is_not_a_number() -> None:
    assert math.isnan(percentile([], 95))
    assert math.isnan(median([]))


def test_latency_table_compares_the_first_column_with_the_last() -> None:
    ours = tuple(trial("letter", onset) for onset in (4.0, 6.0, None))
    theirs = (trial("letter", 20.0), trial("word", 40.0))
    table = latency_table("Onset", [Column("A", ours), Column("B", theirs)], lambda t: t.onset_ms)
    lines = table.splitlines()
    assert lines[2] == "|  | A | B | ratio |"
    assert lines[4] == "| letter | 5.0 (6.0, 2) | 20.0 (20.0, 1) | 0.25 |"
    assert lines[5] == "| word | - | 40.0 (40.0, 1) | - |"
    assert lines[6] == "| all | 5.0 (6.0, 2) | 30.0 (40.0, 2) | 0.17 |"


def test_nothing_is_compared_with_a_median_of_zero() -> None:
    ours, theirs = (trial("letter", 4.0),), (trial("letter", 0.0),)
    table = latency_table("Stop", [Column("A", ours), Column("B", theirs)], lambda t: t.onset_ms)
    assert table.splitlines()[4] == "| letter | 4.0 (4.0, 1) | 0.0 (0.0, 1) | - |"


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("a", 5, "ms"), ""),
        (Figure("a", 5, "ms", most=5), "met"),
        (Figure("a", 5.1, "ms", most=5), "missed"),
        (Figure("a", 99, "%", least=99), "met"),
        (Figure("a", 98, "%", least=99), "missed"),
        (Figure("a", math.nan, "%", least=99), "missed"),
    ],
)
def test_a_promise_is_kept_or_not(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict
    assert figure_table([figure]).splitlines()[-1].endswith(f"| {verdict} |")
