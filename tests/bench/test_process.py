"""What a process costs."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from sotto_bench import process


def test_memory_counts_what_is_touched() -> None:
    before = process.resident_mb(os.getpid())
    # Not from the heap, which may still hold what an earlier test gave back.
    with mmap.mmap(-1, 100_000_000) as block:
        block.write(b"x" * len(block))
        assert process.resident_mb(os.getpid()) - before > 50
        assert process.proportional_mb(os.getpid()) > 50


# A process of its own: in pytest's, threads of earlier tests may end meanwhile,
# and what they had counted goes with them.
TWO_THREADS = """
import sys, threading
ping, pong = threading.Event(), threading.Event()
def answer():
    while True:
        ping.wait()
        ping.clear()
        pong.set()
threading.Thread(target=answer, daemon=True).start()
for line in sys.stdin:
    for _ in range(50):
        ping.set()
        pong.wait()
        pong.clear()
    print(flush=True)
"""


def test_every_wait_of_every_thread_is_a_wake_up() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", TWO_THREADS], stdin=PIPE, stdout=PIPE, text=True
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        counts = []
        for _ in range(2):
            child.stdin.write("\n")
            child.stdin.flush()
            child.stdout.readline()
            counts.append(process.wake_ups(child.pid))
        child.stdin.close()
    # Reading the line is one more: the rest is the two threads' waiting for each other.
    assert counts[1] - counts[0] > 25


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
