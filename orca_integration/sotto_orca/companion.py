"""The look-ahead process: begun at login while Sotto is enabled, one at a time, ended on request.

One setting turns it off: the desktop's own list of programs that are started at login.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sotto_orca import files
from sotto_orca.errors import OrcaError, OrcaSettingsError
from sotto_orca.running import start

_ENTRY = """[Desktop Entry]
Type=Application
Name=Sotto look-ahead
Comment=Makes speech ready before the screen reader asks for it
Exec="{command}" orca look-ahead
NoDisplay=true
"""


def autostart_file(environment: Mapping[str, str]) -> Path:
    """What the desktop starts at login."""
    base = environment.get("XDG_CONFIG_HOME")
    home = Path(environment.get("HOME", "/"))
    return (Path(base) if base else home / ".config") / "autostart" / "sotto-look-ahead.desktop"


def enable(environment: Mapping[str, str]) -> None:
    """Have it started at login, and now when there is a screen. Raises OrcaError."""
    command = shutil.which("sotto", path=environment.get("PATH")) or sys.argv[0]
    # An entry that is there may have been turned off by the user.
    if not autostart_file(environment).exists():
        entry = _ENTRY.format(command=command.replace("\\", r"\\").replace('"', r"\""))
        files.replace(autostart_file(environment), entry.encode())
    if "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment:
        start((sys.executable, "-m", "sotto_orca.look_ahead"), environment)


def disable(environment: Mapping[str, str]) -> None:
    """Not any more, and not now. Raises OrcaSettingsError."""
    files.remove(autostart_file(environment))
    if is_running(environment):
        content = files.read(_lock_file(environment)) or b""
        with suppress(ProcessLookupError, PermissionError, ValueError):
            os.kill(int(content), signal.SIGTERM)


@contextmanager
def only_one(environment: Mapping[str, str]) -> Iterator[bool]:
    """Whether this process is the only one, for as long as it lasts."""
    try:
        descriptor = os.open(_lock_file(environment), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise OrcaSettingsError(f"{_lock_file(environment)}: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        yield False
        return
    try:
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield True
    finally:
        os.close(descriptor)


def is_running(environment: Mapping[str, str]) -> bool:
    """Whether there is one."""
    try:
        descriptor = os.open(_lock_file(environment), os.O_RDONLY)
    except (OSError, OrcaError):
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock_file(environment: Mapping[str, str]) -> Path:
    folder = environment.get("XDG_RUNTIME_DIR")
    if not folder:
        raise OrcaError("there is no XDG_RUNTIME_DIR: this is not a desktop's session")
    return Path(folder) / "sotto-look-ahead.lock"
