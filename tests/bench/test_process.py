"""What a process costs."""

from __future__ import annotations

import mmap
import os
import threading
from pathlib import Path

import pytest

from sotto_bench import process


def test_memory_counts_what_is_touched() -> None:
    before = process.resident_mb(os.getpid())
    # Not from the heap, which may still hold what an earlier test gave back.
    with mmap.mmap(-1, 100_000_000) as block:
        block.write(b"x" * len(block))
        assert process.resident_mb(os.getpid()) - before > 50
        assert process.proportional_mb(os.getpid()) > 50


def test_every_wait_of_every_thread_is_a_wake_up() -> None:
    ping, pong = threading.Event(), threading.Event()

    def answer() -> None:
        for _ in range(50):
            ping.wait()
            ping.clear()
            pong.set()

    before = process.wake_ups(os.getpid())
    thread = threading.Thread(target=answer)
    thread.start()
    for _ in range(50):
        ping.set()
        pong.wait()
        pong.clear()
    thread.join()
    assert process.wake_ups(os.getpid()) > before


def test_processor_time_grows_with_work() -> None:
    before = process.cpu_seconds(os.getpid())
    while process.cpu_seconds(os.getpid()) == before:
        pass
    assert process.cpu_seconds(os.getpid()) > before


def test_a_field_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "status"
    file.write_text("Name: x\n")
    with pytest.raises(LookupError):
        process._kilobytes(file, "VmRSS:")
