"""What ducking owes to other programs, as it is kept; and ducking where there are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sotto.audio.ducking import Ducking
from sotto.audio.ducking_record import Lowered, Record


def test_without_a_crash_nothing_is_started(record: Path) -> None:
    ducking = Ducking(record)
    ducking.restore_after_crash()
    ducking.close()
    assert not record.parent.exists()


def test_without_a_server_ducking_does_nothing(record: Path) -> None:
    ducking = Ducking(record, server="unix:/nonexistent/socket", linger=0.01)
    ducking.duck()
    ducking.unduck()
    ducking.close()
    assert not record.exists()


def test_without_a_server_what_is_owed_stays_owed(record: Path) -> None:
    owed = [Lowered(1, 2, "application.name:Music", (0.8, 0.8), (0.4, 0.4))]
    Record(record).write(owed)
    ducking = Ducking(record, server="unix:/nonexistent/socket")
    ducking.restore_after_crash()
    ducking.close()
    assert Record(record).read() == owed


def test_a_record_is_read_as_it_was_written(record: Path) -> None:
    entries = [Lowered(7, n, f"application.name:{n}", (1.0,), (0.5,)) for n in range(3)]
    Record(record).write(entries)
    assert Record(record).read() == entries
    Record(record).write([])
    assert Record(record).read() == []
    assert list(record.parent.iterdir()) == []


def test_a_record_does_not_grow_without_end(record: Path) -> None:
    entries = [Lowered(7, n, "application.name:Music", (1.0,), (0.5,)) for n in range(500)]
    Record(record).write(entries)
    kept = Record(record).read()
    assert 0 < len(kept) < 100
    assert kept == entries[-len(kept) :]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "null",
        "[1]",
        "[{}]",
        "\x00",
        "[" * 100_000,
        json.dumps([{"session": "x", "index": 1, "identity": "", "before": [], "lowered": []}]),
        json.dumps([{"session": 1, "index": 1, "identity": "", "before": [99], "lowered": [1]}]),
        json.dumps([{"session": 1, "index": 1, "identity": "", "before": 3, "lowered": [1]}]),
    ],
)
def test_a_damaged_record_counts_as_empty(record: Path, content: str) -> None:
    record.parent.mkdir()
    record.write_text(content)
    assert Record(record).read() == []
    assert not record.exists()


def test_a_record_that_cannot_be_reached_counts_as_empty(record: Path) -> None:
    record.parent.symlink_to(record.parent)
    assert not Record(record).exists()
    assert Record(record).read() == []
