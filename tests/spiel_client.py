"""A client of Spiel's `Synthesize` that looks at every byte, written from the protocol alone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import struct
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

from dbus_next import Message, MessageType
from dbus_next.aio import MessageBus

from bus import Bus, private_bus
from calls import Address, call, match
from sotto_bus import close_bus, open_bus
from waiting import wait_until

EVENTS = "automatic#events"
LONG = "One two three four five six seven eight nine ten. " * 60
NAME = "org.sotto.Speech.Provider"
PATH = "/org/sotto/Speech/Provider"
INTERFACE = "org.freedesktop.Speech.Provider"
PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass
class Frames:
    """What a stream of `audio/x-spiel` holds."""

    audio: bytes = b""
    events: list[tuple[int, int, int, str, int]] = field(default_factory=list)
    """Type, start, end, mark's name, and the byte of the audio it stands at."""
    sizes: list[int] = field(default_factory=list)
    is_whole: bool = True


def parse(data: bytes) -> Frames:
    """Read the frames; fails on anything that the protocol does not know."""
    assert data[:4] == b"0.01", data[:8]
    frames, at = Frames(), 4
    while at < len(data):
        kind = data[at]
        if kind == 1 and at + 5 <= len(data):
            (size,) = struct.unpack_from("=I", data, at + 1)
            frames.audio += data[at + 5 : at + 5 + size]
            frames.sizes.append(size)
            at += 5 + size
        elif kind == 2 and at + 14 <= len(data):
            event, start, end, length = struct.unpack_from("=BIII", data, at + 1)
            name = data[at + 14 : at + 14 + length].decode()
            frames.events.append((event, start, end, name, len(frames.audio)))
            at += 14 + length
        else:
            assert kind in (1, 2), f"chunk type {kind} at byte {at}"
            break
    frames.is_whole = at == len(data)
    return frames


class Client:
    """A connection to the provider."""

    def __init__(self, bus: MessageBus) -> None:
        self.bus = bus
        self.changes: asyncio.Queue[list[Any]] = asyncio.Queue()

    @classmethod
    async def connect(cls, bus: Bus) -> Client:
        """Needs a running bus."""
        made = await open_bus(bus.address)
        client = cls(made)
        made.add_message_handler(client._saw)
        return client

    async def close(self) -> None:
        """Leave the bus."""
        close_bus(self.bus)

    async def watch(self) -> None:
        """Have changes of properties told."""
        await match(self.bus, f"type='signal',interface='{PROPERTIES}',path='{PATH}'")

    def _saw(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.path == PATH:
            self.changes.put_nowait(message.body)

    async def get_all(self) -> dict[str, Any]:
        """The properties, with their signatures checked."""
        reply = await self._call(PROPERTIES, "GetAll", "s", [INTERFACE])
        values = reply.body[0]
        assert values["Name"].signature == "s"
        assert values["Voices"].signature == "a(ssstas)"
        return {name: variant.value for name, variant in values.items()}

    async def voices(self) -> dict[str, list[Any]]:
        """Voices by identifier."""
        return {voice[1]: voice for voice in (await self.get_all())["Voices"]}

    async def synthesize(  # noqa: PLR0913 - the arguments of the call
        self,
        text: str,
        voice: str = "automatic",
        *,
        pitch: float = 1.0,
        rate: float = 1.0,
        is_ssml: bool = False,
        language: str = "",
    ) -> int:
        """The reading end of the pipe, once the call is answered (never by an error)."""
        reader, writer = os.pipe()
        body = [0, text, voice, pitch, rate, is_ssml, language]
        try:
            await self._call(INTERFACE, "Synthesize", "hssddbs", body, [writer])
        finally:
            os.close(writer)
        return reader

    async def speak(self, text: str, voice: str = "automatic", **given: Any) -> bytes:  # noqa: ANN401
        """All bytes of a request."""
        return await read_all(await self.synthesize(text, voice, **given))

    async def _call(
        self,
        interface: str,
        member: str,
        signature: str,
        body: list[Any],
        descriptors: list[int] | None = None,
    ) -> Message:
        to = Address(NAME, PATH, interface)
        reply = await call(self.bus, to, member, signature, body, unix_fds=descriptors or [])
        assert reply is not None
        assert reply.message_type is MessageType.METHOD_RETURN, reply.body
        return reply


async def read_all(reader: int) -> bytes:
    """Everything up to the end."""
    return await asyncio.to_thread(_read_all, reader)


def _read_all(reader: int) -> bytes:
    with os.fdopen(reader, "rb") as file:
        return file.read()


async def read_first(reader: int, size: int = 1) -> bytes:
    """The first bytes; the pipe stays open."""
    return await asyncio.to_thread(os.read, reader, size)


Scene = Callable[[Client], Coroutine[None, None, None]]


@contextlib.contextmanager
def speaking_bus() -> Iterator[Bus]:
    """A bus with a daemon that has its natural voice."""
    with private_bus(LANG="en_US.UTF-8") as made:
        # On a busy machine it may be late, and the plain voice is not to speak for it.
        made.write_settings("deadline_ms = 5000\n")
        made.serve()
        # Until then the plain voice speaks, so that the same text may sound different.
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


def play(bus: Bus, scene: Scene) -> None:
    """Run a scene with a client of its own."""

    async def run() -> None:
        client = await Client.connect(bus)
        try:
            await scene(client)
        finally:
            await client.close()

    asyncio.run(run())
