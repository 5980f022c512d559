"""Little processor, given to processes for a while and taken back; and what is counted then."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sotto_bench import hour, throttle
from sotto_bench.process import cpu_seconds
from sotto_bench.quota import CONDITIONS, Found, Start, share_in_time, show, silences, texts
from sotto_measure.heard import Recording


@pytest.fixture
def loop() -> Iterator[int]:
    """A process that takes all it gets."""
    process = subprocess.Popen(["sh", "-c", "while :; do :; done"])
    yield process.pid
    process.kill()
    process.wait()


def share_of(pid: int, seconds: float) -> float:
    before, began = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return (cpu_seconds(pid) - before) / (time.monotonic() - began)


@pytest.mark.parametrize("has_groups", [True, False])
def test_who_is_limited_gets_no_more_and_goes_on_afterwards(
    loop: int, has_groups: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_groups:
        monkeypatch.setattr(throttle, "_make_group", lambda _: None)
    with throttle.limited([loop], 0.1) as means:
        assert share_of(loop, 1.0) < 0.3
    assert "ms" in means
    state = Path(f"/proc/{loop}/stat").read_text().rpartition(")")[2].split()[0]
    assert state in {"R", "S"}, "it is left stopped"
    assert not list(Path("/sys/fs/cgroup").glob(f"*/sotto-bench-{os.getpid()}"))


def test_children_are_limited_too() -> None:
    program = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        limit = time.monotonic() + 30
        while len(throttle.tree(process.pid)) < 2 and time.monotonic() < limit:
            time.sleep(0.02)
        assert len(throttle.tree(process.pid)) == 2
    finally:
        for pid in throttle.tree(process.pid)[1:]:
            subprocess.run(["kill", str(pid)], check=True)
        process.kill()
        process.wait()


def test_without_a_limit_nothing_is_done(loop: int) -> None:
    with throttle.limited([loop], 1.0) as means:
        assert means == "nothing"


def test_a_start_without_sound_was_not_in_time() -> None:
    starts = [Start(20, "neural", "full"), Start(101, "neural", "light"), Start(None, "", "")]
    assert share_in_time([*starts, Start(100, "espeak-ng", "")]) == 0.5
    assert share_in_time([]) == 0


def test_the_table_tells_who_spoke_and_what_was_not_there_before() -> None:
    quiet = Found((Start(10, "neural", "full"),) * 4, 7, "nothing")
    tight = Found(
        (Start(10, "neural", "light"), Start(10, "neural", "full"), Start(120, "espeak-ng", ""),
         Start(10, "neural", "full")), 9, "a group",
    )  # fmt: skip
    lines = show({CONDITIONS[0]: quiet, CONDITIONS[2]: tight}).splitlines()
    assert [cell.strip() for cell in lines[-1].split("|")[1:-1]] == [
        *("a quarter", "75.0", "75.0", "25.0", "10", "120", "120", "2", "4", "a group"),
    ]


def test_gaps_in_sound_are_counted() -> None:
    sound = np.ones(48_000, np.float32)
    sound[1000:1200] = 0
    sound[9000:9010] = 0
    assert silences(Recording(sound, 0.0, 48_000)) == 1
    assert silences(Recording(np.zeros(100, np.float32), 0.0, 48_000)) == 0


def test_what_is_said_is_always_the_same_and_new() -> None:
    said = texts(500)
    assert said == texts(500)
    new = [each.text for each in said if each.kind != "character"]
    assert len(set(new)) == len(new)
    assert {each.group for each in said} == {"letter", "word", "label", "sentence"}


def test_an_hour_is_made_of_minutes_that_do_not_repeat_rows() -> None:
    said = [sample.text for number in range(60) for sample, _ in hour.minute(number)]
    rows = [text for text in said if "row " in text]
    assert len(set(rows)) == len(rows) == 720
    assert 40 < hour.seconds_a_minute() < 75
