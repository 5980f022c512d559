"""What the daemon holds: memory, descriptors, threads, and what it listens to on the bus."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dbus_next import Message, MessageType

from sotto_bench.process import resident_mb
from sotto_bench.proof_stage import Stage
from sotto_bus import close_bus, open_bus

_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Debug.Stats")


@dataclass(frozen=True, slots=True)
class Held:
    """After so many utterances: megabytes of the daemon and of its processes of espeak-ng, and
    numbers of open descriptors, threads, and match rules of everyone on the bus."""

    after: int
    daemon_mb: float
    espeak_mb: float
    descriptors: int
    threads: int
    matches: int


async def hold(stage: Stage, after: int) -> Held:
    """As it is now."""
    pid = stage.daemon.pid
    process = Path(f"/proc/{pid}")
    return Held(
        after,
        resident_mb(pid),
        sum(resident_mb(each) for each in stage.spares()),
        len(os.listdir(process / "fd")),  # noqa: PTH208 - counted only
        len(list((process / "task").iterdir())),
        await _matches(stage),
    )


async def _matches(stage: Stage) -> int:
    """-1 where the bus keeps no statistics."""
    bus = await open_bus(stage.session.environment["DBUS_SESSION_BUS_ADDRESS"])
    try:
        answer = await bus.call(Message(*_BUS, "GetStats"))
    finally:
        close_bus(bus)
    if answer is None or answer.message_type is not MessageType.METHOD_RETURN:
        return -1
    return int(answer.body[0]["MatchRules"].value)
