"""Sees what passes on a bus, and when; and stands between a client and Speech Dispatcher."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dbus_next import Message, MessageType
from dbus_next.aio import MessageBus

from sotto_bus import close_bus, open_bus

_ASKS = ("SPEAK", "CHAR", "KEY", "SOUND_ICON")


@dataclass(frozen=True, slots=True)
class Passed:
    """A message, when it passed (seconds of the monotonic clock), from whom, and what it is."""

    moment: float
    sender: str
    member: str
    is_signal: bool


class BusMonitor:
    """Every message on a bus that a rule lets through, in `passed`."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self.passed: list[Passed] = []
        bus.add_message_handler(self._note)

    @classmethod
    async def watch(cls, address: str, rules: Sequence[str]) -> Self:
        """A connection of its own. Raises OSError."""
        bus = await open_bus(address)
        made = cls(bus)
        await bus.call(Message(
            destination="org.freedesktop.DBus", path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus.Monitoring", member="BecomeMonitor",
            signature="asu", body=[list(rules), 0],
        ))  # fmt: skip
        return made

    def first(self, since: float, member: str = "") -> float | None:
        """When the first one passed after a moment."""
        found = (p.moment for p in self.passed if p.moment >= since and member in {"", p.member})
        return next(found, None)

    def close(self) -> None:
        """Leave the bus."""
        close_bus(self._bus)

    def _note(self, message: Message) -> bool:
        kind = message.message_type
        if kind in {MessageType.METHOD_CALL, MessageType.SIGNAL}:
            self.passed.append(
                Passed(
                    time.monotonic(),
                    message.sender or "",
                    message.member or "",
                    kind is MessageType.SIGNAL,
                )
            )
        # No call that is seen is ours to answer.
        return kind is MessageType.METHOD_CALL


class SsipProxy:
    """A socket before Speech Dispatcher's that notes when a client asks for speech."""

    def __init__(self, behind: Path) -> None:
        self._behind = behind
        self._server: asyncio.Server | None = None
        self._served: list[asyncio.Task[None]] = []
        self.asked: list[float] = []

    async def listen(self, path: Path) -> None:
        """Raises OSError."""
        self._server = await asyncio.start_unix_server(self._serve, path)

    def first(self, since: float) -> float | None:
        """When speech was first asked for after a moment."""
        return next((moment for moment in self.asked if moment >= since), None)

    async def close(self) -> None:
        """Serve nobody new, and wait until nobody is served."""
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*self._served, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            self._served.append(task)
        from_server, to_server = await asyncio.open_unix_connection(self._behind)
        await asyncio.gather(
            self._pass(reader, to_server, notes=True),
            self._pass(from_server, writer, notes=False),
            return_exceptions=True,
        )

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, notes: bool
    ) -> None:
        try:
            while line := await reader.readline():
                if notes and line.upper().startswith(tuple(each.encode() for each in _ASKS)):
                    self.asked.append(time.monotonic())
                writer.write(line)
                await writer.drain()
        finally:
            writer.close()
            await writer.wait_closed()
