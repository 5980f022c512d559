"""From the first call on the bus, which starts the daemon, to the first sounds.

Each round is a daemon of its own, started by the bus as on a desktop. Cold: before a round, the
pages of every file that a running daemon has mapped, and of all Python files and voices beside it,
are given up (posix_fadvise DONTNEED), without touching what other programs have mapped; so the
Python program itself and the C library stay, as they would at a login. Python files are compiled
before, as every way of installing them does.

Where it may be (as root), the same with busy cores as the unit would have it: its CPUWeight gives
it five times the share of what others get, which a nice value of -7 does as well.
"""

from __future__ import annotations

import asyncio
import compileall
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from sotto_bench import start_parts
from sotto_bench.report import table
from sotto_bench.session import MONITOR, Session, session
from sotto_client import Client, ClientError, connect
from sotto_measure.heard import first_sound
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile
from sotto_measure.recorder import Recorder

MOST_FIRST_MS, MOST_NEURAL_MS = 250.0, 700.0
_BUSY_CORES = 2
_WEIGHED = -7
_PATIENCE = 30.0
_QUIET = 0.4
_STEP = 0.005
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Started:
    """Milliseconds since the call."""

    named: float
    """The daemon has its name on the bus."""
    answered: float
    """The call, a request to speak, has its answer."""
    heard: float
    """The first sound of that request."""
    neural: float
    """The first sound of the first request that the neural voice spoke."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a round is begun."""

    is_cold: bool
    is_busy: bool = False
    is_weighed: bool = False
    """It has the unit's share of the processor; so has the bus, which starts it."""

    @property
    def name(self) -> str:
        """Its heading."""
        cache = "cold" if self.is_cold else "warm"
        if not self.is_busy:
            return f"{cache}, idle"
        return f"{cache}, {_BUSY_CORES} busy cores{', weighed' if self.is_weighed else ''}"


def conditions(*, can_weigh: bool) -> list[Condition]:
    """Those that are measured, in order."""
    return [
        Condition(is_cold, is_busy, is_weighed)
        for is_cold in (False, True)
        for is_busy, is_weighed in ((False, False), (True, False), (True, True))
        if can_weigh or not is_weighed
    ]


async def run(*, quick: bool) -> str:
    """Both tables. Raises TimeoutError when nothing speaks."""
    found: dict[Condition, list[Started]] = {}
    for package in _ROOT.glob("*/sotto*/__init__.py"):
        compileall.compile_dir(package.parent, quiet=1)
    with session() as made:
        made.make_activatable()
        bus = made.start_bus().pid
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            files = await _warm_up(made, recorder)
            for condition in conditions(can_weigh=_weigh(bus, _WEIGHED)):
                print(f"measuring: start, {condition.name}", file=sys.stderr, flush=True)
                _weigh(bus, _WEIGHED if condition.is_weighed else 0)
                rounds = [
                    await _round(made, recorder, condition, files) for _ in range(3 if quick else 9)
                ]
                found[condition] = rounds
    return "\n".join([describe(), _table(found), start_parts.run(3 if quick else 9)])


def _weigh(process: int, nice: int) -> bool:
    """Give the process and all that it starts that share; False when that is not allowed."""
    try:
        os.setpriority(os.PRIO_PROCESS, process, nice)
    except PermissionError:
        return False
    return True


async def _warm_up(made: Session, recorder: Recorder) -> list[Path]:
    """One round that does not count; the files that the daemon needs."""
    client = await connect(made.environment["DBUS_SESSION_BUS_ADDRESS"])
    try:
        await _first_sounds(client, recorder, made)
        return _files(await client.owner_process())
    finally:
        await _end(client)


def _files(daemon: int) -> list[Path]:
    """What it has mapped, and every file of ours that it could have read."""
    lines = Path(f"/proc/{daemon}/maps").read_text().splitlines()
    mapped = {Path(line.split(maxsplit=5)[5]) for line in lines if len(line.split()) > 5}
    libraries = {path.parent for path in mapped if "site-packages" in path.parts}
    folders = [_ROOT / "daemon", _ROOT / "models" / "voices", *libraries]
    ours = {each for folder in folders for each in folder.rglob("*")}
    return [path for path in mapped | ours if path.is_file()]


def give_up_pages(files: Iterable[Path]) -> None:
    """The next to read them reads the disk, except for pages that somebody has mapped."""
    for file in files:
        with contextlib.suppress(OSError):
            descriptor = os.open(file, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


async def _round(
    made: Session, recorder: Recorder, condition: Condition, files: Sequence[Path]
) -> Started:
    await _quiet(recorder)
    if condition.is_cold:
        give_up_pages(files)
    client = await connect(made.environment["DBUS_SESSION_BUS_ADDRESS"])
    try:
        with busy_cores(_BUSY_CORES if condition.is_busy else 0):
            return await _first_sounds(client, recorder, made)
    finally:
        await _end(client)


async def _first_sounds(client: Client, recorder: Recorder, made: Session) -> Started:
    """Raises TimeoutError."""
    asked = time.monotonic()
    named = asyncio.create_task(_named(client))
    number = await client.speak("Ready", language="en-us")
    answered = time.monotonic()
    async with asyncio.timeout(_PATIENCE):
        heard = await _sound_since(recorder, asked)
        neural, since = heard, asked
        while not (await client.why(number)).is_natural:
            with contextlib.suppress(ClientError):
                await client.cancel(number)
            await _quiet(recorder, 0.03)
            since = time.monotonic()
            number = await client.speak("Ready", language="en-us")
            neural = await _sound_since(recorder, since)
    return Started(*((moment - asked) * 1000 for moment in (await named, answered, heard, neural)))


async def _named(client: Client) -> float:
    while not await client.is_running():
        await asyncio.sleep(_STEP)
    return time.monotonic()


async def _sound_since(recorder: Recorder, since: float) -> float:
    while (found := first_sound(recorder.recent(since))) is None:
        await asyncio.sleep(_STEP)
    return found


async def _quiet(recorder: Recorder, seconds: float = _QUIET) -> None:
    while first_sound(recorder.recent(time.monotonic() - seconds)) is not None:
        await asyncio.sleep(_STEP)


async def _end(client: Client) -> None:
    process = await client.owner_process()
    if process:
        os.kill(process, signal.SIGTERM)
        async with asyncio.timeout(_PATIENCE):
            while await client.is_running():
                await asyncio.sleep(_STEP)
    await client.close()


@contextlib.contextmanager
def busy_cores(count: int) -> Iterator[None]:
    """So many loops run meanwhile."""
    loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _table(found: dict[Condition, list[Started]]) -> str:
    names = {
        "named": "name on the bus",
        "answered": "answer to the call",
        "heard": f"first sound (at most {MOST_FIRST_MS:g})",
        "neural": f"first neural sound (at most {MOST_NEURAL_MS:g})",
    }
    rows = []
    for each in fields(Started):
        values = [[getattr(one, each.name) for one in rounds] for rounds in found.values()]
        cells = [f"{median(v):.0f} ({percentile(v, 95):.0f}, {len(v)})" for v in values]
        rows.append([names[each.name], *cells])
    head = ["", *(condition.name for condition in found)]
    title = "**Start**, milliseconds since the first call: median (95th percentile, number)\n\n"
    return title + table(head, rows)
