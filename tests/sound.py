"""A private desktop's worth of sound: D-Bus, PulseAudio or PipeWire, a null sink.

Everything lives in one temporary directory and runs as an ordinary user (`nobody` when the
tests run as root, since sound servers treat root differently); nothing is left behind. Where
`nobody` turns out to be unable to start a session, it runs as the user of the tests.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

import pytest

from waiting import PATIENCE, listens, wait_until

NULL_SINK = "nul"
RECORD_RATE = 48_000
URGENT = ("nice", "-n", "-15")
"""Sound servers have real-time priority on a desktop; without any, a busy machine makes them
lose sound. `nice` goes on without it where it is not allowed."""

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={bus}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
"""


class Server(Enum):
    """Which sound server answers to PulseAudio's protocol."""

    PULSEAUDIO = "pulseaudio"
    PIPEWIRE = "pipewire"


class SoundSession:
    """One private session; `environment` is what a program in it must be started with."""

    def __init__(self, server: Server, home: Path, user: pwd.struct_passwd | None) -> None:
        self.server = server
        self.home = home
        self._user = user
        self._stack = contextlib.ExitStack()
        self._server_processes: list[subprocess.Popen[bytes]] = []
        self.runtime = home / "run"
        self.environment = _environment(home)

    @property
    def socket(self) -> Path:
        """Where the sound server listens."""
        return self.runtime / "pulse" / "native"

    def start_bus(self) -> None:
        """Start the private session bus; activation files go to data/dbus-1/services."""
        services = self.home / "data" / "dbus-1" / "services"
        bus = self.runtime / "bus"
        config = self.home / "bus.conf"
        config.write_text(_BUS_CONFIG.format(bus=bus, services=services))
        process = self._spawn("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}")
        wait_until(lambda: listens(bus) or process.poll() is not None, "the bus listens")
        assert process.poll() is None, "the bus ended at once"

    def start_server(self, sink: str = NULL_SINK, *, is_exact: bool = False) -> None:
        """Start the sound server with that null sink as its first and default one: PipeWire's
        session manager may go on with the first when the default is changed."""
        if self.server is Server.PULSEAUDIO:
            self._start_pulseaudio()
        else:
            self._start_pipewire()
        wait_until(self.is_serving, "the sound server answers")
        self.add_null_sink(sink, is_exact=is_exact)
        self.set_default(sink)

    def _start_pulseaudio(self) -> None:
        self.socket.parent.mkdir(exist_ok=True)
        self._own(self.socket.parent)
        protocol = f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}"
        self._server_processes.append(
            self._spawn(
                *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no"),
                *("--exit-idle-time=-1", "--fail", "-L", protocol),
                is_urgent=True,
            )
        )

    def _start_pipewire(self) -> None:
        self._server_processes.append(self._spawn("pipewire", is_urgent=True))
        # The other two give up when they come first.
        wait_until((self.runtime / "pipewire-0").exists, "PipeWire listens")
        for name in ("wireplumber", "pipewire-pulse"):
            self._server_processes.append(self._spawn(name, is_urgent=True))

    def stop_server(self) -> None:
        """Kill the sound server without warning."""
        for process in reversed(self._server_processes):
            process.kill()
            process.wait()
        self._server_processes.clear()
        for socket in (self.socket, self.runtime / "pipewire-0"):
            socket.unlink(missing_ok=True)

    def signal_server(self, number: int) -> None:
        """Send a signal to every process of the sound server."""
        for process in self._server_processes:
            process.send_signal(number)

    def is_serving(self) -> bool:
        """Whether the sound server answers."""
        return self._pactl("info").returncode == 0

    def pactl(self, *arguments: str) -> str:
        """Run pactl and return what it printed; fails when pactl fails."""
        done = self._pactl(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _pactl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def add_null_sink(self, name: str, *, is_exact: bool = False) -> None:
        """Add an output device that plays into nothing.

        PulseAudio's null sink takes sound back that its monitor has already handed out, so
        a recording lacks up to 5 ms of each onset unless the sink `is_exact`; that costs
        latency, so measure with the other kind.
        """
        arguments = ["sink_name=" + name, f"rate={RECORD_RATE}"]
        if is_exact and self.server is Server.PULSEAUDIO:
            arguments.append("norewinds=1")
        self.pactl("load-module", "module-null-sink", *arguments)
        wait_until(lambda: name in self.pactl("list", "short", "sinks"), f"sink {name} exists")

    def set_default(self, name: str) -> None:
        """Make a sink the default one."""
        # PipeWire answers before its session manager can do this.
        chosen = ("set-default-sink", name)
        wait_until(lambda: self._pactl(*chosen).returncode == 0, f"{name} can be default")
        wait_until(lambda: self.pactl("get-default-sink").strip() == name, f"{name} is default")

    def start(self, *command: str, **extra: str) -> subprocess.Popen[bytes]:
        """Start a program in the session as its user; it is killed when the session ends."""
        return self._spawn(*command, extra=extra)

    def run(self, *command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the session as its user until it ends."""
        return subprocess.run(
            self._as_user(command),
            env=self.environment | extra,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 3,
            check=False,
        )

    def _spawn(
        self, *command: str, extra: Mapping[str, str] | None = None, is_urgent: bool = False
    ) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self.home / f"{Path(command[0]).name}.log").open("ab"))
        process = subprocess.Popen(
            [*(URGENT if is_urgent else ()), *self._as_user(command)],
            env=self.environment | dict(extra or {}),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._stack.callback(_end, process)
        return process

    def _as_user(self, command: tuple[str, ...]) -> list[str]:
        # pdeathsig: even a test run that is killed leaves no server behind.
        prefix = ["setpriv", "--pdeathsig", "KILL"]
        if self._user is not None:
            prefix += [f"--reuid={self._user.pw_uid}", f"--regid={self._user.pw_gid}"]
            prefix += ["--clear-groups"]
        return [*prefix, *command]

    def _own(self, *paths: Path) -> None:
        if self._user is not None:
            for path in paths:
                os.chown(path, self._user.pw_uid, self._user.pw_gid)

    @contextlib.contextmanager
    def applied(self) -> Iterator[None]:
        """Make this process itself a client of the session."""
        before = dict(os.environ)
        os.environ.update(self.environment)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    def close(self) -> None:
        """End every process of the session."""
        self._stack.close()


def _environment(home: Path) -> dict[str, str]:
    run = home / "run"
    passed = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return passed | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(run),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={run / 'bus'}",
        "PULSE_SERVER": f"unix:{run / 'pulse' / 'native'}",
        "PULSE_CLIENTCONFIG": str(home / "client.conf"),
        "PULSE_COOKIE": str(home / "cookie"),
    }


class _Users:
    """Whom a session runs as: who failed is not asked again, except the user of the tests."""

    def __init__(self) -> None:
        ordinary = [pwd.getpwnam("nobody")] if os.geteuid() == 0 else []
        self.left: list[pwd.struct_passwd | None] = [*ordinary, None, None]
        self.notes: list[str] = []
        self._told = 0

    def new_notes(self) -> list[str]:
        """Those since the last call."""
        new, self._told = self.notes[self._told :], len(self.notes)
        return new

    def give_up(self, reason: str) -> None:
        """Go on to the next one; without any, the whole run ends: hundreds of tests would wait."""
        refused = self.left.pop(0)
        name = refused.pw_name if refused is not None else "the user of the tests"
        self.notes.append(f"No sound session can be started as {name}: {reason}")
        if not self.left:
            pytest.exit("\n".join(self.notes), returncode=3)


users = _Users()


@contextlib.contextmanager
def sound_session(
    server: Server | None = None, sink: str = NULL_SINK, *, is_exact: bool = False
) -> Iterator[SoundSession]:
    """A session with a bus and, unless `server` is None, that sound server with that sink."""
    session = None
    while session is None:
        try:
            session = _started(server, users.left[0], sink, is_exact=is_exact)
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            users.give_up(str(error))
    try:
        yield session
    finally:
        session.close()
        shutil.rmtree(session.home)


def _started(
    server: Server | None, user: pwd.struct_passwd | None, sink: str, *, is_exact: bool
) -> SoundSession:
    home = Path(tempfile.mkdtemp(prefix="sotto-test-"))
    session = SoundSession(server or Server.PULSEAUDIO, home, user)
    try:
        _furnish(session, user)
        session.start_bus()
        if server is not None:
            session.start_server(sink, is_exact=is_exact)
    except BaseException as error:
        session.close()
        error.args = (f"{error}\n{_evidence(home)}",)
        shutil.rmtree(home)
        raise
    return session


def _evidence(home: Path) -> str:
    logs = [f"{log.name}: {log.read_text(errors='replace')[-2000:]}" for log in home.glob("*.log")]
    processes = subprocess.run(
        ["ps", "--ppid", "2", "-p", "2", "--deselect", "-o", "user,pid,stat,etimes,nlwp,args"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "\n".join([*logs, processes.stdout[-6000:]])


def _furnish(session: SoundSession, user: pwd.struct_passwd | None) -> None:
    home = session.home
    session.runtime.mkdir(mode=0o700)
    for name in ("config", "state", "data", "data/dbus-1", "data/dbus-1/services", "cache"):
        (home / name).mkdir()
    (home / "client.conf").write_text("autospawn = no\n")
    (home / "cookie").write_bytes(bytes(256))
    if user is not None:
        for path in (home, *home.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
