"""Damaged bytes of messages: on the bus beside the real daemon, and in the daemon's own reader."""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from dbus_next import InvalidMessageError, Message, MessageType, Variant
from dbus_next.aio import MessageBus

from bus import Bus, private_bus
from calls import Address, call
from sotto.dbus.options import parse_options
from sotto.errors import InvalidOptionError
from sotto.messages import Options
from sotto_bus import close_bus, open_bus
from sotto_bus.reader import Reader
from spiel_client import Client

VOICE = Address("org.sotto.Voice1", "/org/sotto/Voice1", "org.sotto.Voice1")
ON_THE_BUS = 300
IN_THE_READER = 10_000
SEED = 12


def _nested(depth: int) -> Variant:
    value = Variant("s", "deep")
    for _ in range(depth):
        value = Variant("v", value)
    return value


BODIES: tuple[tuple[str, str, list[Any]], ...] = (
    ("Speak", "sa{sv}", ["Hello, dear world.", {"rate": Variant("d", 2.0)}]),
    ("Speak", "sa{sv}", ["Hello.", {"kind": Variant("a(sas)", [["x", ["y"]]])}]),
    ("Speak", "sa{sv}", ["Hello.", {"voice": _nested(30)}]),
    ("Prefetch", "as", [["one", "two", "three"]]),
    ("Cancel", "t", [7]),
    ("CancelAll", "", []),
)


def _valid(chance: random.Random) -> bytearray:
    member, signature, body = chance.choice(BODIES)
    message = Message(*VOICE, member, signature=signature, body=body, serial=77)
    return bytearray(message._marshall())


def _damaged(chance: random.Random) -> bytes:
    data = _valid(chance)
    how = chance.randrange(7)
    if how == 0:  # the order of bytes, the type, flags, the version
        data[chance.randrange(4)] = chance.choice((*b"lB", 0, 5, 9, 0x80, 0xFF))
    elif how == 1:  # lengths of the body and of the header, and the serial
        wrong = chance.choice((0, 1, 7, len(data), 2**20, 2**27, 2**32 - 1))
        struct.pack_into("<I", data, chance.choice((4, 8, 12)), wrong)
    elif how == 2:  # a signature of the same length
        at = data.find(b"\x08\x01g\0") + 5
        data[at] = chance.choice(b"yubdtasgohv({)}z\0")
    elif how == 3:  # any length inside
        struct.pack_into("<I", data, chance.randrange(16, len(data) - 4) & ~3, 2**31 - 1)
    elif how == 4:
        del data[chance.randrange(len(data)) :]
    else:
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


@pytest.fixture(scope="module")
def served() -> Iterator[Bus]:
    with private_bus(LANG="en_US.UTF-8") as made:
        made.serve()
        yield made


async def _send(address: str, data: bytes) -> None:
    """As a peer of its own: the bus ends it when it sends what is not a message."""
    peer = await open_bus(address)
    asyncio.get_running_loop().remove_reader(peer._fd)
    await asyncio.get_running_loop().sock_sendall(peer._sock, data)
    close_bus(peer)


async def _speaks(bus: MessageBus) -> None:
    reply = await asyncio.wait_for(call(bus, VOICE, "Speak", "sa{sv}", ["Hello.", {}]), 30)
    assert reply.message_type is MessageType.METHOD_RETURN, reply.body
    reply = await asyncio.wait_for(call(bus, VOICE, "CancelAll"), 30)
    assert reply.message_type is MessageType.METHOD_RETURN, reply.body
    assert await asyncio.wait_for(Client(bus).speak("A word."), 60)


async def _storm(address: str) -> None:
    chance = random.Random(SEED)
    bus = await open_bus(address)
    for _ in range(ON_THE_BUS):
        await _send(address, _damaged(chance))
    await _speaks(bus)
    close_bus(bus)


def test_a_peer_that_sends_damaged_bytes_does_not_end_the_daemon(served: Bus) -> None:
    daemon = served.owner_pid()
    assert daemon
    asyncio.run(_storm(served.address))
    assert served.owner_pid() == daemon
    assert "Traceback" not in served.log, served.log[-3000:]


def test_the_reader_of_messages_ends_only_where_none_begins() -> None:
    """What it raises ends the connection: here the ends of what is sent, and heads of no message.
    What it lets through meets the daemon's own checks."""
    chance = random.Random(SEED)
    come_through = 0
    for _ in range(IN_THE_READER):
        with contextlib.suppress(EOFError, InvalidMessageError):
            message = Reader(io.BytesIO(_damaged(chance))).unmarshall()
            come_through += message is not None
            _check_options(message)
    assert come_through > IN_THE_READER // 20


def _check_options(message: Message | None) -> None:
    if message is None or message.signature != "sa{sv}" or len(message.body) != 2:
        return
    try:
        parse_options(message.body[1], Options())
    except InvalidOptionError:
        return
    except Exception as error:
        raise AssertionError(message.body) from error
