"""The unit as systemd runs it for a user: does the daemon speak with all its restrictions?

`prove --unit` begins namespaces of mounts and processes, as root, in which systemd's manager of
users runs for `nobody` with a session bus, PulseAudio and Sotto's unit. Nothing of it is left.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sotto_bench.session import MONITOR, SINK
from sotto_client import Client, ClientError, connect
from sotto_measure.heard import first_sound
from sotto_measure.recorder import Recorder

_SHARE = Path(__file__).parents[2] / "daemon" / "share"
_GROUPS = ("/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified", "/sys/fs/cgroup")
_PATIENCE = 30.0
_KEPT = ("PATH", "LANG")
_AGAIN = ("a second", "a third", "a fourth")
"""A voice that was only just loaded may be late once on a busy machine."""
_TOLD = "Seccomp:", "NoNewPrivs:", "CapEff:"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of a unit: seconds from the first call, which starts it, to the first sound."""

    heard_s: float | None
    told: str


def prove_unit() -> bool:
    """Print both rows and systemd's verdict; whether both were heard. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix="sotto-unit-", dir="/run") as name:
        folder = Path(name)
        folder.chmod(0o755)
        command = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child",
                   sys.executable, "-m", "sotto_bench.proof_unit", name]  # fmt: skip
        try:
            done = subprocess.run(command, check=False)
        finally:
            _leave_groups(folder)
    return not done.returncode


def _leave_groups(folder: Path) -> None:
    for root in _GROUPS:
        for own in Path(root).glob(f"{folder.name}*"):
            for each in (*sorted(own.rglob("*/"), reverse=True), own):
                with contextlib.suppress(OSError):
                    each.rmdir()


class _Manager:
    """systemd for the user nobody in a folder."""

    def __init__(self, folder: Path) -> None:
        self._user = pwd.getpwnam("nobody")
        self._folder, self._home, self._run = folder, folder / "home", folder / "run"
        self.environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(self._run),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._run / 'bus'}",
            "PULSE_SERVER": f"unix:{self._run / 'pulse-native'}",
        }
        self._units = self._home / ".config" / "systemd" / "user"

    def begin(self) -> None:
        """As a login would."""
        for command in (
            ("mount", "--make-rprivate", "/"),
            ("mount", "-t", "tmpfs", "tmpfs", "/run/systemd"),
        ):
            Path("/run/systemd").mkdir(exist_ok=True)
            subprocess.run(command, check=True)
        Path("/run/systemd/system").mkdir()
        services = self._run / "dbus-1" / "services"
        for made in (self._home, self._run, self._units, services):
            made.mkdir(mode=0o700, parents=True)
        sotto = str(Path(sys.executable).with_name("sotto"))
        for source, target in (
            ("sotto.service.in", self._units / "sotto.service"),
            ("org.sotto.Voice1.service.in", services / "org.sotto.Voice1.service"),
        ):
            target.write_text((_SHARE / source).read_text().replace("@SOTTO@", sotto))
        told = self._units / "sotto.service.d" / "log.conf"
        told.parent.mkdir()
        told.write_text(f"[Service]\nStandardError=append:{self._run / 'sotto.log'}\n")
        (self._folder / "home" / ".config").chmod(0o755)
        subprocess.run(["chown", "-R", "nobody:", str(self._home), str(self._run)], check=True)
        self._enter_groups()
        self._start("/lib/systemd/systemd", "--user", "--unit=basic.target", "--log-target=console")
        self._start("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no",
                    "--exit-idle-time=-1", "-L", f"module-native-protocol-unix auth-anonymous=1 "
                    f"socket={self._run / 'pulse-native'}",
                    "-L", f"module-null-sink sink_name={SINK} rate=48000 norewinds=1")  # fmt: skip
        self._wait(("pactl", "info"))
        self._wait(("systemctl", "--user", "is-active", "dbus.socket"))
        names = ["PULSE_SERVER", "DBUS_SESSION_BUS_ADDRESS"]
        self._as_user("systemctl", "--user", "import-environment", *names)

    def strict(self) -> None:
        """With the drop-in for more."""
        shutil.copy(_SHARE / "strict.conf", self._units / "sotto.service.d")
        self._as_user("systemctl", "--user", "stop", "sotto.service")
        self._as_user("systemctl", "--user", "daemon-reload")

    def verdict(self) -> str:
        """How systemd rates the unit."""
        done = self._as_user("systemd-analyze", "--user", "security", "--no-pager", "sotto.service")
        return (done.stdout.strip() or done.stderr).splitlines()[-1]

    def speak(self) -> Spoken:
        """Have it speak once."""
        done = self._as_user(sys.executable, "-m", "sotto_bench.proof_unit", "--speak")
        if done.returncode:
            return Spoken(None, done.stderr + self.log())
        heard, told = json.loads(done.stdout)
        return Spoken(heard, told if heard is not None else told + self.log())

    def log(self) -> str:
        """What the unit's state is."""
        done = self._as_user("systemctl", "--user", "--no-pager", "status", "sotto.service")
        with contextlib.suppress(FileNotFoundError):
            return done.stdout + (self._run / "sotto.log").read_text()[-2000:]
        return done.stdout + done.stderr

    def _enter_groups(self) -> None:
        """The manager needs groups of its own."""
        for root in _GROUPS:
            if (Path(root) / "cgroup.procs").exists():
                own = Path(root) / self._folder.name
                own.mkdir()
                for each in (own, own / "cgroup.procs", own / "cgroup.subtree_control"):
                    if each.exists():
                        os.chown(each, self._user.pw_uid, -1)
                (own / "cgroup.procs").write_text(str(os.getpid()))
                if (own / "tasks").exists():
                    os.chown(own / "tasks", self._user.pw_uid, -1)

    def _user_command(self, command: tuple[str, ...]) -> list[str]:
        user = [f"--reuid={self._user.pw_uid}", f"--regid={self._user.pw_gid}", "--clear-groups"]
        return ["setpriv", *user, *command]

    def _start(self, *command: str) -> None:
        with (self._folder / "log").open("ab") as log:
            subprocess.Popen(
                self._user_command(command), env=self.environment, cwd="/",
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def _as_user(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._user_command(command), env=self.environment, cwd="/", text=True,
            capture_output=True, check=False, timeout=2 * _PATIENCE,
        )  # fmt: skip

    def _wait(self, command: tuple[str, ...]) -> None:
        limit = time.monotonic() + _PATIENCE
        while self._as_user(*command).returncode:
            if time.monotonic() > limit:
                raise TimeoutError(f"{command}: {(self._folder / 'log').read_text()[-2000:]}")
            time.sleep(0.1)


async def _speak() -> tuple[float | None, str]:
    """As the user: the first call starts the unit. Seconds to the first sound, and who spoke."""
    with Recorder(MONITOR, os.environ) as recorder:
        await asyncio.sleep(0.5)
        asked, heard = time.monotonic(), None
        try:
            async with asyncio.timeout(_PATIENCE), await connect() as client:
                number = await client.speak("Hello from the unit.", language="en-us")
                while (heard := first_sound(recorder.recent(asked))) is None:
                    await asyncio.sleep(0.02)
                await client.finished(number)
                while any("being loaded" in each for each in (await client.state()).problems):
                    await asyncio.sleep(0.1)
                told = [await _say(client, f"Hello again, {which} time.") for which in _AGAIN]
                restrictions = _held_back(await client.owner_process())
                return heard - asked, f"then {', '.join(told)}; {restrictions}"
        except (ClientError, TimeoutError) as error:
            return None, f"{type(error).__name__}: {error}"


async def _say(client: Client, text: str) -> str:
    """Who spoke it, and why it was not the voice that was asked for."""
    number = await client.speak(text, language="en-us")
    await client.finished(number)
    why = await client.why(number)
    return f"{why.engine} ({why.reason})" if why.reason else why.engine


def _held_back(pid: int) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return ", ".join(" ".join(line.split()) for line in lines if line.startswith(_TOLD))


def _rows(folder: Path) -> Iterator[tuple[str, Spoken, str]]:
    manager = _Manager(folder)
    manager.begin()
    yield "the unit", manager.speak(), manager.verdict()
    manager.strict()
    yield "the unit with strict.conf", manager.speak(), manager.verdict()


def _inside(folder: Path) -> bool:
    is_good = True
    for what, spoken, verdict in _rows(folder):
        heard = "never" if spoken.heard_s is None else f"{spoken.heard_s:.2f} s"
        print(f"{what}: heard after {heard}; {spoken.told}\n  {verdict}", flush=True)
        is_good &= spoken.heard_s is not None
    return is_good


if __name__ == "__main__":
    if sys.argv[1] == "--speak":
        print(json.dumps(asyncio.run(_speak())))
    else:
        sys.exit(not _inside(Path(sys.argv[1])))
