"""Sotto itself, over D-Bus, as any client meets it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from dataclasses import dataclass

from sotto_bench.session import Session
from sotto_client import Client, ClientError, Explanation, Sound, connect
from sotto_measure.texts import Sample
from sotto_measure.voice import SottoVoice

_PATIENCE = 60.0
_BYTES_PER_SAMPLE = 2


@dataclass(frozen=True, slots=True)
class Rendered:
    """One text into a pipe: milliseconds until its first sound, and seconds of sound in all."""

    first_ms: float
    seconds: float


class Sotto(SottoVoice):
    """A daemon started for the run."""

    def __init__(self, process: subprocess.Popen[bytes], client: Client, rate: int) -> None:
        super().__init__(client)
        self._process = process
        self._rate = rate

    @classmethod
    async def started(cls, session: Session) -> Sotto:
        """Start the daemon and wait until it is ready. Raises TimeoutError."""
        return cls(*await _serve(session))

    async def restart(self, session: Session) -> None:
        """End the daemon and start another one. Raises TimeoutError."""
        await self.close()
        self._process.terminate()
        await asyncio.to_thread(self._process.wait, _PATIENCE)
        self._process, self._client, self._rate = await _serve(session)

    @property
    def client(self) -> Client:
        """The connection to the daemon."""
        return self._client

    async def why(self) -> Explanation:
        """How the last utterance became sound. Raises ClientError."""
        return await self._client.why(self._number)

    @property
    def pid(self) -> int:
        """The daemon's process."""
        return self._process.pid

    async def close(self) -> None:
        """Leave the bus."""
        await self._client.close()

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


async def _serve(session: Session) -> tuple[subprocess.Popen[bytes], Client, int]:
    process = session.start(sys.executable, "-m", "sotto", "serve")
    client = await connect(session.environment["DBUS_SESSION_BUS_ADDRESS"])
    async with asyncio.timeout(_PATIENCE):
        while not await _is_ready(client):
            await asyncio.sleep(0.05)
    return process, client, (await client.voices())[0].rate


async def _is_ready(client: Client) -> bool:
    # Nothing on this bus can start the daemon: ask for its state only when it is there.
    if not await client.is_running():
        return False
    state = await client.state()
    return state.ready and not any("being loaded" in problem for problem in state.problems)
