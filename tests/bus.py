"""A private session bus, and daemons that it starts.

Everything runs as the user of the tests, who is thus allowed to talk to it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from waiting import PATIENCE, listens, wait_until

CHECKOUT = Path(__file__).parents[1]
NAME = "org.sotto.Voice1"
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="false"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Bus:
    """A running bus; `environment` is what a program on it must be started with."""

    def __init__(self, home: Path, extra: Mapping[str, str]) -> None:
        self.home = home
        self.services = home / "services"
        self._socket = home / "bus"
        self.address = f"unix:path={self._socket}"
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.environment = kept | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_DATA_HOME": str(home / "data"),
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "PULSE_SERVER": f"unix:{home / 'no-sound-server'}",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={home / 'no-system-bus'}",
            **extra,
        }
        # A busy machine must not decide which voice speaks; nothing is rendered beside the tests.
        self.write_settings("deadline_ms = 5000\nphrase_cache_mb = 0\n")
        self._processes: list[subprocess.Popen[bytes]] = []

    def write_settings(self, content: str) -> None:
        """The user's settings, as a whole."""
        file = self.home / "config" / "sotto" / "settings.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    @property
    def log(self) -> str:
        """What the daemons that were started wrote to standard error."""
        return "".join(p.read_text() for p in sorted(self.home.glob("*.log")))

    def start(self) -> None:
        """Start the bus itself."""
        self.services.mkdir()
        config = self.home / "bus.conf"
        config.write_text(_CONFIG.format(socket=self._socket, services=self.services))
        self.spawn("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}")
        wait_until(lambda: listens(self._socket), "the bus listens")

    def spawn(self, *command: str, **extra: str) -> subprocess.Popen[bytes]:
        """Start a program on the bus; it is ended with the bus."""
        with (self.home / f"{Path(command[0]).name}-{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                env=self.environment | extra,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def serve(self, *options: str, **extra: str) -> subprocess.Popen[bytes]:
        """Start the daemon by hand and wait until it owns its name."""
        process = self.spawn(sys.executable, "-m", "sotto", "serve", *options, **extra)
        wait_until(lambda: self.owner_pid() is not None or process.poll() is not None, "a daemon")
        return process

    def make_activatable(self) -> None:
        """Let the bus start the daemon of this checkout, by the template that is installed."""
        template = CHECKOUT / "daemon" / "share" / f"{NAME}.service.in"
        command = self.home / "sotto"
        log = self.home / "activated.log"
        command.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m sotto "$@" --log debug 2>>"{log}"\n'
        )
        command.chmod(0o755)
        lines = template.read_text().replace("@SOTTO@", str(command)).splitlines(keepends=True)
        # No systemd runs in tests; the bus starts the daemon itself.
        service = "".join(line for line in lines if not line.startswith("SystemdService="))
        (self.services / f"{NAME}.service").write_text(service)
        self.run(
            *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus"),
            *("/org/freedesktop/DBus", "org.freedesktop.DBus.ReloadConfig"),
        )

    def run(
        self, *command: str, text: str | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program on the bus until it ends; `text` is its standard input."""
        return subprocess.run(
            command,
            env=self.environment | extra,
            cwd=self.home,
            input="" if text is None else text,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 3,
            check=False,
        )

    def sotto(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run the command."""
        return self.run(sys.executable, "-m", "sotto", *arguments, text=text)

    def owner_pid(self) -> int | None:
        """The process that owns the daemon's name."""
        done = self.run(
            *("dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus"),
            *("/org/freedesktop/DBus", "org.freedesktop.DBus.GetConnectionUnixProcessID"),
            f"string:{NAME}",
        )
        return int(done.stdout.split()[-1]) if done.returncode == 0 else None

    def close(self) -> None:
        """End everything that was started, daemons that the bus started included."""
        pid = self.owner_pid()
        # A service in the process of the test is closed by the test.
        if pid is not None and pid != os.getpid():
            os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not Path(f"/proc/{pid}").exists() or _is_zombie(pid), "it ends")
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@contextlib.contextmanager
def private_bus(**extra: str) -> Iterator[Bus]:
    """A bus in a folder of its own, with nothing on it; `extra` is added to the environment."""
    home = Path(tempfile.mkdtemp(prefix="sotto-bus-"))
    bus = Bus(home, extra)
    try:
        bus.start()
        yield bus
    finally:
        bus.close()
        shutil.rmtree(home)
