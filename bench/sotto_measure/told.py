"""What the short form found: a sentence, a table and JSON. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from sotto_client import NATURAL
from sotto_measure.medians import median, percentile, ratio_interval, values
from sotto_measure.short import Measured
from sotto_measure.trials import Trial

OURS, DISPATCHER = "Sotto", ", Speech Dispatcher"
PEER = f"espeak-ng{DISPATCHER}"
_GROUPS = ("letter", "word", "label", "sentence", "all")
_SAME = 0.05
"""Ratios nearer to one than this are called equal."""


def sentence(found: Measured) -> str:
    """How fast this machine is beside espeak-ng, to be said and read."""
    ours = _comparable(found)
    mine, theirs = _first(found, ours), _first(found, PEER)
    began = f"Sotto begins to speak {_milliseconds(median(mine))} after it is asked"
    if not theirs:
        said = f"{began}. There is no espeak-ng in Speech Dispatcher to compare that with."
    else:
        whole, low, high = ratio_interval(theirs, mine)
        took = f"{began}, espeak-ng after {_milliseconds(median(theirs))}"
        said = f"{took}: it is {_compared(whole)}, in all likelihood {low:.1f} to {high:.1f}."
    return " ".join([said, *_stops(found, ours), *_replaced(found)])


def _comparable(found: Measured) -> str:
    """Sotto through the same door where there is one."""
    return f"sotto{DISPATCHER}" if f"sotto{DISPATCHER}" in found.peers else OURS


def _first(found: Measured, peer: str) -> list[float]:
    return values(_of(found, peer), lambda trial: trial.onset_ms)


def _of(found: Measured, peer: str, group: str = "all") -> list[Trial]:
    return [t for t in found.trials if t.peer == peer and group in (t.group, "all")]


def _compared(times: float) -> str:
    if abs(times - 1) < _SAME:
        return "as fast"
    if times > 1:
        return f"{times:.1f} times as fast"
    return f"slower, at {times:.1f} of the speed"


def _stops(found: Measured, ours: str) -> list[str]:
    mine, theirs = (values(_of(found, peer), lambda trial: trial.stop_ms) for peer in (ours, PEER))
    if not mine:
        return []
    other = f", espeak-ng after {_milliseconds(median(theirs))}" if theirs else ""
    return [f"Told to stop, it is silent after {_milliseconds(median(mine))}{other}."]


def _replaced(found: Measured) -> list[str]:
    mine = _of(found, OURS)
    late = sum(trial.spoken.engine != NATURAL for trial in mine)
    if not late:
        return []
    return [f"For {late} of {len(mine)} texts espeak-ng stepped in: sotto why tells the reason."]


def _milliseconds(value: float) -> str:
    shown = f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return f"{shown} milliseconds"


def table(found: Measured) -> list[tuple[str, ...]]:
    """Head and rows: groups of texts down, first sound and stop of each voice across."""
    head = ("milliseconds (number)", *found.peers)
    return [head, *_rows(found, "first sound", _onset), *_rows(found, "silence", _stop)]


def _onset(trial: Trial) -> float | None:
    return trial.onset_ms


def _stop(trial: Trial) -> float | None:
    return trial.stop_ms


def _rows(
    found: Measured, what: str, value: Callable[[Trial], float | None]
) -> list[tuple[str, ...]]:
    return [
        (f"{what}, {group}", *(_cell(values(_of(found, p, group), value)) for p in found.peers))
        for group in _GROUPS
    ]


def _cell(numbers: Sequence[float]) -> str:
    return f"{median(numbers):.1f} ({len(numbers)})" if numbers else "-"


def as_json(found: Measured) -> dict[str, object]:
    """Every figure for programs, milliseconds; null where nothing was measured."""
    voices = {
        peer: {
            group: {
                "first_sound": _summary(values(_of(found, peer, group), _onset)),
                "silence": _summary(values(_of(found, peer, group), _stop)),
            }
            for group in _GROUPS
        }
        for peer in found.peers
    }
    ours = _comparable(found)
    whole, low, high = ratio_interval(_first(found, PEER), _first(found, ours))
    speed = None if math.isnan(whole) else {"of": ours, "ratio": whole, "low": low, "high": high}
    return {
        "sentence": sentence(found),
        "voices": voices,
        "speed_beside_espeak_ng": speed,
        "missing": list(found.missing),
    }


def _summary(numbers: Sequence[float]) -> dict[str, float | int | None]:
    if not numbers:
        return {"median": None, "p95": None, "number": 0}
    middle, late = median(numbers), percentile(numbers, 95)
    return {"median": round(middle, 2), "p95": round(late, 2), "number": len(numbers)}
