"""A private desktop's worth of sound: D-Bus, PulseAudio or PipeWire, a null sink, a recorder.

Everything lives in one temporary directory and runs as an ordinary user (`nobody` when the
tests run as root, since sound servers treat root differently); nothing is left behind.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import selectors
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NULL_SINK = "nul"
RECORD_RATE = 48_000
PATIENCE = 20.0
"""Seconds until a wait gives up: generous, because it only ends tests that fail."""

_URGENT = ("nice", "-n", "-15")
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
        self._spawn("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}")
        wait_until(bus.exists, "the bus listens")

    def start_server(self) -> None:
        """Start the sound server with an empty null sink as default."""
        if self.server is Server.PULSEAUDIO:
            self._start_pulseaudio()
        else:
            self._start_pipewire()
        wait_until(self.is_serving, "the sound server answers")
        self.add_null_sink(NULL_SINK)
        self.set_default(NULL_SINK)

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
            [*(_URGENT if is_urgent else ()), *self._as_user(command)],
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


@contextlib.contextmanager
def sound_session(server: Server | None = None) -> Iterator[SoundSession]:
    """A session with a bus and, unless `server` is None, that sound server running."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="sotto-test-"))
    session = SoundSession(server or Server.PULSEAUDIO, home, user)
    try:
        _furnish(session, user)
        session.start_bus()
        if server is not None:
            session.start_server()
        yield session
    finally:
        session.close()
        shutil.rmtree(home)


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


