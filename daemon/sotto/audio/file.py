"""A sink that writes a WAV file as fast as it is given sound."""

from __future__ import annotations

import threading
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sotto.errors import NoSoundReason, SinkError
from sotto.messages import HOUSE_RATE, Samples


class FileSink:
    """Mono 16 bit WAV; what is written counts as heard at once, so `drop` finds nothing."""

    def __init__(self, path: Path, rate: int = HOUSE_RATE) -> None:
        self._path = path
        self._rate = rate
        self._position = 0
        self._lock = threading.Lock()
        self._file: wave.Wave_write | None = None

    @property
    def rate(self) -> int:
        """Hertz."""
        return self._rate

    def open(self, on_lost: Callable[[Exception], None]) -> None:
        """Create or empty the file. Raises SinkError when it cannot be written."""
        try:
            file = self._path.open("wb")
        except OSError as error:
            raise SinkError(NoSoundReason.NO_DEVICE, str(error)) from error
        self._file = wave.open(file, "wb")  # noqa: SIM115 - closed by close()
        self._opened = file
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(self._rate)
        self._position = 0

    def write(self, samples: Samples) -> int:
        """Append samples, clipped to full scale. Raises SinkError."""
        with self._lock:
            if self._file is None:
                raise SinkError(NoSoundReason.NO_DEVICE, "the file is not open")
            try:
                self._file.writeframes(to_pcm16(samples))
            except OSError as error:
                raise SinkError(NoSoundReason.SERVER_LOST, str(error)) from error
            start = self._position
            self._position += len(samples)
            return start

    def drop(self) -> int:
        """Nothing is ever unheard; returns the position."""
        return self._position

    def position(self) -> int:
        """Samples written."""
        return self._position

    def end(self) -> int:
        """Samples written."""
        return self._position

    def close(self) -> None:
        """Complete the header and close the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None
                self._opened.close()


def to_pcm16(samples: Samples) -> bytes:
    """Little-endian 16 bit PCM, rounded, clipped to full scale."""
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()
