"""Where the module's own sound goes: to the device that the user chose for Sotto or, where Speech
Dispatcher is to play, for that. The server tells its modules nothing of it, and the daemon may
hang, so the files are read."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 0.2
_LARGEST_FILE = 64 << 10
_OF_ALL = Path("/etc/speech-dispatcher/speechd.conf")
_OF_THE_SERVER = re.compile(r'^\s*AudioPulseDevice\s+(?:"([^"]*)"|(\S+))', re.MULTILINE | re.I)

Names = tuple[str, ...]
Sinks = Callable[[], Sequence[str]]
"""Tells names of PulseAudio's sinks, the best one first."""


class Devices:
    """Names of devices, the best one first. `read` may hang, as files of a home do: then what was
    known before holds."""

    def __init__(self, read: Callable[[], Names]) -> None:
        self._read = read
        self._known: Names = ()
        self._thread: threading.Thread | None = None

    def names(self) -> Names:
        """As they are now, within a bounded time."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._learn, name="devices", daemon=True)
            self._thread.start()
        self._thread.join(_PATIENCE_SECONDS)
        return self._known

    def _learn(self) -> None:
        self._known = self._read()


def chosen(environment: Mapping[str, str], *, by_server: bool, of_all: Path = _OF_ALL) -> Names:
    """What the files say. `by_server`: only what Speech Dispatcher's own do."""
    home = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "/")) / ".config"
    own = "" if by_server else _sottos(_content(Path(home) / "sotto" / "settings.toml"))
    of_user = Path(home) / "speech-dispatcher" / "speechd.conf"
    server = _servers(_content(of_user) or _content(of_all))
    return tuple(name for name in (own, server) if name)


def _sottos(text: str) -> str:
    import tomllib

    # What is wrong with them the daemon tells.
    with contextlib.suppress(ValueError, RecursionError):
        name = tomllib.loads(text).get("device")
        return name if isinstance(name, str) else ""
    return ""


def _servers(text: str) -> str:
    found = _OF_THE_SERVER.findall(text)
    name = "".join(found[-1]) if found else ""
    return "" if name == "default" else name


def _content(file: Path) -> str:
    try:
        # A pipe in its place must not be waited for.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as opened:
            return (opened.read(_LARGEST_FILE) or b"").decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        _log.warning("%s cannot be read: %s", file, error)
        return ""