def wait_until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait for something that happens elsewhere; fails with `what` when it never does."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.005)


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What a sink played: samples at RECORD_RATE and the monotonic time of each, seconds."""

    samples: NDArray[np.float32]
    times: NDArray[np.float64]

    def since(self, moment: float) -> Recording:
        """The part from a time on."""
        index = int(np.searchsorted(self.times, moment))
        return Recording(self.samples[index:], self.times[index:])

    def loud(self, threshold: float = 0.01) -> NDArray[np.intp]:
        """Indices of the samples above a threshold."""
        return np.flatnonzero(np.abs(self.samples) > threshold)

    def first_sound(self, threshold: float = 0.01) -> float | None:
        """Time of the first sample above the threshold, None for silence."""
        loud = self.loud(threshold)
        return float(self.times[loud[0]]) if len(loud) else None

    def last_sound(self, threshold: float = 0.01) -> float | None:
        """Time of the last sample above the threshold, None for silence."""
        loud = self.loud(threshold)
        return float(self.times[loud[-1]]) if len(loud) else None

    def sound(self, threshold: float = 0.01) -> NDArray[np.float32]:
        """From the first to the last sample above the threshold."""
        loud = self.loud(threshold)
        return self.samples[loud[0] : loud[-1] + 1] if len(loud) else self.samples[:0]

    def voiced(self, seconds: float = 0.0015, threshold: float = 1e-4) -> NDArray[np.float32]:
        """The sound without its silent stretches: what was played, however late."""
        loud = self.loud(threshold)
        is_near = np.zeros(len(self.samples) + 1, bool)
        steps = np.flatnonzero(np.diff(loud) < seconds * RECORD_RATE)
        for first, last in zip(loud[steps], loud[steps + 1], strict=True):
            is_near[first : last + 1] = True
        return self.samples[is_near[:-1]]

    def gaps(self, seconds: float = 0.0015, threshold: float = 0.01) -> list[float]:
        """Lengths in seconds of the silences inside the sound that are at least `seconds`."""
        holes = np.diff(self.loud(threshold)) / RECORD_RATE
        return [float(hole) for hole in holes if hole >= seconds]


class Recorder:
    """Records the monitor of a sink for as long as the context lasts.

    The null sink renders up to 2 s ahead without a low-latency client, so keep one attached
    while measuring.
    """

    def __init__(self, session: SoundSession, sink: str = NULL_SINK) -> None:
        self._session = session
        self._sink = sink
        self._changed = threading.Condition()
        self._pieces: list[bytes] = []
        self._arrivals: list[tuple[int, float]] = []
        self._length = 0

    def __enter__(self) -> Recorder:
        self._parec = subprocess.Popen(
            [
                *(*_URGENT, "setpriv", "--pdeathsig", "KILL", "parec", "--raw", "--latency-msec=5"),
                *("--format=float32le", "--channels=1", f"--rate={RECORD_RATE}"),
                f"--device={self._sink}.monitor",
            ],
            env=self._session.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._stop_read, self._stop_write = os.pipe()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        wait_until(lambda: self._length > RECORD_RATE // 5, "the recorder runs")
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._stop_write)
        self._thread.join()
        os.close(self._stop_read)
        self._parec.kill()
        self._parec.wait()
        assert self._parec.stdout is not None
        self._parec.stdout.close()

    def _read(self) -> None:
        assert self._parec.stdout is not None
        source = self._parec.stdout.fileno()
        with selectors.DefaultSelector() as ready:
            ready.register(source, selectors.EVENT_READ)
            ready.register(self._stop_read, selectors.EVENT_READ)
            while all(key.fd == source for key, _ in ready.select()):
                piece = os.read(source, 65_536)
                if not piece:
                    return
                self._take(piece, time.monotonic())

    def _take(self, piece: bytes, now: float) -> None:
        with self._changed:
            self._pieces.append(piece)
            self._length += len(piece) // 4
            self._arrivals.append((self._length, now))
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget what was recorded so far."""
        with self._changed:
            # A piece may end inside a sample; only whole ones are dropped.
            whole = b"".join(self._pieces)
            self._pieces = [whole[len(whole) // 4 * 4 :]]
            self._arrivals.clear()
            self._length = 0

    def recording(self) -> Recording:
        """All that was recorded since the start or `clear`."""
        with self._changed:
            data = b"".join(self._pieces)
            arrivals = np.array(self._arrivals, np.float64).reshape(-1, 2)
        samples = np.frombuffer(data[: len(data) // 4 * 4], np.float32)
        return Recording(samples, _times(len(samples), arrivals))

    def wait(self, done: Callable[[Recording], bool], what: str) -> Recording:
        """Wait for sound of a certain kind; returns the recording that has it."""
        end = time.monotonic() + PATIENCE
        while True:
            recording = self.recording()
            if done(recording):
                return recording
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.02)

    def wait_for_sound(self) -> Recording:
        """Wait until anything is heard."""
        return self.wait(lambda r: len(r.loud()) > 0, "sound")

    def wait_for_quiet(self, seconds: float = 0.1) -> None:
        """Wait until nothing is heard for `seconds`, whatever was before."""
        count = round(seconds * RECORD_RATE)

        def is_quiet(recording: Recording) -> bool:
            last = np.abs(recording.samples[-count:])
            return len(last) == count and not np.any(last > 1e-4)

        self.wait(is_quiet, "quiet")

    def wait_for_silence(self, seconds: float = 0.3, after_samples: int = 0) -> Recording:
        """Wait until sound (`after_samples` of it) was heard and then nothing for `seconds`."""

        def is_over(recording: Recording) -> bool:
            loud = recording.loud()
            silent = len(recording.samples) - (loud[-1] if len(loud) else 0)
            return len(loud) > after_samples and silent >= seconds * RECORD_RATE

        return self.wait(is_over, "silence after sound")


def _times(length: int, arrivals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Time of each sample: a piece can only arrive late, so the earliest near it is right."""
    if not len(arrivals):
        return np.zeros(0)
    offsets = arrivals[:, 1] - arrivals[:, 0] / RECORD_RATE
    near = 100
    best = np.array(
        [offsets[max(0, i - near) : i + near].min() for i in range(len(offsets))], np.float64
    )
    pieces = np.searchsorted(arrivals[:, 0], np.arange(length), side="right")
    return np.arange(length) / RECORD_RATE + best[np.minimum(pieces, len(best) - 1)]


def tone(seconds: float, rate: int, hertz: float = 440.0) -> NDArray[np.float32]:
    """A sine of half scale that never rests on zero long enough to look like a gap."""
    moments = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def purity(samples: NDArray[np.float32], hertz: float, rate: int = RECORD_RATE) -> float:
    """1 for an unbroken sine of exactly this pitch, less when it skips or repeats anywhere."""
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / rate)
    amplitude = 2 * abs(np.dot(samples, wave)) / len(samples)
    return float(amplitude / np.sqrt(2 * np.mean(samples**2)))


def pitch_of(samples: NDArray[np.float32], rate: int = RECORD_RATE) -> float:
    """Hertz of the strongest sine."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples))
