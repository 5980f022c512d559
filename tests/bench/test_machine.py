"""Whether a machine is quiet enough for a time to mean anything."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sotto_bench import __main__ as command
from sotto_measure import machine


def spin() -> None:
    while True:
        pass


@contextmanager
def busy_cores() -> Iterator[None]:
    workers = [multiprocessing.Process(target=spin) for _ in range(os.cpu_count() or 1)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()
            worker.join()


@pytest.mark.alone
def test_work_of_others_is_noticed() -> None:
    with busy_cores():
        assert machine.busy_share(0.5) > machine.MOST_BUSY


def test_a_busy_machine_gets_no_table_but_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "busy_share", lambda seconds: 0.37)
    monkeypatch.setattr(command, "_measure", lambda options: pytest.fail("it measured"))
    with pytest.raises(SystemExit, match="37% of this machine"):
        command.main(["--quick"])


def test_measured_anyway_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "busy_share", lambda seconds: 0.37)
    monkeypatch.setattr(command, "_measure", lambda options: print("table"))
    command.main(["--quick", "--anyway"])
    assert capsys.readouterr().out.startswith("Not to be quoted: other programs take 37%")
