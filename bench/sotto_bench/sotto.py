"""Sotto itself, over D-Bus, as any client meets it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from dataclasses import dataclass

from sotto_bench.peers import Spoken
from sotto_bench.session import Session
from sotto_bench.texts import Sample
from sotto_client import Client, ClientError, Sound, connect

_PATIENCE = 60.0
_BYTES_PER_SAMPLE = 2


@dataclass(frozen=True, slots=True)
class Rendered:
    """One text into a pipe: milliseconds until its first sound, and seconds of sound in all."""

    first_ms: float
    seconds: float


class Sotto:
    """A daemon started for the run."""

    name = "Sotto"
    _process: subprocess.Popen[bytes]
    _client: Client

    def __init__(self) -> None:
        self._number = 0
        self._rate = 0

    async def start(self, session: Session) -> None:
        """Start the daemon and wait until it is ready. Raises TimeoutError."""
        self._process = session.start(sys.executable, "-m", "sotto", "serve")
        self._client = await connect(session.environment["DBUS_SESSION_BUS_ADDRESS"])
        async with asyncio.timeout(_PATIENCE):
            while not await self._is_ready():
                await asyncio.sleep(0.05)
        self._rate = (await self._client.voices())[0].rate

    async def restart(self, session: Session) -> None:
        """End the daemon and start another one. Raises TimeoutError."""
        await self.close()
        self._process.terminate()
        await asyncio.to_thread(self._process.wait, _PATIENCE)
        await self.start(session)

    @property
    def pid(self) -> int:
        """The daemon's process."""
        return self._process.pid

    async def _is_ready(self) -> bool:
        # Nothing on this bus can start the daemon: ask for its state only when it is there.
        if not await self._client.is_running():
            return False
        state = await self._client.state()
        return state.ready and not any("being loaded" in problem for problem in state.problems)

    async def close(self) -> None:
        """Leave the bus."""
        await self._client.close()

    async def speak(self, sample: Sample, rate: float) -> None:
        """See Peer."""
        self._number = await self._client.speak(
            sample.text, kind=sample.kind, rate=rate, language="en-us"
        )

    async def stop(self) -> None:
        """See Peer."""
        await self._client.cancel_all()

    async def finished(self) -> None:
        """See Peer."""
        await self._client.finished(self._number)

    async def account(self) -> Spoken:
        """See Peer."""
        told = await self._client.why(self._number)
        return Spoken(told.engine, told.cached, told.reason)

    async def synthesize(self, sample: Sample, rate: float = 1.0) -> Rendered:
        """Render a text into a pipe, reading as fast as it comes. Raises ClientError."""
        asked, first, size = time.monotonic(), 0.0, 0
        stream = await self._client.synthesize(sample.text, kind=sample.kind, rate=rate)
        async for frame in stream:
            if isinstance(frame, Sound):
                first = first or time.monotonic()
                size += len(frame.samples)
        if not size:
            raise ClientError(f"nothing was rendered of {sample.text!r}")
        return Rendered((first - asked) * 1000, size / _BYTES_PER_SAMPLE / self._rate)
