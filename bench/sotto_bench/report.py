"""Figures as tables: medians and 95th percentiles beside each other, and what was promised."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sotto_measure.medians import Value, median, percentile, ratio_interval, values
from sotto_measure.texts import GROUPS
from sotto_measure.trials import Trial


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the trials that belong under it; ours are compared with the others."""

    heading: str
    trials: tuple[Trial, ...]

    @property
    def is_ours(self) -> bool:
        """Whether Sotto spoke, by whatever way."""
        return self.heading.lower().startswith("sotto")


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


def latency_table(title: str, columns: Sequence[Column], value: Value) -> str:
    """Groups of texts down, columns across; then the ratio of the first column to each peer."""
    found_groups = {trial.group for column in columns for trial in column.trials}
    groups = sorted(found_groups, key=GROUPS.index)
    peers = [place for place, column in enumerate(columns) if place and not column.is_ours]
    lines = [
        f"**{title}**, milliseconds: median (95th percentile, number); ratios of medians with "
        "their 95 % intervals (bootstrap)",
        "",
    ]
    ratios = [f"to {columns[place].heading}" for place in peers]
    lines.append(_line(["", *(column.heading for column in columns), *ratios]))
    lines.append("|---" * (len(columns) + len(ratios) + 1) + "|")
    for group in [*groups, "all"]:
        cells = [
            [trial for trial in column.trials if group in (trial.group, "all")]
            for column in columns
        ]
        found = [values(cell, value) for cell in cells]
        compared = [ratio(found[0], found[place]) for place in peers]
        lines.append(_line([group, *(cell(numbers) for numbers in found), *compared]))
    return "\n".join(lines) + "\n"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """The ratio of the medians, with its 95 % interval, as a cell of a table."""
    whole, low, high = ratio_interval(ours, theirs)
    return "-" if math.isnan(whole) else f"{whole:.2f} ({low:.2f} to {high:.2f})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join([_line(head), "|---" * len(head) + "|", *map(_line, rows)]) + "\n"


def figure_table(figures: Iterable[Figure]) -> str:
    """One figure a line, with its promise and whether it was kept."""
    lines = [_line(["", "measured", "target", ""]), "|---|---|---|---|"]
    for figure in figures:
        measured = f"{figure.value:.3g} {figure.unit}".strip()
        lines.append(_line([figure.name, measured, figure.promise, figure.verdict]))
    return "\n".join(lines) + "\n"


def cell(numbers: Sequence[float]) -> str:
    """Median, 95th percentile and number, as a cell of a table."""
    if not numbers:
        return "-"
    return f"{median(numbers):.1f} ({percentile(numbers, 95):.1f}, {len(numbers)})"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
