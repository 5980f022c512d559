"""Tells systemd that speech still works, where the unit asks for it (`WatchdogSec`)."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress


async def feed(environment: Mapping[str, str], is_able: Callable[[], Awaitable[bool]]) -> None:
    """Ask `is_able` twice in the time that is allowed; while it says no, nothing is told.

    Returns at once where nobody watches.
    """
    seconds = _seconds(environment)
    address = environment.get("NOTIFY_SOCKET", "")
    while seconds and address:
        if await is_able():
            _tell(address)
        await asyncio.sleep(seconds / 2)


def _seconds(environment: Mapping[str, str]) -> float:
    """What is allowed between two signs of life; 0: nobody watches us."""
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return 0.0
    allowed = environment.get("WATCHDOG_USEC", "")
    return int(allowed) / 1e6 if allowed.isascii() and allowed.isdigit() else 0.0


def _tell(address: str) -> None:
    path = "\0" + address[1:] if address.startswith("@") else address
    # A full or missing socket is systemd's affair; the next sign of life follows.
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.setblocking(False)
        out.sendto(b"WATCHDOG=1", path)
