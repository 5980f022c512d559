"""The module's own process: from STOP to its answer 703, whatever the daemon does."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager

from sotto_bench.report import Figure
from sotto_measure.medians import median, percentile

_MOST_MILLISECONDS = 5.0
_PATIENCE = 10.0
_TEXT = b"This sentence is long enough to be stopped in the middle, wherever that may be."
_BEGUN, _STOPPED = b"701 ", b"703 "


async def figures(environment: Mapping[str, str], daemon: int, *, quick: bool) -> list[Figure]:
    """With the daemon of that process at work, frozen, and out of reach.

    Raises TimeoutError when the module does not answer.
    """
    nowhere = {**environment, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    rounds = 8 if quick else 25
    found = []
    for state, known, stopping in (
        ("at work", environment, contextlib.nullcontext()),
        ("frozen", environment, _Frozen(daemon)),
        ("out of reach", nowhere, contextlib.nullcontext()),
    ):
        times = await _times(known, stopping, rounds)
        found += [
            Figure(f"STOP to 703, daemon {state}, median", median(times), "ms"),
            Figure(
                f"the same, p95 of {rounds}", percentile(times, 95), "ms", most=_MOST_MILLISECONDS
            ),
        ]
    return found


class _Frozen(AbstractContextManager[None]):
    """May be entered again and again."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def __enter__(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGCONT)


async def _times(
    environment: Mapping[str, str], stopping: AbstractContextManager[None], rounds: int
) -> list[float]:
    chance = random.Random(rounds)
    async with _module(environment) as module:
        return [await _stop(module, stopping, chance.uniform(0, 0.1)) for _ in range(rounds)]


async def _stop(
    module: asyncio.subprocess.Process, stopping: AbstractContextManager[None], later: float
) -> float:
    """Milliseconds."""
    await _send(module, b"SPEAK\n" + _TEXT + b"\n.\n")
    await _heard(module, _BEGUN)
    await asyncio.sleep(later)
    with stopping:
        began = time.monotonic()
        await _send(module, b"STOP\n")
        await _heard(module, _STOPPED)
        return (time.monotonic() - began) * 1000


@contextlib.asynccontextmanager
async def _module(environment: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    module = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sotto_speechd"),
        env=dict(environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _send(module, b"INIT\n")
        await _heard(module, b"299 OK")
        await _send(module, b"AUDIO\naudio_output_method=server\n.\n")
        await _heard(module, b"203 OK")
        yield module
    finally:
        with contextlib.suppress(ProcessLookupError):
            module.kill()
        await module.wait()


async def _send(module: asyncio.subprocess.Process, data: bytes) -> None:
    assert module.stdin is not None
    module.stdin.write(data)
    await module.stdin.drain()


async def _heard(module: asyncio.subprocess.Process, start: bytes) -> None:
    assert module.stdout is not None
    async with asyncio.timeout(_PATIENCE):
        while not (await module.stdout.readline()).startswith(start):
            if module.stdout.at_eof():
                raise TimeoutError("the module has ended")
