"""What voices cost by themselves: a real one measured in a process of its own."""

from __future__ import annotations

from sotto.voice.catalogue import CHECKOUT
from sotto_bench.engines import VOICES, Cost, _apart, table


def test_a_voice_is_measured_apart() -> None:
    cost = _apart(CHECKOUT / "chorus", "heart")
    assert cost.voice == "chorus:heart" and cost.first_runs == 60
    assert 0 < cost.first_median <= cost.first_p95
    assert cost.whole > 0 and cost.load > 0 and cost.resident > 20


def test_the_last_voice_is_what_others_are_compared_with() -> None:
    costs = [Cost("new", 4.0, 5.0, 60, 0.01, 0.2, 90.0), Cost("old", 8.0, 9.0, 60, 0.02, 0.1, 95.0)]
    lines = table(costs).splitlines()
    assert lines[-2].startswith("| new | 4.0 (5.0, 60) | 0.50 | 0.0100 |")
    assert lines[-1].startswith("| old | 8.0 (9.0, 60) | 1.00 | 0.0200 |")


def test_old_and_new_voices_are_compared() -> None:
    assert {folder for folder, _ in VOICES} == {"chorus", "sotto"}
