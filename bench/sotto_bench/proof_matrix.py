"""The faults as Speech Dispatcher and Spiel meet them, and those that only they have."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Iterator

from sotto_bench.proof_doors import (
    D_BUS,
    SPEECH_DISPATCHER,
    SPIEL,
    Dispatcher,
    busy_cores,
    spiel_speaks,
)
from sotto_bench.proof_faults import FAULTS, Row, tidy
from sotto_bench.proof_stage import Stage


def through_doors(stage: Stage) -> Iterator[Awaitable[Row]]:
    """Each fault while a message is spoken through Speech Dispatcher, and while Spiel is idle."""
    dispatcher = Dispatcher(stage)
    for fault in FAULTS:
        yield _dispatched(stage, dispatcher, fault, FAULTS[fault])
    for fault, happen in _of_the_module(dispatcher).items():
        yield _dispatched(stage, dispatcher, fault, happen)
    for fault in FAULTS:
        yield _spiel(stage, fault)
    for door in (D_BUS, SPEECH_DISPATCHER, SPIEL):
        yield _busy(stage, dispatcher, door)


def _of_the_module(dispatcher: Dispatcher) -> dict[str, Callable[[Stage], Awaitable[None]]]:
    async def killed(stage: Stage) -> None:
        os.kill(dispatcher.module(), signal.SIGKILL)

    async def stopped(stage: Stage) -> None:
        process = dispatcher.module()
        os.kill(process, signal.SIGSTOP)
        await asyncio.sleep(2)
        os.kill(process, signal.SIGCONT)

    async def daemon_hangs(stage: Stage) -> None:
        """It stays so while the next text is heard."""
        stage.signal(signal.SIGSTOP)

    return {"module killed": killed, "module stopped for 2 s": stopped, HANGS: daemon_hangs}


HANGS = "daemon hangs for good"


async def _dispatched(
    stage: Stage, dispatcher: Dispatcher, fault: str, happen: Callable[[Stage], Awaitable[None]]
) -> Row:
    await stage.ready()
    await dispatcher.begin()
    try:
        with contextlib.suppress(LookupError):
            await happen(stage)
        await dispatcher.stop()
        return Row(fault, SPEECH_DISPATCHER, "speaking", await dispatcher.speaks(), 0)
    finally:
        if fault == HANGS:
            stage.signal(signal.SIGCONT)
        tidy(stage, fault)


async def _spiel(stage: Stage, fault: str) -> Row:
    await stage.ready()
    await spiel_speaks(stage)
    try:
        await FAULTS[fault](stage)
        return Row(fault, SPIEL, "idle", await spiel_speaks(stage), 0)
    finally:
        tidy(stage, fault)


async def _busy(stage: Stage, dispatcher: Dispatcher, door: str) -> Row:
    with busy_cores():
        if door == D_BUS:
            heard = await stage.speaks()
        else:
            heard = await (
                dispatcher.speaks() if door == SPEECH_DISPATCHER else spiel_speaks(stage)
            )
    return Row("both cores busy", door, "idle", heard, 0)
