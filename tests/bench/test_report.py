"""Tables of figures."""

from __future__ import annotations

import math

import pytest

from sotto_bench.report import Column, Figure, figure_table, latency_table
from sotto_measure.medians import median, percentile, ratio_interval
from sotto_measure.peers import Spoken
from sotto_measure.trials import Trial


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


def test_latency_table_compares_the_first_column_with_every_peer() -> None:
    ours = tuple(trial("letter", onset) for onset in (4.0, 6.0, None))
    theirs = (trial("letter", 20.0), trial("word", 40.0))
    columns = [Column("Sotto", ours), Column("sotto, again", ()), Column("B", theirs)]
    lines = latency_table("Onset", columns, lambda t: t.onset_ms).splitlines()
    assert lines[2] == "|  | Sotto | sotto, again | B | to B |"
    assert lines[4] == "| letter | 5.0 (6.0, 2) | - | 20.0 (20.0, 1) | 0.25 (0.20 to 0.30) |"
    assert lines[5] == "| word | - | - | 40.0 (40.0, 1) | - |"
    assert lines[6].startswith("| all | 5.0 (6.0, 2) | - | 30.0 (40.0, 2) | 0.17 (")


def test_an_interval_narrows_with_more_measurements_and_is_repeatable() -> None:
    few, many = [8.0, 10.0, 12.0, 9.0], [8.0, 10.0, 12.0, 9.0] * 50
    theirs = [20.0, 22.0, 18.0] * 50
    whole, low, high = ratio_interval(many, theirs)
    assert low <= whole <= high and (whole, low, high) == ratio_interval(many, theirs)
    wide = ratio_interval(few, theirs)
    assert wide[2] - wide[1] > high - low
    assert all(math.isnan(each) for each in ratio_interval([], theirs))


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
