"""Can the server play at all? It dies of sound that it cannot play: version 0.12.0 while it does
not reach PulseAudio, and 0.11.4 when no sink is left or its stream was ended.

A stream of 0.11.4 that was ended (the sink went away, PulseAudio was started anew) takes one piece
of sound and aborts at the next, but is opened anew for sound of another rate. One that found no
sink at its first message plays nothing until the server is started anew, and hangs.
"""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sotto_speechd.sinks import Sinks, look

_TRIES, _PAUSE_SECONDS = 5, 0.010


class ServerSound:
    """The sound of the server of that process, in the environment that it gave to its module."""

    def __init__(
        self,
        server: int,
        environment: Mapping[str, str],
        look: Callable[[], Sinks | None] = look,
    ) -> None:
        self._server = server
        self._socket = _pulse_socket(environment)
        self._look = look
        self._is_odd = self._is_pulse = self._is_simple = False
        self._has_played = self._is_used = False

    def is_there(self) -> bool:
        """False only when it plays through a PulseAudio that does not answer, or has no sink.

        Ask while a message is spoken, before its first sound: from the first one on it is known
        what it plays through. Takes about 1 ms, and never long.
        """
        if self._socket is not None and not _answers(self._socket):
            return not self._uses_pulse()
        if not self._uses_pulse():
            return True
        found = self._look()
        if found is None:
            return True
        if self._server in found.players:
            self._has_played = True
        elif self._is_used:
            self._is_odd, self._is_used = not self._is_odd, False
        return self._has_played and found.count > 0

    def rate(self, rate: int) -> int:
        """The hertz that sound of `rate` is told to have: one more after each ended stream."""
        self._is_used = True
        return rate + self._is_odd

    def is_mortal(self) -> bool:
        """Whether it is one that dies when the last sink goes while it plays: 0.11.4."""
        return self._uses_pulse() and self._is_simple

    def has_sink(self) -> bool:
        """Whether anybody else than the server could play: False only when that is known."""
        if self._socket is not None and not _answers(self._socket):
            return False
        found = self._look()
        return found is None or found.count > 0

    def _uses_pulse(self) -> bool:
        if not self._is_pulse:
            try:
                libraries = Path(f"/proc/{self._server}/maps").read_text()
            except OSError:
                return False
            # It stays so: the server loads it with its first sound.
            self._is_pulse = "/spd_pulse.so" in libraries
            self._is_simple = "/libpulse-simple.so" in libraries
        return self._is_pulse


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
    """One that is busy takes no more connections for a moment, one that is frozen for long."""
    for _ in range(_TRIES):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.setblocking(False)
            error = probe.connect_ex(path)
        if error != errno.EAGAIN:
            return error == 0
        time.sleep(_PAUSE_SECONDS)
    return False
