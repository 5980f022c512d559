"""How a text goes through each door, as its clients send it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Protocol

from dbus_next import Message, MessageType

from sotto_bench.session import Session
from sotto_bus import close_bus, open_bus
from sotto_client import Client, connect

_PROVIDER = ("org.sotto.Speech.Provider", "/org/sotto/Speech/Provider")
_SPIEL = "org.freedesktop.Speech.Provider"
_QUIET, _QUIET_SSIP = 0.1, -80
_ROOT = Path(__file__).parents[2]
_MODULE = """#!/usr/bin/python3
import sys
sys.path[:0] = {folders!r}
from sotto_speechd.main import main
main()
"""
_ENTER = """
mount --bind /tmp {root}/tmp && mkdir -p {root}{sources} &&
mount --bind {sources} {root}{sources} &&
exec chroot {root} /usr/bin/env {environment} {command}
"""


class Door(Protocol):
    """Opened with `async with`."""

    name: str

    async def __aenter__(self) -> Door: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    async def say(self, text: str, language: str, way: str) -> None:
        """Have a text spoken; it may still be on its way afterwards. Raises TimeoutError."""
        ...


class DBusDoor:
    """The daemon's own interface."""

    name = "D-Bus"

    def __init__(self, folder: Session) -> None:
        self._address = folder.environment["DBUS_SESSION_BUS_ADDRESS"]

    async def __aenter__(self) -> DBusDoor:
        self._client: Client = await connect(self._address)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

    async def say(self, text: str, language: str, way: str) -> None:
        """See Door."""
        kind = {"char": "character", "quiet": "text"}.get(way, way)
        volume = _QUIET if way == "quiet" else 1.0
        stream = await self._client.synthesize(text, kind=kind, language=language, volume=volume)
        async with stream:
            async for _ in stream:
                pass


class SpielDoor:
    """Spiel's provider; it has no volume, so what is quiet is said as ever."""

    name = "Spiel"

    def __init__(self, folder: Session) -> None:
        self._address = folder.environment["DBUS_SESSION_BUS_ADDRESS"]

    async def __aenter__(self) -> SpielDoor:
        self._bus = await open_bus(self._address)
        return self

    async def __aexit__(self, *_: object) -> None:
        close_bus(self._bus)

    async def say(self, text: str, language: str, way: str) -> None:
        """See Door."""
        reader, writer = os.pipe()
        body = [0, text, "automatic", 1.0, 1.0, way == "ssml", language]
        call = Message(
            *_PROVIDER, _SPIEL, "Synthesize", signature="hssddbs", body=body, unix_fds=[writer]
        )
        try:
            answer = await self._bus.call(call)
        finally:
            os.close(writer)
        assert answer is not None
        assert answer.message_type is MessageType.METHOD_RETURN, answer.body
        await asyncio.to_thread(_drain, reader)


def _drain(reader: int) -> None:
    while os.read(reader, 1 << 16):
        pass
    os.close(reader)


def _version(root: Path | None) -> str:
    enter = [] if root is None else ["chroot", str(root)]
    command = [*enter, "speech-dispatcher", "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[1]


class DispatcherDoor:
    """Speech Dispatcher with Sotto's module, with this machine's server or another system's."""

    def __init__(self, folder: Session, root: Path | None = None) -> None:
        self._folder, self._root = folder, root
        self.name = f"Speech Dispatcher {_version(root)}"

    async def __aenter__(self) -> DispatcherDoor:
        path = (
            self._folder.start_speech_dispatcher(("sotto",))
            if self._root is None
            else await self._start_in(self._root)
        )
        self._reader, self._writer = await asyncio.open_unix_connection(path)
        for command in ("CLIENT_NAME doors:sotto:main", "NOTIFICATION ALL ON", "RATE 50"):
            await self._command(f"SET SELF {command}")
        self._language, self._volume = "", 100
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def say(self, text: str, language: str, way: str) -> None:
        """See Door."""
        await self._choose(language, _QUIET_SSIP if way == "quiet" else 100)
        await self._command(f"SET SELF SSML_MODE {'on' if way == 'ssml' else 'off'}")
        if way == "char":
            await self._command(f"CHAR {text}")
        else:
            await self._command("SPEAK")
            await self._command(text.replace("\n", "\r\n") + "\r\n.")
        while not (await self._line()).startswith(("702 ", "703 ")):
            pass

    async def _choose(self, language: str, volume: int) -> None:
        if language != self._language:
            await self._command(f"SET SELF LANGUAGE {language}")
            await self._command("SET SELF OUTPUT_MODULE sotto")
            self._language = language
        if volume != self._volume:
            await self._command(f"SET SELF VOLUME {volume}")
            self._volume = volume

    async def _command(self, line: str) -> None:
        self._writer.write(line.encode() + b"\r\n")
        while (answer := await self._line())[:1] == "7":
            pass
        if answer[:1] != "2":
            raise RuntimeError(f"{line!r} was answered {answer!r}")

    async def _line(self) -> str:
        """The last line of what comes next."""
        while True:
            line = (await asyncio.wait_for(self._reader.readline(), 30)).decode().rstrip("\r\n")
            if not line:
                raise RuntimeError("Speech Dispatcher is gone")
            if line[3:4] != "-":
                return line

    async def _start_in(self, root: Path) -> Path:
        """The server of the system in a folder, with our module on that system's Python."""
        folder = self._folder.folder / "other"
        (folder / "modules").mkdir(parents=True)
        module, socket = folder / "sd_sotto", folder / "speechd.sock"
        folders = [str(_ROOT / name) for name in ("daemon", "speechd_module")]
        module.write_text(_MODULE.format(folders=folders))
        module.chmod(0o755)
        (folder / "speechd.conf").write_text(
            'AudioOutputMethod "pulse"\nDefaultModule sotto\nSymbolsPreproc "char"\n'
            f'AddModule "sotto" "{module}" "sotto.conf"\n'
        )
        server = (
            f"speech-dispatcher --run-single --timeout 0 --config-dir {folder} "
            f"--communication-method unix_socket --socket-path {socket} --pid-file {folder}/pid "
            f"--log-dir {folder}"
        )
        given = self._folder.environment.items()
        environment = " ".join(shlex.quote(f"{k}={v}") for k, v in given if k != "PATH")
        script = _ENTER.format(root=root, sources=_ROOT, environment=environment, command=server)
        self._folder.start("unshare", "-m", "sh", "-c", script)
        async with asyncio.timeout(30):
            while not socket.exists():
                await asyncio.sleep(0.1)
        return socket
