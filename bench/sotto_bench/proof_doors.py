"""The doors through which programs speak: each tells how long it takes until a text is heard."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from dbus_next import Message, MessageType

from sotto_bench.proof_stage import PATIENCE, Stage
from sotto_bus import close_bus, open_bus
from sotto_measure.ssip import SpeechDispatcher, SsipError
from sotto_measure.texts import Sample

D_BUS, SPEECH_DISPATCHER, SPIEL = "D-Bus", "Speech Dispatcher", "Spiel"
_PROVIDER = ("org.sotto.Speech.Provider", "/org/sotto/Speech/Provider")
_LONG = "This goes on for a while, so that something can happen in the middle of it. " * 4

_BETWEEN_SECONDS = 0.25
"""Between two keys of a hand."""

Heard = Callable[[], Awaitable[float | None]]


class Dispatcher:
    """Speech Dispatcher with Sotto's module, beside the daemon of a stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._socket = stage.session.start_speech_dispatcher(("sotto",))
        self._asked = 0

    async def killed(self) -> None:
        """Its server is killed, and begun anew as by the next program."""
        self._stage.session.end_speech_dispatcher()
        await asyncio.to_thread(self._stage.session.begin_speech_dispatcher)

    async def begin(self, state: str) -> None:
        """A long text is in that state."""
        await asyncio.to_thread(self._stage.session.revive_speech_dispatcher)
        self._peer = peer = SpeechDispatcher("sotto")
        await peer.connect(self._socket)
        asked = time.monotonic()
        if state != "idle":
            await peer.speak(Sample(_LONG, "sentence"), 1.0)
        if state in ("speaking", "paused"):
            await self._stage.heard_since(asked, PATIENCE)
        if state == "paused":
            await peer.pause()

    async def stop(self) -> None:
        """It is not wanted any more."""
        with contextlib.suppress(OSError, SsipError, TimeoutError):
            await self._peer.resume()
            # Of two that come at once the server carries out RESUME last, which nobody undoes.
            await asyncio.sleep(_BETWEEN_SECONDS)
            await self._peer.stop()
        with contextlib.suppress(OSError):
            await self._peer.close()

    async def speaks(self) -> float | None:
        """Seconds until a text is heard, asked for until it is; None for never."""
        began = time.monotonic()
        await self._stage.quiet()
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            self._stage.revive()
            with contextlib.suppress(OSError, SsipError, TimeoutError):
                await asyncio.to_thread(self._stage.session.revive_speech_dispatcher)
                if (heard := await self._one()) is not None:
                    return heard - began
            await asyncio.sleep(0.1)
        return None

    async def _one(self) -> float | None:
        peer = SpeechDispatcher("sotto")
        await asyncio.wait_for(peer.connect(self._socket), 5)
        try:
            asked = time.monotonic()
            self._asked += 1
            await peer.speak(Sample(f"Here {self._asked}.", "label"), 1.0)
            heard = await self._stage.heard_since(asked, 3.0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(peer.finished(), 3)
            return heard
        finally:
            await peer.close()

    def module(self) -> int:
        """The process of the module. Raises LookupError."""
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes()
                in_session = (
                    str(self._stage.session.folder).encode() in (folder / "environ").read_bytes()
                )
                if b"sd_sotto" in command and in_session:
                    return int(folder.name)
        raise LookupError("no module runs")


@contextlib.asynccontextmanager
async def spiel_at_work(stage: Stage, state: str) -> AsyncIterator[None]:
    """A long text is asked for; while it is spoken the beginning of its sound is read."""
    if state == "idle":
        yield
        return
    bus = await open_bus(stage.session.environment["DBUS_SESSION_BUS_ADDRESS"])
    reader, writer = os.pipe()
    try:
        await bus.call(_synthesize(_LONG, writer))
        os.close(writer)
        if state == "speaking":
            await asyncio.to_thread(_sounds, reader)
        yield
    finally:
        os.close(reader)
        close_bus(bus)


async def spiel_speaks(stage: Stage) -> float | None:
    """Seconds until sound of a new text comes out of a pipe, asked for until it does."""
    began, count = time.monotonic(), 0
    while time.monotonic() - began < PATIENCE:
        count += 1
        stage.revive()
        with contextlib.suppress(OSError, EOFError, TimeoutError, asyncio.TimeoutError):
            async with asyncio.timeout(5):
                if await _from_pipe(stage, f"There {count}, {began}."):
                    return time.monotonic() - began
        await asyncio.sleep(0.1)
    return None


async def _from_pipe(stage: Stage, text: str) -> bool:
    """Whether anything but silence came."""
    address = stage.session.environment["DBUS_SESSION_BUS_ADDRESS"]
    bus = await open_bus(address)
    reader, writer = os.pipe()
    try:
        answer = await bus.call(_synthesize(text, writer))
        os.close(writer)
        writer = -1
        if answer is None or answer.message_type is not MessageType.METHOD_RETURN:
            return False
        return await asyncio.to_thread(_sounds, reader)
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)
        close_bus(bus)


def _synthesize(text: str, writer: int) -> Message:
    body = [0, text, "automatic", 1.0, 1.0, False, "en"]
    return Message(*_PROVIDER, "org.freedesktop.Speech.Provider", "Synthesize",
                   signature="hssddbs", body=body, unix_fds=[writer])  # fmt: skip


def _sounds(reader: int) -> bool:
    limit = time.monotonic() + 3
    while select.select([reader], [], [], max(limit - time.monotonic(), 0))[0]:
        data = os.read(reader, 1 << 16)
        if not data:
            return False
        if data.strip(b"\0"):
            return True
    return False
