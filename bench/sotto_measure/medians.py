"""Medians, percentiles and ratios of what was measured. Pure."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Iterable, Sequence

from sotto_measure.trials import Trial

_RESAMPLED = 1000


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; NaN of nothing."""
    if not values:
        return math.nan
    rank = max(1, math.ceil(percent / 100 * len(values)))
    return sorted(values)[rank - 1]


def median(values: Sequence[float]) -> float:
    """The median; NaN of nothing."""
    return statistics.median(values) if values else math.nan


Value = Callable[[Trial], float | None]


def values(trials: Iterable[Trial], value: Value) -> list[float]:
    """What was measured, without the trials where nothing was."""
    return [found for trial in trials if (found := value(trial)) is not None]


def ratio_interval(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """Ratio of medians, and the middle 95 % of it over resampled measurements; NaN of nothing.

    The same measurements always give the same interval.
    """
    whole = _quotient(median(ours), median(theirs))
    if math.isnan(whole):
        return whole, whole, whole
    chance = random.Random(1)
    drawn = [
        _quotient(
            median(chance.choices(ours, k=len(ours))), median(chance.choices(theirs, k=len(theirs)))
        )
        for _ in range(_RESAMPLED)
    ]
    known = [each for each in drawn if not math.isnan(each)]
    return whole, percentile(known, 2.5), percentile(known, 97.5)


def _quotient(ours: float, theirs: float) -> float:
    return ours / theirs if theirs else math.nan
