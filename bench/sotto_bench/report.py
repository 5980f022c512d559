"""Figures as tables: medians and 95th percentiles beside each other, and what was promised."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sotto_bench.texts import GROUPS
from sotto_bench.trials import Trial


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the trials that belong under it."""

    heading: str
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `most` or `least` is what was promised of it, where anything was."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def verdict(self) -> str:
        """ "met" or "missed", empty without a promise."""
        if self.most is None and self.least is None:
            return ""
        over = self.most is not None and self.value > self.most
        under = self.least is not None and self.value < self.least
        return "missed" if over or under or math.isnan(self.value) else "met"

    @property
    def promise(self) -> str:
        """The target in words."""
        if self.most is not None:
            return f"at most {self.most:g}"
        return f"at least {self.least:g}" if self.least is not None else ""


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


def latency_table(title: str, columns: Sequence[Column], value: Value) -> str:
    """Groups of texts down, columns across; the ratio is of the first column to the last."""
    found_groups = {trial.group for column in columns for trial in column.trials}
    groups = sorted(found_groups, key=GROUPS.index)
    lines = [f"**{title}**, milliseconds: median (95th percentile, number)", ""]
    lines.append(_line(["", *(column.heading for column in columns), "ratio"]))
    lines.append("|---" * (len(columns) + 2) + "|")
    for group in [*groups, "all"]:
        cells = [
            [trial for trial in column.trials if group in (trial.group, "all")]
            for column in columns
        ]
        found = [values(cell, value) for cell in cells]
        last = median(found[-1]) if found[-1] else 0.0
        times = median(found[0]) / last if last else math.nan
        compared = "-" if math.isnan(times) else f"{times:.2f}"
        lines.append(_line([group, *(_cell(numbers) for numbers in found), compared]))
    return "\n".join(lines) + "\n"


def figure_table(figures: Iterable[Figure]) -> str:
    """One figure a line, with its promise and whether it was kept."""
    lines = [_line(["", "measured", "target", ""]), "|---|---|---|---|"]
    for figure in figures:
        measured = f"{figure.value:.3g} {figure.unit}".strip()
        lines.append(_line([figure.name, measured, figure.promise, figure.verdict]))
    return "\n".join(lines) + "\n"


def _cell(numbers: Sequence[float]) -> str:
    if not numbers:
        return "-"
    return f"{median(numbers):.1f} ({percentile(numbers, 95):.1f}, {len(numbers)})"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
