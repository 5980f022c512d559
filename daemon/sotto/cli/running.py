"""Runs a command's coroutine; a signal that asks to end lets it tidy up first."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine

from sotto.cli.exits import INTERRUPTED


def run(command: Coroutine[None, None, int]) -> int:
    """The command's exit code, or that of an interruption."""
    try:
        return asyncio.run(_stoppable(command))
    except asyncio.CancelledError:
        return INTERRUPTED


async def _stoppable(command: Coroutine[None, None, int]) -> int:
    task = asyncio.ensure_future(command)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, task.cancel)
    return await task
