"""Other voices through Speech Dispatcher, over its socket (SSIP, see its manual)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from sotto_measure.peers import Spoken
from sotto_measure.texts import Sample

_ENDS = ("702", "703")
"""SSIP's events END and CANCELED."""


class SsipError(Exception):
    """Speech Dispatcher refused a command."""


Address = Path | tuple[str, int]
"""A socket in the file system, or host and port."""

_PORT = 6560


def address_of(environment: Mapping[str, str]) -> Address:
    """Where a user's Speech Dispatcher listens, as its own clients find it (SPEECHD_ADDRESS).

    Raises SsipError for an address that is none.
    """
    told = environment.get("SPEECHD_ADDRESS") or "unix_socket"
    method, _, rest = told.partition(":")
    if method == "unix_socket":
        runtime = environment.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
        return Path(rest or f"{runtime}/speech-dispatcher/speechd.sock")
    host, _, port = rest.partition(":")
    if method == "inet_socket" and (not port or port.isdecimal()):
        return (host or "localhost", int(port or _PORT))
    raise SsipError(f"SPEECHD_ADDRESS is no address: {told!r}")


class SpeechDispatcher:
    """A client that speaks through one output module.

    `rate`: as SSIP has it, -100 to 100; None: as the user has set it.
    """

    def __init__(self, module: str, rate: int | None = 2) -> None:
        self.name = f"{module}, Speech Dispatcher"
        self._module = module
        self._rate = rate
        self._replies: asyncio.Queue[list[str]] = asyncio.Queue()
        self._over = asyncio.Event()
        self._over.set()

    async def connect(self, address: Address) -> None:
        """Open the connection and choose the module. Raises OSError, SsipError."""
        if isinstance(address, Path):
            self._reader, self._writer = await asyncio.open_unix_connection(address)
        else:
            self._reader, self._writer = await asyncio.open_connection(*address)
        self._listener = asyncio.create_task(self._listen())
        try:
            await self._introduce()
        except SsipError:
            await self.close()
            raise

    async def _introduce(self) -> None:
        # Not as Sotto is asked directly: what it remembers of that must not help here.
        rate = [] if self._rate is None else [f"SET SELF RATE {self._rate}"]
        for command in (
            "SET SELF CLIENT_NAME bench:sotto:main",
            # The module last: a language may bring the module that is preferred for it.
            "SET SELF LANGUAGE en-us",
            f"SET SELF OUTPUT_MODULE {self._module}",
            *rate,
            "SET SELF NOTIFICATION ALL ON",
        ):
            await self._command(command)
        known = [line[4:] for line in await self._command("LIST OUTPUT_MODULES")]
        chosen = (await self._command("GET OUTPUT_MODULE"))[0][4:]
        if self._module not in known or chosen != self._module:
            raise SsipError(f"{self._module} would not speak; known are {known[:-1]}")

    async def close(self) -> None:
        """Leave."""
        self._listener.cancel()
        self._writer.close()
        await self._writer.wait_closed()

    async def speak(self, sample: Sample, rate: float) -> None:
        """See Peer; the rate is left as it is, Speech Dispatcher's scale being the module's own."""
        self._over.clear()
        if sample.kind == "character":
            await self._command(f"CHAR {sample.text}")
            return
        await self._command("SPEAK")
        await self._command(f"{sample.text}\r\n.")

    async def stop(self) -> None:
        """See Peer."""
        self._send("CANCEL SELF")
        await self._reply()

    async def pause(self) -> None:
        """Silence; the rest is kept."""
        await self._command("PAUSE SELF")

    async def resume(self) -> None:
        """Go on with what was paused."""
        await self._command("RESUME SELF")

    async def finished(self) -> None:
        """See Peer."""
        await self._over.wait()

    async def account(self) -> Spoken:
        """See Peer."""
        return Spoken(engine=self._module)

    def _send(self, line: str) -> None:
        self._writer.write(line.encode() + b"\r\n")

    async def _command(self, line: str) -> list[str]:
        self._send(line)
        reply = await self._reply()
        if reply[-1][:1] != "2":
            raise SsipError(f"{line!r} was answered {reply[-1]!r}")
        return reply

    async def _reply(self) -> list[str]:
        return await asyncio.wait_for(self._replies.get(), timeout=10)

    async def _listen(self) -> None:
        """Part the answers from the events; "-" after the number means more lines follow."""
        lines: list[str] = []
        while line := (await self._reader.readline()).decode().rstrip("\r\n"):
            lines.append(line)
            if line[3:4] == "-":
                continue
            if not line.startswith("7"):
                self._replies.put_nowait(lines)
            elif line.startswith(_ENDS):
                self._over.set()
            lines = []
