"""Can the server play at all? Version 0.12.0 dies of sound while it does not reach PulseAudio."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path


class ServerSound:
    """The sound of the server of that process, in the environment that it gave to its module."""

    def __init__(self, server: int, environment: Mapping[str, str]) -> None:
        self._server = server
        self._socket = _pulse_socket(environment)

    def is_there(self) -> bool:
        """False only when it plays through a PulseAudio that does not answer.

        Ask while a message is spoken: from the first one on it is known what it plays through.
        """
        return self._socket is None or _answers(self._socket) or not self._uses_pulse()

    def _uses_pulse(self) -> bool:
        try:
            return "/spd_pulse.so" in Path(f"/proc/{self._server}/maps").read_text()
        except OSError:
            return False


def _pulse_socket(environment: Mapping[str, str]) -> str | None:
    """None where it is not plain which one it is."""
    if named := environment.get("PULSE_SERVER"):
        path = named.removeprefix("unix:")
        return path if path.startswith("/") and " " not in path else None
    folder = environment.get("PULSE_RUNTIME_PATH")
    if not folder and (runtime := environment.get("XDG_RUNTIME_DIR")):
        folder = f"{runtime}/pulse"
    return f"{folder}/native" if folder else None


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        # One that is frozen takes no more connections at some time.
        probe.setblocking(False)
        return probe.connect_ex(path) == 0
