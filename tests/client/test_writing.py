"""Messages go out when they are sent, in order, whatever the socket takes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from dbus_next import Message, MessageType
from dbus_next.aio import MessageBus

from bus import Bus
from desk import buses, desk, in_loop
from sotto_bus import close_bus, open_bus
from sotto_client import InvalidOptionError, UnavailableError, connect

bus = pytest.fixture(scope="module")(buses)


LONG = "alpha beta gamma delta epsilon zeta eta theta iota kappa. " * 5


def _message(text: str) -> Message:
    return Message(
        "org.freedesktop.DBus", "/a", "b.c", "Hear", MessageType.SIGNAL, signature="s", body=[text]
    )


@contextmanager
def _ends(made: MessageBus) -> Iterator[tuple[socket.socket, socket.socket]]:
    """A connection that it writes to instead of the bus, and the end that reads there."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    made._writer.sock, made._writer.fd = ours, ours.fileno()
    with ours, theirs:
        yield ours, theirs
    close_bus(made)


@in_loop
async def test_nothing_waits_for_the_loop(bus: Bus) -> None:
    made = await open_bus(bus.address)
    with _ends(made) as (_, theirs):
        sent = _message("now")
        made.send(sent)
        theirs.setblocking(False)
        assert theirs.recv(1000) == sent._marshall()


@in_loop
async def test_a_full_socket_loses_and_disorders_nothing(bus: Bus) -> None:
    made = await open_bus(bus.address)
    with _ends(made) as (_, theirs):
        sent = [_message(f"{number} " + "x" * 20_000) for number in range(40)]
        futures = [made.send(message) for message in sent]
        assert futures[0].done() and not futures[-1].done()
        wanted = b"".join(message._marshall() for message in sent)
        read = asyncio.create_task(asyncio.to_thread(_read, theirs, len(wanted)))
        await asyncio.wait_for(asyncio.gather(*futures), 10)
        assert await read == wanted


def _read(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += connection.recv(size - len(data))
    return data


@in_loop
async def test_a_socket_that_breaks_while_something_is_asked_ends_the_wait(bus: Bus) -> None:
    made = await open_bus(bus.address)
    with _ends(made) as (_, theirs):
        theirs.close()
        asked = Message("org.freedesktop.DBus", "/org/freedesktop/DBus", "a.b", "Ask")
        with pytest.raises(OSError, match=r"pipe|reset"):
            await asyncio.wait_for(made.call(asked), 10)
        assert not made.connected


@in_loop
async def test_a_text_is_asked_for_before_its_number_is_waited_for(bus: Bus) -> None:
    async with desk(bus), await connect(bus.address) as client:
        first, second = client.ask(LONG), client.ask("two")
        while len((await client.state()).utterances) < 2:
            await asyncio.sleep(0.01)
        await client.cancel(await first)
        assert await client.finished(await second) == "finished"


@in_loop
async def test_what_is_asked_wrongly_or_in_vain_is_told_at_once(bus: Bus) -> None:
    client = await connect(bus.address)
    with pytest.raises(InvalidOptionError):
        _ = client.ask("one", rate=None)  # type: ignore[arg-type]
    await client.close()
    with pytest.raises(UnavailableError):
        _ = client.ask("one")
