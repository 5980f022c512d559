"""Messages that dbus-next cannot read are passed over; those behind them are read."""

from __future__ import annotations

import asyncio
import io
import socket
import struct
from pathlib import Path

import pytest
from dbus_next import InvalidMessageError, Message, MessageType

from sotto_bus import close_bus, open_bus
from sotto_bus.reader import Reader

SPOKEN = Message("a.b", "/c", "d.e", "Speak", signature="s", body=["Hello."], serial=7)
SOUND = Message("a.b", "/c", "d.e", "Cancel", serial=8)


def _with(message: Message, at: int, new: bytes) -> bytes:
    data = bytearray(message._marshall())
    data[at : at + len(new)] = new
    return bytes(data)


def _field(number: int) -> bytes:
    """A message whose field `member` has that number instead."""
    data = SPOKEN._marshall()
    return _with(SPOKEN, data.index(b"\x03\x01s\0"), bytes([number]))


def _body(new: bytes) -> bytes:
    return _with(SPOKEN, len(SPOKEN._marshall()) - len(b"\6\0\0\0Hello.\0"), new)


UNREADABLE = {
    "an unknown field": _field(47),
    "field 0": _field(0),
    "an unknown type": _with(SPOKEN, 1, b"\x09"),
    "type 0": _with(SPOKEN, 1, b"\x00"),
    "a string that ends behind the message": _body(struct.pack("<I", 4000)),
    "a string that ends in the next message": _body(struct.pack("<I", 20)),
    "a string that is not UTF-8": _body(b"\6\0\0\0\xff\xfe"),
    "a signature that is none": _with(SPOKEN, SPOKEN._marshall().index(b"\x01s\0") + 1, b"("),
}


@pytest.mark.parametrize("unreadable", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("number", [1, 3])
def test_the_message_behind_is_read(unreadable: bytes, number: int) -> None:
    stream = io.BytesIO(unreadable * number + SOUND._marshall())
    message = Reader(stream).unmarshall()
    assert message is not None and (message.member, message.serial) == ("Cancel", 8)
    assert stream.read() == b""


def test_what_was_to_be_spoken_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    for unreadable in UNREADABLE.values():
        Reader(io.BytesIO(unreadable + SOUND._marshall())).unmarshall()
    assert len(caplog.records) == len(UNREADABLE)
    assert "llo" not in caplog.text


@pytest.mark.parametrize("data", [b"nonsense, and more of it", _with(SPOKEN, 3, b"\x02")])
def test_where_no_message_begins_nothing_is_looked_for(data: bytes) -> None:
    with pytest.raises(InvalidMessageError):
        Reader(io.BytesIO(data + SOUND._marshall())).unmarshall()


def test_a_message_of_more_bytes_than_any_may_have_is_none() -> None:
    with pytest.raises(InvalidMessageError):
        Reader(io.BytesIO(_with(SPOKEN, 4, struct.pack("<I", 1 << 28)))).unmarshall()


def test_what_ends_ends() -> None:
    with pytest.raises(EOFError):
        Reader(io.BytesIO(b"")).unmarshall()


@pytest.mark.parametrize("first", UNREADABLE.values(), ids=UNREADABLE)
def test_it_may_come_in_any_pieces(first: bytes) -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        reader = Reader(io.BytesIO(), ours)
        found: list[Message] = []
        for byte in first + SPOKEN._marshall():
            theirs.send(bytes([byte]))
            if (message := reader.unmarshall()) is not None:
                found.append(message)
                reader = Reader(io.BytesIO(), ours)
        assert found[-1].body == ["Hello."]


def test_descriptors_of_what_is_passed_over_are_closed(tmp_path: Path) -> None:
    def held() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs, (tmp_path / "sent").open("w") as sent:
        reader = Reader(io.BytesIO(), ours)
        before = held()
        for _ in range(20):
            socket.send_fds(theirs, [_field(47)], [sent.fileno()])
            assert reader.unmarshall() is None
        assert held() == before


def test_a_connection_outlives_it(tmp_path: Path) -> None:
    """A bus that passes on what it was sent, as dbus-daemon would not."""
    answers = (b"OK 0123456789abcdef0123456789abcdef\r\n", b"AGREE_UNIX_FD\r\n")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(1) == b"\0"
        for answer in answers:
            await reader.readuntil(b"\r\n")
            writer.write(answer)
        await reader.readuntil(b"BEGIN\r\n")
        await reader.readuntil(b"Hello\0")
        for unreadable in UNREADABLE.values():
            writer.write(unreadable)
        hello = Message(
            message_type=MessageType.METHOD_RETURN, reply_serial=1, signature="s", body=[":1.1"]
        )
        hello.serial = 1
        writer.write(hello._marshall())
        await reader.read()
        writer.close()
        await writer.wait_closed()
        over.set()

    over = asyncio.Event()

    async def main() -> None:
        path = tmp_path / "bus"
        async with await asyncio.start_unix_server(serve, path):
            bus = await asyncio.wait_for(open_bus(f"unix:path={path}"), 10)
            assert bus.unique_name == ":1.1" and bus.connected
            close_bus(bus)
            await over.wait()

    asyncio.run(main())
