"""Faster or slower speech at the same pitch, by libsonic.

Method: pitch-synchronous overlap-add as published by Bill Cox in "Sonic"
(https://github.com/waywardgeek/sonic), which espeak-ng uses as well.
"""

from __future__ import annotations

import ctypes
import weakref

import numpy as np

from sotto.audio.moved_cues import MovedCues
from sotto.errors import EngineError, InvalidOptionError
from sotto.messages import RATE_RANGE, AudioChunk, Samples

_NOTHING = np.zeros(0, np.float32)
_FLOATS = ctypes.POINTER(ctypes.c_float)


class Stretch:
    """Streaming time-stretch; `factor` 2 is twice as fast, 1 hands chunks through untouched.

    The same chunks give the same samples. Raises InvalidOptionError for a factor outside
    RATE_RANGE and EngineError when libsonic is missing.
    """

    def __init__(self, rate: int, factor: float) -> None:
        if not RATE_RANGE[0] <= factor <= RATE_RANGE[1]:
            raise InvalidOptionError(f"stretch is {factor}; it must be in {RATE_RANGE}")
        self._rate = rate
        self._cues = MovedCues(1 / factor, rate)
        self._ready = _NOTHING
        self._sonic = None if factor == 1 else _Sonic(rate, factor)

    def feed(self, chunk: AudioChunk) -> AudioChunk:
        """Take sound, give what is ready of it (perhaps nothing, some 30 ms are held back)."""
        if self._sonic is None:
            return chunk
        self._cues.take(chunk)
        self._sonic.write(chunk.samples)
        return self._cues.give(self._take(self._sonic), is_last=False)

    def flush(self) -> AudioChunk:
        """Give all that is held back; the next `feed` begins a new stretch of sound."""
        if self._sonic is None:
            return AudioChunk(_NOTHING, self._rate)
        self._sonic.flush()
        # libsonic may end some samples too early; the length owed is exact.
        owed = self._cues.owed
        rest = self._take(self._sonic)
        padded = np.concatenate([rest, np.zeros(owed - len(rest), np.float32)])
        last = self._cues.give(padded, is_last=True)
        self._cues.reset()
        self._ready = _NOTHING
        return last

    def _take(self, sonic: _Sonic) -> Samples:
        """What is ready, up to the length owed: libsonic can run a pitch period ahead of it."""
        ready = np.concatenate([self._ready, sonic.read()])
        owed = self._cues.owed
        self._ready = ready[owed:]
        return ready[:owed]


class _Sonic:
    """A libsonic stream of one channel."""

    def __init__(self, rate: int, speed: float) -> None:
        self._library = _load()
        stream = self._library.sonicCreateStream(rate, 1)
        if not stream:
            raise EngineError("libsonic has no memory")
        self._stream = ctypes.c_void_p(stream)
        self._library.sonicSetSpeed(self._stream, speed)
        weakref.finalize(self, self._library.sonicDestroyStream, self._stream)

    def write(self, samples: Samples) -> None:
        # Sonic computes in 16 bits and wraps around beyond full scale.
        sound = np.clip(samples, -1, 1).astype(np.float32)
        if not self._library.sonicWriteFloatToStream(self._stream, _pointer(sound), len(sound)):
            raise EngineError("libsonic has no memory")

    def flush(self) -> None:
        if not self._library.sonicFlushStream(self._stream):
            raise EngineError("libsonic has no memory")

    def read(self) -> Samples:
        sound = np.empty(self._library.sonicSamplesAvailable(self._stream), np.float32)
        self._library.sonicReadFloatFromStream(self._stream, _pointer(sound), len(sound))
        return sound


def _pointer(samples: Samples) -> ctypes._Pointer[ctypes.c_float]:
    return samples.ctypes.data_as(_FLOATS)


def _load() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL("libsonic.so.0")
    except OSError as error:
        raise EngineError("libsonic0 is not installed") from error
    stream = ctypes.c_void_p
    for name, result, arguments in (
        ("sonicCreateStream", stream, (ctypes.c_int, ctypes.c_int)),
        ("sonicDestroyStream", None, (stream,)),
        ("sonicSetSpeed", None, (stream, ctypes.c_float)),
        ("sonicWriteFloatToStream", ctypes.c_int, (stream, _FLOATS, ctypes.c_int)),
        ("sonicReadFloatFromStream", ctypes.c_int, (stream, _FLOATS, ctypes.c_int)),
        ("sonicFlushStream", ctypes.c_int, (stream,)),
        ("sonicSamplesAvailable", ctypes.c_int, (stream,)),
    ):
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library
