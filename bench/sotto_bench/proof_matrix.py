"""The faults as Speech Dispatcher and Spiel meet them, and those that only they have."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
from collections.abc import Mapping
from functools import partial

from sotto_bench.proof_doors import (
    D_BUS,
    SPEECH_DISPATCHER,
    SPIEL,
    Dispatcher,
    spiel_at_work,
    spiel_speaks,
)
from sotto_bench.proof_faults import STATES, Row, row, tidy
from sotto_bench.proof_run import Case
from sotto_bench.proof_stage import Stage
from sotto_bench.proof_world import Fault


def all_cases(stage: Stage, faults: Mapping[str, Fault]) -> list[Case]:
    """Each fault in every state of an utterance on the bus, of a message of Speech Dispatcher, and
    of a pipe of Spiel's, which knows no pause."""
    dispatcher = Dispatcher(stage)
    own = of_the_module(dispatcher)
    return [
        *(
            Case(fault, D_BUS, state, partial(row, stage, fault, state))
            for fault, state in itertools.product(faults, STATES)
        ),
        *(
            Case(fault, SPEECH_DISPATCHER, state,
                 partial(_dispatched, stage, dispatcher, fault, happen, state))
            for (fault, happen), state in itertools.product({**faults, **own}.items(), STATES)
        ),
        *(
            Case(fault, SPIEL, state, partial(_spiel, stage, fault, happen, state))
            for (fault, happen), state in itertools.product(faults.items(), STATES[:-1])
        ),
    ]  # fmt: skip


def of_the_module(dispatcher: Dispatcher) -> dict[str, Fault]:
    """What happens to Speech Dispatcher's module, and behind its back."""

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

    async def server_killed(stage: Stage) -> None:
        await dispatcher.killed()

    return {
        "Speech Dispatcher killed": server_killed,
        "module killed": killed,
        "module stopped for 2 s": stopped,
        HANGS: daemon_hangs,
    }


HANGS = "daemon hangs for good"


async def _dispatched(
    stage: Stage, dispatcher: Dispatcher, fault: str, happen: Fault, state: str
) -> Row:
    await stage.ready()
    await dispatcher.begin(state)
    try:
        with contextlib.suppress(LookupError):
            await happen(stage)
        await dispatcher.stop()
        heard = await dispatcher.speaks()
        if heard is None:
            # The rows after this one tell of their own faults.
            await dispatcher.killed()
        return Row(fault, SPEECH_DISPATCHER, state, heard, 0, stage.server)
    finally:
        if fault == HANGS:
            stage.signal(signal.SIGCONT)
        tidy(stage, fault)


async def _spiel(stage: Stage, fault: str, happen: Fault, state: str) -> Row:
    await stage.ready()
    await spiel_speaks(stage)
    try:
        async with spiel_at_work(stage, state):
            await happen(stage)
        return Row(fault, SPIEL, state, await spiel_speaks(stage), 0, stage.server)
    finally:
        tidy(stage, fault)
