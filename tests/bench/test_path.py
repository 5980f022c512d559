"""The stacked table: every millisecond to the first sample is somebody's."""

from __future__ import annotations

import pytest

from sotto_bench.path import STAGES, stack_of, stacked

TOLD = {"thread": 0.2, "text": 0.3, "phonemes": 0.4, "voice": 1.0, "loop": 0.1}


def test_what_no_stage_tells_is_the_rest_of_the_daemon_or_the_sound_server() -> None:
    stack = stack_of(onset=5.0, bus=0.5, first=2.5, stages=TOLD)
    assert stack["rest of the daemon"] == pytest.approx(0.5)
    assert stack["sound server"] == pytest.approx(2.0)
    assert sum(stack.get(name, 0.0) for name in STAGES) == pytest.approx(stack["all"])


def test_groups_stand_beside_each_other_and_peers_below() -> None:
    letters = [stack_of(5.0, 0.5, 2.5, TOLD), stack_of(7.0, 0.5, 2.5, TOLD)]
    peers = {"flite": {"letter": [4.0, 6.0, 5.0]}, "espeak-ng": {}}
    text = stacked({"letter": letters}, peers, "a home of a few minutes")
    assert "medians of 2 letters; a home of a few minutes" in text
    assert "| all | 6.00 |" in text
    assert "| flite | 5.00 |" in text
    assert "| espeak-ng | nan |" in text
    assert "| all, to flite | 1.20 (0." in text
    assert "| all, to espeak-ng | - |" in text
