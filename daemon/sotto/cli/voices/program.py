"""The program that fetches voices, run beside us: it has the network, and may be killed."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

Event = dict[str, Any]

_LONGEST_LINE = 64 << 20
_PATIENCE = 5.0
"""Seconds until a program that has answered, or was asked to end, is killed."""


class ProgramError(Exception):
    """It could not do it; the text is for people."""


async def run_program(
    *arguments: str, on_event: Callable[[Event], Awaitable[None]] | None = None
) -> Event:
    """Its answer; `on_event` is told what it reports on the way. Raises ProgramError.

    When we are cancelled, it ends; what it has fetched is kept.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "sotto_voices", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        limit=_LONGEST_LINE,
    )
    try:
        return await _answer(process, on_event)
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()
        raise
    finally:
        await _ended(process)


async def _answer(
    process: asyncio.subprocess.Process, on_event: Callable[[Event], Awaitable[None]] | None
) -> Event:
    assert process.stdout is not None
    async for line in process.stdout:
        event: Event = json.loads(line)
        match event.pop("event"):
            case "done":
                return event
            case "error":
                raise ProgramError(event["reason"])
            case kind if on_event is not None:
                await on_event({"kind": kind, **event})
    raise ProgramError("the program that fetches voices ended without an answer")


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for its end; not for ever."""
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
