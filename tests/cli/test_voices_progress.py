"""Progress of an installation: printed in steps, said rarely, and never what stops it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bus import Bus
from desk import Desk, buses, caller, desk
from sotto.cli.voices.program import ProgramError, run_program
from sotto.cli.voices.progress import Progress, megabytes

bus = pytest.fixture(scope="module")(buses)

OFFER = {"kind": "offer", "id": "en_US-joe-medium", "name": "joe", "bytes": 63_000_000}


def fetched(done: int) -> dict[str, object]:
    return {"kind": "progress", "step": "fetch", "done": done, "total": 63_000_000}


async def played(progress: Progress, now: list[float]) -> None:
    """A fetch of 100 reports, a second each."""
    await progress.on_event(OFFER)
    for part in range(101):
        now[0] += 1
        await progress.on_event(fetched(part * 630_000))
    for step in ("prepare", "prepare", "try", "put"):
        await progress.on_event({"kind": "progress", "step": step, "done": 0, "total": 1})
    await progress.close()


def test_every_tenth_is_printed_once() -> None:
    shown: list[str] = []
    now = [0.0]
    progress = Progress(is_quiet=True, show=shown.append, clock=lambda: now[0])
    asyncio.run(played(progress, now))
    assert shown == [
        "Fetching en_US-joe-medium, 63 MB.",
        *(f"{percent} % of 63 MB" for percent in range(10, 101, 10)),
        "It is being made ready to speak.",
    ]


@pytest.mark.parametrize("is_quiet", [False, True])
def test_a_few_remarks_are_said(bus: Bus, monkeypatch: pytest.MonkeyPatch, is_quiet: bool) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    now = [0.0]

    async def scene() -> int:
        async with desk(bus) as made, caller(bus):
            progress = Progress(is_quiet=is_quiet, show=lambda _: None, clock=lambda: now[0])
            await played(progress, now)
            return asked(made)

    # The offer, every tenth second until the end, and the preparation.
    assert asyncio.run(scene()) == (0 if is_quiet else 1 + 9 + 1)


def asked(made: Desk) -> int:
    """How many utterances there were."""
    assert made.voice is not None
    return int(made.voice.state()["last"].value)


def test_without_a_daemon_it_is_printed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    shown: list[str] = []
    now = [0.0]
    progress = Progress(is_quiet=False, show=shown.append, clock=lambda: now[0])
    asyncio.run(played(progress, now))
    assert shown[-1] == "It is being made ready to speak."


@pytest.mark.parametrize(
    ("size", "told"), [(63_201_294, "63 MB"), (2_500_000, "2.5 MB"), (10, "0.1 MB")]
)
def test_sizes_are_for_people(size: int, told: str) -> None:
    assert megabytes(size) == told


def test_a_program_that_dies_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOTTO_VOICES_INDEX", str(tmp_path))
    with pytest.raises(ProgramError, match="cannot be read"):
        asyncio.run(run_program("search"))
    with pytest.raises(ProgramError, match="without an answer"):
        asyncio.run(run_program("no-such-command"))
