"""A desktop with sound, the daemon and Speech Dispatcher with Sotto's module; and a client."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hearing import tone
from sound import SoundSession
from waiting import wait_until

SPEECHD_CONF = Path("/etc/speech-dispatcher/speechd.conf")
ENDS = ("END", "CANCELED", "PAUSED")
_SERVE = "import asyncio; from sotto.app import serve; asyncio.run(serve())"
_CODES = {"700": "MARK", "701": "BEGIN", "702": "END", "703": "CANCELED", "704": "PAUSED",
          "705": "RESUMED"}  # fmt: skip


def launcher(folder: Path) -> Path:
    """The module as an executable file in `folder`."""
    file = folder / "sd_sotto"
    file.write_text(f"#!{sys.executable}\nfrom sotto_speechd.main import main\n\nmain()\n")
    file.chmod(0o755)
    return file


class Desktop:
    """What a test needs: the server's socket, the daemon's process, faults."""

    def __init__(self, session: SoundSession) -> None:
        self.session = session
        self.home = session.home
        self.socket = session.runtime / "speechd.sock"
        self._server: subprocess.Popen[bytes] | None = None

    def announce_daemon(self, **environment: str) -> None:
        """Let the bus start the daemon, with these variables as well."""
        file = self.home / "data" / "dbus-1" / "services" / "org.sotto.Voice1.service"
        extra = " ".join(f"{name}={value}" for name, value in environment.items())
        command = f'/usr/bin/env {extra} {sys.executable} -c "{_SERVE}"'
        file.write_text(f"[D-BUS Service]\nName=org.sotto.Voice1\nExec={command}\n")
        self.bus_call("org.freedesktop.DBus", "/", "org.freedesktop.DBus.ReloadConfig")

    def start_daemon(self, **environment: str) -> int:
        """Start it and wait until it can speak; returns its process id."""
        self.announce_daemon(**environment)
        wait_until(lambda: "boolean true" in self._ready(), "the daemon is ready", 60)
        return self.daemon_pid()

    def _ready(self) -> str:
        properties = (
            "org.sotto.Voice1",
            "/org/sotto/Voice1",
            "org.freedesktop.DBus.Properties.Get",
        )
        done = self.bus_call(*properties, "string:org.sotto.Voice1", "string:State")
        return done.stdout.partition("ready")[2][:80]

    def daemon_pid(self) -> int:
        """The process that owns the bus name."""
        done = self.bus_call(
            *("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetConnectionUnixProcessID"),
            "string:org.sotto.Voice1",
        )
        return int(done.stdout.split()[-1])

    def bus_call(self, name: str, path: str, *call: str) -> subprocess.CompletedProcess[str]:
        """A call on the session bus."""
        send = ("dbus-send", "--session", "--print-reply", f"--dest={name}", path)
        return self.session.run(*send, *call)

    def write_settings(self, text: str) -> None:
        """The module's own settings file."""
        folder = self.home / "config" / "sotto"
        folder.mkdir(exist_ok=True)
        (folder / "speechd.toml").write_text(text)

    def start_server(self, *, default: str = "sotto", stock: str = "") -> None:
        """Speech Dispatcher as its user has it, Sotto's module found by itself."""
        modules = self.home / "libexec" / "speech-dispatcher-modules"
        modules.mkdir(parents=True, exist_ok=True)
        launcher(modules)
        folder = self.home / "config" / "speech-dispatcher"
        folder.mkdir(exist_ok=True)
        text = stock or SPEECHD_CONF.read_text()
        (folder / "speechd.conf").write_text(f"{text}\nDefaultModule {default}\n")
        # Version 0.12.0 may die while it starts when another module (one for voices that are not
        # installed) ends at once.
        for _ in range(5):
            self._server = self._start_server()
            if self._server.poll() is None:
                return
        raise AssertionError("Speech Dispatcher does not start")

    def _start_server(self) -> subprocess.Popen[bytes]:
        server = self.session.start(
            *("speech-dispatcher", "--run-single", "--timeout", "0", "--log-level", "3"),
            *("--communication-method", "unix_socket", "--socket-path", str(self.socket)),
            *("--pid-file", str(self.session.runtime / "speechd.pid")),
            *("--log-dir", str(self.session.runtime)),
        )
        wait_until(
            lambda: _listens(self.socket) or server.poll() is not None,
            "Speech Dispatcher listens",
            60,
        )
        return server

    def add_icon(self, name: str) -> None:
        """A sound of 0.3 s in the theme of the module's settings."""
        folder = self.home / "icons"
        folder.mkdir(exist_ok=True)
        samples = (tone(0.3, 22_050) * 32_767).astype("<i2").tobytes()
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, 22_050, 0, "NONE", ""))
            file.writeframes(samples)

    def run_client(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A program that speaks through the server."""
        return self.session.run(*command, SPEECHD_ADDRESS=f"unix_socket:{self.socket}")

    def spd_say(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Speech Dispatcher's own client."""
        return self.run_client("spd-say", *arguments)

    def server_pid(self) -> int:
        """The process of Speech Dispatcher itself."""
        assert self._server is not None
        return self._server.pid

    def server_lives(self) -> bool:
        """Whether it has not ended."""
        assert self._server is not None
        return self._server.poll() is None

    def signal_server(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.server_pid(), number)

    def module_pid(self) -> int:
        """The process of our module."""
        found: list[int] = []

        def is_there() -> bool:
            found[:] = _processes("sd_sotto", str(self.home))
            return bool(found)

        wait_until(is_there, "the module runs")
        return found[0]

    def client(self, name: str = "test") -> Client:
        """A new connection."""
        return Client(self.socket, name)


def _listens(path: Path) -> bool:
    """The file is there a moment before somebody answers."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _processes(*words: str) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if all(word in line for word in words) and "setpriv" not in line:
            found.append(int(entry.name))
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """An event: its kind, the message's number, a mark's name, and when it came."""

    kind: str
    message: str
    name: str
    moment: float


class Client:
    """SSIP over its socket: commands, replies and events, each with its time."""

    def __init__(self, path: Path, name: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._changed = threading.Condition()
        self._replies: list[list[str]] = []
        self.events: list[Told] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        for command in (
            f"SET SELF CLIENT_NAME test:{name}:main",
            "SET SELF NOTIFICATION ALL ON",
            "SET SELF LANGUAGE en-us",
            "SET SELF PRIORITY message",
        ):
            self.command(command)

    def close(self) -> None:
        """Leave."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, line: str) -> None:
        """Without waiting for the reply."""
        self._socket.sendall(line.encode() + b"\r\n")

    def reply(self) -> list[str]:
        """The next reply's lines."""
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self._replies), 30), "no reply"
            return self._replies.pop(0)

    def command(self, line: str) -> list[str]:
        """Send and wait; the reply has to be a good one."""
        self.send(line)
        reply = self.reply()
        assert reply[-1][0] == "2", (line, reply)
        return reply

    def speak(self, text: str) -> str:
        """Returns the message's number."""
        self.command("SPEAK")
        return self._number(self.command(f"{text}\r\n."))

    def char(self, text: str) -> str:
        """Returns the message's number."""
        return self._number(self.command(f"CHAR {text}"))

    def key(self, text: str) -> str:
        """Returns the message's number."""
        return self._number(self.command(f"KEY {text}"))

    def icon(self, text: str) -> str:
        """Returns the message's number."""
        return self._number(self.command(f"SOUND_ICON {text}"))

    def cancel(self) -> None:
        """All of this client."""
        self.command("CANCEL SELF")

    @staticmethod
    def _number(reply: Sequence[str]) -> str:
        return reply[0][4:].strip()

    def of(self, message: str) -> list[Told]:
        """What was told of a message so far."""
        with self._changed:
            return [event for event in self.events if event.message == message]

    def wait(self, message: str, *kinds: str, patience: float = 30) -> Told:
        """Wait for an event of one of these kinds (any end by default)."""
        return self.wait_for(
            lambda: next((e for e in self.of(message) if e.kind in (kinds or ENDS)), None),
            f"{kinds or ENDS} of {message}",
            patience,
        )

    def wait_for(self, find: Callable[[], Told | None], what: str, patience: float = 30) -> Told:
        """Wait until something is among the events."""
        end = time.monotonic() + patience
        while (found := find()) is None:
            with self._changed:
                left = end - time.monotonic()
                assert left > 0, f"waited in vain for {what}; there came {self.events[-20:]}"
                self._changed.wait(min(left, 0.5))
        return found

    def say(self, text: str) -> list[Told]:
        """Speak to the end; everything that was told of it."""
        message = self.speak(text)
        self.wait(message)
        return self.of(message)

    def _read(self) -> None:
        lines: list[str] = []
        with self._socket.makefile("r", encoding="utf-8", newline="\r\n") as stream:
            for line in stream:
                lines.append(line.rstrip("\r\n"))
                if lines[-1][3:4] == " ":
                    self._take(lines)
                    lines = []

    def _take(self, lines: list[str]) -> None:
        now, code = time.monotonic(), lines[-1][:3]
        with self._changed:
            if code in _CODES:
                body = [line[4:] for line in lines[:-1]]
                name = body[2] if len(body) > 2 else ""
                self.events.append(Told(_CODES[code], body[0], name, now))
            else:
                self._replies.append(lines)
            self._changed.notify_all()


def memory_of(pid: int) -> int:
    """Resident bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def descriptors_of(pid: int) -> int:
    """Open files."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
