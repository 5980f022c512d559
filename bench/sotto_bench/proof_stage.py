"""The real daemon with a silent sink that is recorded, for the proof: both can be taken away."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

from sotto_bench.session import MONITOR, PULSEAUDIO, Session, session
from sotto_client import Client, ClientError, Event, Finished, connect
from sotto_measure.heard import first_sound
from sotto_measure.recorder import Recorder

PATIENCE = 30.0
"""Seconds after which nothing is expected any more."""

QUIET = 0.2
"""Seconds without sound that count as silence."""


class Stage:
    """A session in which the daemon runs, with a bus and without sound as yet."""

    def __init__(self, session: Session, server: str = PULSEAUDIO) -> None:
        self.session = session
        self.server = server
        self.bus = session.start_bus()
        self.daemon = self._serve()
        self.monitor = MONITOR
        self._sound: list[subprocess.Popen[bytes]] = []
        self._recorder: Recorder | None = None
        self._asked = 0
        self._loops: list[subprocess.Popen[bytes]] = []

    @property
    def recorder(self) -> Recorder:
        """What listens to the sink."""
        assert self._recorder is not None
        return self._recorder

    def raise_sound(self) -> None:
        """Start the sound server, and listen to it."""
        self._sound = self.session.start_sound(self.server, is_prompt=True)
        self.listen_to(MONITOR)

    def end_sound(self) -> None:
        """Kill the sound server without warning."""
        for process in reversed(self._sound):
            process.kill()
            process.wait()
        self.close()

    def sound_processes(self) -> list[int]:
        """Those of the sound server."""
        return [process.pid for process in self._sound]

    def listen_to(self, monitor: str) -> None:
        """Listen to what another sink plays from here on."""
        self.close()
        self.monitor = monitor
        self._recorder = Recorder(monitor, self.session.environment).__enter__()

    def add_sink(self, name: str) -> str:
        """Another silent sink; returns the number of its module."""
        return self.session.add_sink(name, is_prompt=self.server == PULSEAUDIO)

    def end_bus(self) -> None:
        """Kill the session bus without warning."""
        self.bus.kill()
        self.bus.wait()

    def close(self) -> None:
        """Listen no more."""
        if self._recorder is not None:
            self._recorder.__exit__(None, None, None)
            self._recorder = None

    def replace_daemon(self, change: str = "", **environment: str) -> None:
        """Kill the daemon; another one comes, as the bus would start it at the next call.

        `change` is Python that makes something in it fail.
        """
        self.daemon.kill()
        self.daemon.wait()
        self.daemon = self._serve(change, **environment)

    def revive(self) -> None:
        """Start another daemon where the last one has ended, as the bus does at each call."""
        if self.daemon.poll() is not None:
            self.daemon = self._serve()

    def busy(self) -> None:
        """Give every core of the machine something to do, until `idle`."""
        program = (sys.executable, "-c", "while True: pass")
        self._loops += [self.session.start(*program) for _ in range(os.cpu_count() or 1)]

    def idle(self) -> None:
        """See `busy`."""
        while self._loops:
            loop = self._loops.pop()
            loop.kill()
            loop.wait()

    def spares(self) -> list[int]:
        """The processes of espeak-ng: for phonemes, and what stands by for it."""
        found = []
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_bytes()
                if parent == self.daemon.pid and b"phonemes" in command:
                    found.append(int(folder.name))
        return found

    async def client(self) -> Client:
        """A client of its own."""
        return await connect(self.session.environment["DBUS_SESSION_BUS_ADDRESS"])

    async def ready(self) -> None:
        """Wait until a daemon owns its name."""
        async with await self.client() as client, asyncio.timeout(PATIENCE):
            while not await client.is_running():
                self.revive()
                await asyncio.sleep(0.02)

    async def heard_since(self, moment: float, seconds: float) -> float | None:
        """When sound was heard first after a moment; None when there was none for so long."""
        limit = time.monotonic() + seconds
        while (found := first_sound(self.recorder.recent(moment))) is None:
            if time.monotonic() > limit:
                return None
            await asyncio.sleep(0.02)
        return found

    async def speaks(self, language: str = "en-us") -> float | None:
        """Seconds until a new text is heard, asked for until it is; None for never. Before, it is
        silent for `QUIET` seconds, so that nothing older is taken for it."""
        began = time.monotonic()
        await self.quiet()
        while time.monotonic() - began < PATIENCE:
            with contextlib.suppress(ClientError, TimeoutError):
                async with asyncio.timeout(PATIENCE), await self.client() as client:
                    while not await client.is_running():
                        self.revive()
                        await asyncio.sleep(0.02)
                    self._asked += 1
                    text = f"Ready {self._asked}."
                    asked = time.monotonic()
                    await client.finished(await client.speak(text, language=language))
                    if (heard := await self.heard_since(asked, 1.0)) is not None:
                        return heard - began
            await asyncio.sleep(0.05)
        return None

    async def quiet(self) -> None:
        """Wait until nothing is heard."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            since = time.monotonic()
            await asyncio.sleep(QUIET)
            if first_sound(self.recorder.recent(since)) is None:
                return

    def _serve(self, change: str = "", **environment: str) -> subprocess.Popen[bytes]:
        given = [f"{name}={value}" for name, value in environment.items()]
        program = f"{change}\nfrom sotto.cli.main import main\nraise SystemExit(main(['serve']))"
        return self.session.start("env", *given, sys.executable, "-c", program)

    def signal(self, number: int) -> None:
        """Send the daemon a signal."""
        os.kill(self.daemon.pid, number)

    async def stop_for(self, seconds: float) -> None:
        """Let the daemon stand still."""
        self.signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        self.signal(signal.SIGCONT)


@contextlib.asynccontextmanager
async def raised(server: str = PULSEAUDIO) -> AsyncIterator[Stage]:
    """A stage on which Sotto speaks. Raises TimeoutError when it does not."""
    with session() as made:
        stage = Stage(made, server)
        try:
            stage.raise_sound()
            if await stage.speaks() is None:
                raise TimeoutError("nothing speaks to begin with")
            yield stage
        finally:
            stage.close()


class Ends:
    """How often each utterance of a client was told to be over."""

    def __init__(self, client: Client) -> None:
        self.asked: set[int] = set()
        self._told: Counter[int] = Counter()
        client.listen(self._listen)

    def _listen(self, event: Event) -> None:
        if isinstance(event, Finished):
            self._told[event.id] += 1

    def wrong(self) -> int:
        """Utterances that did not end exactly once."""
        return sum(self._told[number] != 1 for number in self.asked)

    async def settle(self) -> int:
        """Wait until all are over; returns how many did not end exactly once."""
        limit = time.monotonic() + PATIENCE
        while self.wrong() and time.monotonic() < limit:
            await asyncio.sleep(0.05)
        return self.wrong()
