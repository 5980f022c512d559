"""A session of its own: home, bus, PulseAudio with a silent sink, Speech Dispatcher."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sotto_measure.ssip import SsipError

SINK = "silent"
MONITOR = f"{SINK}.monitor"
PULSEAUDIO, PIPEWIRE = "PulseAudio", "PipeWire"
_PATIENCE = 15.0

_BUS = """<busconfig>
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

_SERVICE = """[D-BUS Service]
Name=org.sotto.Voice1
Exec={python} -m sotto serve
"""

_SPEECHD = """AudioOutputMethod "pulse"
DefaultModule {default}
SymbolsPreproc "char"
{modules}
"""


class Session:
    """Starts programs that end with it; `environment` is theirs."""

    def __init__(self, folder: Path, stack: contextlib.ExitStack) -> None:
        self.folder = folder
        self._stack = stack
        self._dispatcher: subprocess.Popen[bytes] | None = None
        runtime, home = folder / "run", folder / "home"
        for made in (runtime, home):
            made.mkdir(mode=0o700)
        kept = ("PATH", "LANG", "VIRTUAL_ENV", "SOTTO_VOICES")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime / 'bus'}",
        }
        # What is measured as new must not come from disk, nor be disturbed by what is kept there.
        self.write_settings("phrase_cache_mb = 0\n")
        self._services = folder / "services"
        self._services.mkdir()

    def write_settings(self, content: str) -> None:
        """The user's settings of Sotto, as a whole."""
        file = Path(self.environment["HOME"]) / ".config" / "sotto" / "settings.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Run a program until the session ends; what it prints goes to a file in the folder."""
        log = self._stack.enter_context((self.folder / f"{Path(command[0]).name}.log").open("ab"))
        process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        self._stack.callback(_end, process)
        return process

    def start_bus(self) -> subprocess.Popen[bytes]:
        """A session bus at `environment["DBUS_SESSION_BUS_ADDRESS"]`; returns its process."""
        socket, config = self.folder / "run" / "bus", self.folder / "bus.conf"
        config.write_text(_BUS.format(socket=socket, services=self._services))
        socket.unlink(missing_ok=True)
        process = self.start("dbus-daemon", f"--config-file={config}", "--nofork")
        _wait("the session bus", socket.exists)
        return process

    def make_activatable(self) -> None:
        """Let the bus start the daemon; before the bus is started."""
        content = _SERVICE.format(python=sys.executable)
        (self._services / "org.sotto.Voice1.service").write_text(content)

    def start_sound(
        self, server: str = PULSEAUDIO, *, is_prompt: bool = False
    ) -> list[subprocess.Popen[bytes]]:
        """A sound server whose only sink is silent and cannot block; returns its processes."""
        return in_tries(lambda made: self._start_sound(server, made, is_prompt=is_prompt))

    def _start_sound(
        self, server: str, made: list[subprocess.Popen[bytes]], *, is_prompt: bool
    ) -> None:
        pulse, pipewire = self.folder / "run" / "pulse" / "native", self.folder / "run/pipewire-0"
        for left in (pulse, pipewire):
            left.unlink(missing_ok=True)
        if server == PULSEAUDIO:
            made.append(self.start(
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit=yes",
                "--load=module-native-protocol-unix",
            ))  # fmt: skip
        else:
            made.append(self.start("pipewire"))
            # Those that come before it listens give up, and its file is there before that.
            _wait("PipeWire", lambda: _listens(pipewire))
            made.append(self.start("wireplumber"))
            made.append(self.start("pipewire-pulse"))
        _wait("the sound server", lambda: self.succeeds("pactl", "info"))
        self.add_sink(SINK, is_prompt=is_prompt and server == PULSEAUDIO)
        # PipeWire's session manager may come after the answer.
        _wait("the default sink", lambda: self.succeeds("pactl", "set-default-sink", SINK))

    def add_sink(self, name: str, *, is_prompt: bool = False) -> str:
        """A silent sink; returns the number of its module.

        PulseAudio's may render two seconds of silence ahead when nobody of low latency was there,
        and what is played then is late; one that `is_prompt` 50 ms at most, and always about so.
        """
        more = ["norewinds=1"] if is_prompt else []
        made = self.output(
            "pactl", "load-module", "module-null-sink", f"sink_name={name}", "rate=48000", *more
        )
        _wait("the sink", lambda: self.succeeds("pactl", "get-sink-volume", name))
        return made.strip()

    def remove_sink(self, name: str) -> None:
        """Take silent sinks of that name away, if there are any."""
        for line in self.output("pactl", "list", "short", "modules").splitlines():
            number, _, rest = line.partition("\t")
            if f"sink_name={name} " in f"{rest} ":
                self.succeeds("pactl", "unload-module", number)

    def start_speech_dispatcher(self, modules: Sequence[str]) -> Path:
        """Speech Dispatcher with these modules, its own ones or Sotto's; returns its socket.

        Raises SsipError when one of them did not start: another would speak in its place.
        """
        folder, path = self.folder / "speechd", self.folder / "run" / "speechd.sock"
        (folder / "modules").mkdir(parents=True)
        lines = [f'AddModule "{name}" "{self._module(name)}" "{name}.conf"' for name in modules]
        (folder / "speechd.conf").write_text(
            _SPEECHD.format(default=modules[0], modules="\n".join(lines))
        )
        for name in modules:
            stock = Path(f"/etc/speech-dispatcher/modules/{name}.conf")
            if stock.exists():
                shutil.copy(stock, folder / "modules")
        self.begin_speech_dispatcher()
        known = _known_modules(path)
        if missing := [name for name in modules if name not in known]:
            raise SsipError(f"{', '.join(missing)} would not speak; known are {known}")
        return path

    def _module(self, name: str) -> str:
        """An output module's file: Sotto's is beside this Python, or on the path where that is
        Debian's; others where the server knows."""
        own = Path(sys.executable).with_name(f"sd_{name}")
        if own.exists():
            return str(own)
        return shutil.which(own.name, path=self.environment["PATH"]) or own.name

    def begin_speech_dispatcher(self) -> None:
        """With the modules that it had, or shall have."""
        folder, path = self.folder / "speechd", self.folder / "run" / "speechd.sock"
        self._dispatcher = self.start(
            "speech-dispatcher", "--run-single", "--timeout", "0",
            "--config-dir", str(folder), "--communication-method", "unix_socket",
            "--socket-path", str(path), "--pid-file", str(folder / "pid"),
            "--log-dir", str(folder),
        )  # fmt: skip
        _wait("Speech Dispatcher", lambda: _listens(path))

    def revive_speech_dispatcher(self) -> None:
        """Where it has ended, begin it anew, as the next program does that wants to speak."""
        if self._dispatcher is not None and self._dispatcher.poll() is not None:
            self.begin_speech_dispatcher()

    def end_speech_dispatcher(self) -> None:
        """Kill it without warning."""
        assert self._dispatcher is not None
        self._dispatcher.kill()
        self._dispatcher.wait()

    def succeeds(self, *command: str) -> bool:
        """Run a short program; whether it exited with 0."""
        try:
            done = subprocess.run(
                command, env=self.environment, capture_output=True, check=False, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def output(self, *command: str) -> str:
        """What a short program prints. Raises SubprocessError when it fails or hangs."""
        done = subprocess.run(
            command, env=self.environment, capture_output=True, check=True, text=True,
            timeout=_PATIENCE,
        )  # fmt: skip
        return done.stdout


def in_tries(
    begin: Callable[[list[subprocess.Popen[bytes]]], None], tries: int = 3
) -> list[subprocess.Popen[bytes]]:
    """The processes that `begin` has put into its list. Where it fails, as a sound server does now
    and then that is killed and begun on a busy machine, they are killed and it is tried again; the
    last time it raises TimeoutError or SubprocessError."""
    for left in reversed(range(tries)):
        made: list[subprocess.Popen[bytes]] = []
        try:
            begin(made)
            break
        except (TimeoutError, subprocess.SubprocessError):
            for process in reversed(made):
                process.kill()
                process.wait()
            if not left:
                raise
    return made


@contextlib.contextmanager
def session() -> Iterator[Session]:
    """A fresh session in a temporary folder; nothing of it is left afterwards."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sotto-bench-"))
        yield Session(Path(folder), stack)


def _known_modules(server: Path) -> list[str]:
    """The output modules that Speech Dispatcher could start."""
    with socket.socket(socket.AF_UNIX) as asker:
        asker.settimeout(_PATIENCE)
        asker.connect(str(server))
        asker.sendall(b"LIST OUTPUT_MODULES\r\nQUIT\r\n")
        with asker.makefile(encoding="utf-8") as answer:
            return [line.strip()[4:] for line in answer if line.startswith("250-")]


def _listens(path: Path) -> bool:
    """The file is there a moment before somebody answers."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _wait(what: str, ready: Callable[[], bool]) -> None:
    limit = time.monotonic() + _PATIENCE
    while not ready():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what} did not start within {_PATIENCE:.0f} seconds")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
