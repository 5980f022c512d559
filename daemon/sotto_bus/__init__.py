"""A connection to the session bus, for clients and the daemon alike: dbus-next, with some of
its faults mended, and without its delay in writing."""

from __future__ import annotations

import array
import asyncio
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from dbus_next import Message
from dbus_next.aio import MessageBus

from sotto_bus.reader import TolerantBus


async def open_bus(address: str | None) -> MessageBus:
    """Connect, to the user's own bus without an address. Raises ConnectionError."""
    bus = TolerantBus.__new__(TolerantBus)
    try:
        MessageBus.__init__(bus, bus_address=address, negotiate_unix_fd=True)
    except Exception as error:  # the library's errors share no base of their own
        # A constructor that failed has left its socket open as well.
        for left in (getattr(bus, "_stream", None), getattr(bus, "_sock", None)):
            if left is not None:
                left.close()
        raise ConnectionError(f"no session bus answers: {error}") from error
    bus._writer.write_callback = partial(_write_rest, bus._writer)
    bus._writer.schedule_write = partial(_write_now, bus._writer)
    # Nobody waits for it in a client; asyncio would complain that its error was not looked at.
    bus._disconnect_future.add_done_callback(_look_at)
    try:
        await bus.connect()
    except Exception as error:  # as above
        close_bus(bus)
        raise ConnectionError(f"no session bus answers: {error}") from error
    return bus


def _look_at(future: asyncio.Future[None]) -> None:
    if not future.cancelled():
        future.exception()


def close_bus(bus: MessageBus) -> None:
    """Leave the bus and close the socket, which dbus-next leaves open."""
    if bus.connected:
        bus.disconnect()
    bus._finalize(None)
    bus._stream.close()
    bus._sock.close()


def on_end(bus: MessageBus, tell: Callable[[], None]) -> None:
    """Have it told, on the loop, when the connection has ended, whoever ended it."""
    bus._disconnect_future.add_done_callback(lambda _: tell())


def _write_now(writer: Any, message: Message | None = None, future: Any = None) -> None:  # noqa: ANN401 - dbus-next's own
    """Write at once, in the order of sending; dbus-next does it a round of the loop later."""
    if message is not None:
        writer.buffer_message(message, future)
    # Nothing may go before the bus has given a name.
    if writer.bus.unique_name and not _write(writer):
        writer.loop.add_writer(writer.fd, writer.write_callback)


def _write_rest(writer: Any) -> None:  # noqa: ANN401 - dbus-next's own
    """Go on when the socket takes more."""
    if _write(writer):
        writer.loop.remove_writer(writer.fd)


def _write(writer: Any) -> bool:  # noqa: ANN401 - dbus-next's own
    """Write what waits; False when the socket is full, where dbus-next ends the connection."""
    try:
        while writer.buf is not None or writer.messages.qsize():
            if writer.buf is None:
                data, writer.unix_fds, writer.fut = writer.messages.get_nowait()
                writer.buf, writer.offset = memoryview(data), 0
            writer.offset += _send(writer)
            writer.unix_fds = None
            if writer.offset == len(writer.buf):
                writer.buf = None
                if not writer.fut.done():
                    writer.fut.set_result(None)
    except BlockingIOError:
        return False
    except OSError as error:
        # Whoever sends has yet to note that it waits for an answer.
        writer.loop.call_soon(writer.bus._finalize, error)
    return True


def _send(writer: Any) -> int:  # noqa: ANN401
    rest = writer.buf[writer.offset :]
    if not writer.unix_fds:
        return int(writer.sock.send(rest))
    descriptors = array.array("i", writer.unix_fds)
    return int(writer.sock.sendmsg([rest], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)]))
