"""A whole run, summed up."""

from __future__ import annotations

import json

from sotto_bench.report import Figure
from sotto_bench.summary import Report
from sotto_measure.peers import Spoken
from sotto_measure.trials import Trial

NEW = Spoken("neural")
AGAIN = Spoken("neural", cached=True)
LATE = Spoken("espeak-ng", reason="late")


def report() -> Report:
    trials = [
        Trial("Sotto", "letter", "a", 10.0, None, NEW),
        Trial("Sotto", "letter", "a", 4.0, 5.0, AGAIN, has_ended=False),
        Trial("Sotto", "word", "home", 30.0, None, LATE),
        Trial("other", "letter", "a", 20.0, 30.0, Spoken("other")),
        Trial("other", "word", "home", 20.0, None, Spoken("other")),
    ]
    return Report("Sotto", ["other"], trials, [Figure("memory", 100, "MB", most=128)])


def test_what_was_cached_stands_apart() -> None:
    lines = report().markdown().splitlines()
    assert "|  | Sotto | Sotto, cached | other | to other |" in lines
    letters = "| letter | 10.0 (10.0, 1) | 4.0 (4.0, 1) | 20.0 (20.0, 1) | 0.50 (0.50 to 0.50) |"
    assert letters in lines


def test_what_is_remembered_is_not_taken_for_new() -> None:
    found = report()
    found.trials.append(Trial("Sotto", "sentence", "Ah.", 3.0, None, NEW, is_new=False))
    lines = found.markdown().splitlines()
    assert "|  | Sotto | Sotto, cached | Sotto, said before | other | to other |" in lines
    assert "| sentence | - | - | 3.0 (3.0, 1) | - | - |" in lines
    assert "| first sample, uncached, median | 20 ms | at most 20 | met |" in lines
    assert "| first sample, all, p95 | 30 ms | at most 40 | met |" in lines


def test_the_targets_are_judged() -> None:
    lines = report().markdown().splitlines()
    assert "| first sample, cached, median | 4 ms | at most 8 | met |" in lines
    assert "| spoken by the neural voice, of 3 | 66.7 % | at least 99 | missed |" in lines
    assert "| utterances whose end was never told | 1 | at most 0 | missed |" in lines
    assert "| memory | 100 MB | at most 128 | met |" in lines


def test_json_holds_every_trial_and_figure() -> None:
    parsed = json.loads(report().json())
    assert len(parsed["trials"]) == 5
    assert parsed["trials"][2]["spoken"]["reason"] == "late"
    assert parsed["figures"][-1]["name"] == "memory"
