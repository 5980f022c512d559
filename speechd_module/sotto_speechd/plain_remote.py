"""The plain voice in another process, with bounded waits: what hangs or crashes there is ended,
and a fresh one goes on from the word that was reached.
"""

from __future__ import annotations

import contextlib
import logging
import select
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from sotto_speechd import plain_frames as frames
from sotto_speechd.errors import PlainVoiceError
from sotto_speechd.pieces import Piece, Take, Word
from sotto_speechd.request import Request

_log = logging.getLogger(__name__)

START_SECONDS = 3.0
ANSWER_SECONDS = 1.0
"""A busy machine needs some hundredths of it for the next 20 ms of sound."""

_TRIES = 2
_ROOT = str(Path(__file__).parents[1])
PROGRAM = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); "
    "from sotto_speechd.plain_process import main; main()"
)
_FAILURES = (OSError, EOFError, ValueError)


class RemotePlainVoice:
    """The interface of PlainVoice. One text at a time; the others wait for it."""

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._rate = 0

    def rate(self) -> int:
        """Hertz. Raises PlainVoiceError."""
        with self._lock:
            reason = ""
            for _ in range(0 if self._rate else _TRIES):
                try:
                    self._rate = self._begun().rate()
                    break
                except _FAILURES as error:
                    reason = self._failed(error)
            if not self._rate:
                raise PlainVoiceError(f"libespeak-ng does not answer: {reason}")
            return self._rate

    def speak(self, request: Request, take: Take) -> None:
        """Synthesize it piece by piece; returns when all is taken. Raises PlainVoiceError."""
        with self._lock:
            reached = [0]

            def counted(piece: Piece) -> bool:
                if isinstance(piece, Word):
                    piece = Word(base + piece.start, base + piece.end)
                    reached.append(max(reached[-1], piece.start))
                return take(piece)

            reason = ""
            for _ in range(_TRIES):
                base = reached[-1]
                try:
                    self._begun().speak(request.since(base), counted)
                    return
                except _FAILURES as error:
                    reason = self._failed(error)
            raise PlainVoiceError(f"libespeak-ng does not answer: {reason}")

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _begun(self) -> _Process:
        if self._process is None:
            self._process = _Process(self._program)
        return self._process

    def _failed(self, error: Exception) -> str:
        self.close()
        reason = str(error) or type(error).__name__
        _log.warning("the process of the plain voice is started anew: %s", reason)
        return reason


class _Process:
    """One process. Raises OSError, EOFError and ValueError when it is of no use any more."""

    def __init__(self, program: str) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-S", "-c", program],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except OSError:
                self._line.close()
                raise
        self._patience = START_SECONDS

    def rate(self) -> int:
        """Raises PlainVoiceError when the library refuses."""
        frames.send(self._line, frames.RATE)
        return int(self._answer()[1])

    def speak(self, request: Request, take: Take) -> None:
        """Raises PlainVoiceError when the library refuses."""
        frames.send(self._line, frames.SPEAK, frames.of_request(request))
        while True:
            kind, data = self._answer()
            if kind == frames.END:
                return
            is_wanted = take(frames.to_piece(kind, data))
            frames.send(self._line, frames.MORE if is_wanted else frames.STOP)

    def close(self) -> None:
        """Kill it; nothing of it is left."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._line.close()

    def _answer(self) -> tuple[bytes, bytes]:
        until = time.monotonic() + self._patience
        kind, data = frames.receive(self._line, lambda: self._wait(until))
        self._patience = ANSWER_SECONDS
        if kind == frames.PROBLEM:
            raise PlainVoiceError(data.decode())
        return kind, data

    def _wait(self, until: float) -> None:
        if not select.select([self._line], [], [], max(until - time.monotonic(), 0))[0]:
            raise TimeoutError(f"nothing for {self._patience:g} s")
