"""Sound of any sample rate at the house rate, as a stream, by libsoxr.

libsoxr takes its filters' delay off itself, so sound stays where it was. Where the library is
missing, straight lines are drawn between samples: duller, but nobody is silent for that.
"""

from __future__ import annotations

import ctypes
import logging
import weakref
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

import numpy as np

from sotto.audio.moved_cues import MovedCues
from sotto.errors import EngineError
from sotto.messages import AudioChunk, Samples

_log = logging.getLogger(__name__)

_NOTHING = np.zeros(0, np.float32)
_FLOATS = ctypes.POINTER(ctypes.c_float)
_HIGH_QUALITY = 4
_MOST_RATIO = 8
_SPARE = 4096
"""Samples that may leave beyond those that are owed for what came in."""


def at_rate(chunks: Iterable[AudioChunk], rate: int) -> Iterator[AudioChunk]:
    """The chunks at `rate` hertz, whatever theirs is; those that have it are not touched."""
    resample: Resample | None = None
    for chunk in chunks:
        if chunk.rate == rate and resample is None:
            yield chunk
            continue
        if resample is not None and chunk.rate != resample.source:
            yield resample.flush()
            resample = None
        resample = resample or Resample(chunk.rate, rate)
        yield resample.feed(chunk)
    if resample is not None:
        yield resample.flush()


class Resample:
    """Sound at `source` hertz becomes sound at `rate` hertz; its length is exact.

    Some 20 ms are held back until more comes. Raises EngineError for a rate nobody has.
    """

    def __init__(self, source: int, rate: int) -> None:
        if not rate / _MOST_RATIO <= source <= rate * _MOST_RATIO:
            raise EngineError(f"sound at {source} Hz")
        self.source = source
        self._rate = rate
        self._cues = MovedCues(rate / source, rate)
        self._converter = _converter(source, rate)
        self._ready = _NOTHING

    def feed(self, chunk: AudioChunk) -> AudioChunk:
        """Take sound, give what is ready of it."""
        self._cues.take(chunk)
        sound = np.ascontiguousarray(chunk.samples, np.float32)
        ready = np.concatenate([self._ready, self._converter.feed(sound)])
        owed = max(self._cues.owed, 0)
        self._ready = ready[owed:]
        return self._cues.give(ready[:owed], is_last=False)

    def flush(self) -> AudioChunk:
        """Give all that is held back; the next `feed` begins a new stretch of sound."""
        ready = np.concatenate([self._ready, self._converter.flush()])
        owed = max(self._cues.owed, 0)
        padded = np.concatenate([ready[:owed], np.zeros(max(owed - len(ready), 0), np.float32)])
        last = self._cues.give(padded, is_last=True)
        self._cues.reset()
        self._ready = _NOTHING
        self._converter = _converter(self.source, self._rate)
        return last


class _Converter(Protocol):
    def feed(self, samples: Samples) -> Samples: ...

    def flush(self) -> Samples: ...


def _converter(source: int, rate: int) -> _Converter:
    library = _load()
    return _Lines(source, rate) if library is None else _Soxr(library, source, rate)


class _Lines:
    """Linear interpolation."""

    def __init__(self, source: int, rate: int) -> None:
        self._step = source / rate
        self._next = 0
        self._begin = 0
        self._held = _NOTHING

    def feed(self, samples: Samples) -> Samples:
        held = np.concatenate([self._held, samples])
        last = self._begin + len(held) - 1
        count = max(int(last / self._step) + 1 - self._next, 0) if len(held) else 0
        place = np.arange(self._next, self._next + count) * self._step - self._begin
        self._next += count
        drop = max(min(int(self._next * self._step) - self._begin, len(held) - 1), 0)
        self._begin += drop
        self._held = held[drop:]
        return (
            np.interp(place, np.arange(len(held)), held).astype(np.float32) if count else _NOTHING
        )

    def flush(self) -> Samples:
        """What lies beyond the last sample that came in, at its level."""
        return np.repeat(self._held[-1:], _MOST_RATIO)


class _SoxrQuality(ctypes.Structure):
    """soxr_quality_spec_t."""

    _fields_ = (
        ("precision", ctypes.c_double),
        ("phase_response", ctypes.c_double),
        ("passband_end", ctypes.c_double),
        ("stopband_begin", ctypes.c_double),
        ("e", ctypes.c_void_p),
        ("flags", ctypes.c_ulong),
    )


class _Soxr:
    """A libsoxr stream of one channel of float."""

    def __init__(self, library: ctypes.CDLL, source: int, rate: int) -> None:
        self._library = library
        self._ratio = rate / source
        quality = library.soxr_quality_spec(_HIGH_QUALITY, 0)
        error = ctypes.c_char_p()
        stream = library.soxr_create(
            source, rate, 1, ctypes.byref(error), None, ctypes.byref(quality), None
        )
        if not stream:
            raise EngineError(
                f"libsoxr: {(error.value or b'no memory').decode('utf-8', 'replace')}"
            )
        self._stream = ctypes.c_void_p(stream)
        weakref.finalize(self, library.soxr_delete, self._stream)

    def feed(self, samples: Samples) -> Samples:
        if not len(samples):
            return _NOTHING
        return self._process(samples.ctypes.data_as(_FLOATS), len(samples))

    def flush(self) -> Samples:
        return self._process(None, 0)

    def _process(self, source: ctypes._Pointer[ctypes.c_float] | None, count: int) -> Samples:
        """Room is made for everything, so nothing that comes in is left over."""
        room = int(count * self._ratio) + _SPARE + int(self._ratio * _SPARE)
        sound = np.empty(room, np.float32)
        taken, made = ctypes.c_size_t(), ctypes.c_size_t()
        error = self._library.soxr_process(
            self._stream,
            source,
            count,
            ctypes.byref(taken),
            sound.ctypes.data_as(_FLOATS),
            room,
            ctypes.byref(made),
        )
        if error or taken.value != count:
            raise EngineError(f"libsoxr: {(error or b'takes no sound').decode('utf-8', 'replace')}")
        return sound[: made.value]


@lru_cache(maxsize=1)
def _load() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libsoxr.so.0")
    except OSError:
        _log.warning("libsoxr0 is not installed: voices of other sample rates sound duller")
        return None
    size, pointer = ctypes.c_size_t, ctypes.c_void_p
    sizes = ctypes.POINTER(ctypes.c_size_t)
    quality = ctypes.POINTER(_SoxrQuality)
    error = ctypes.POINTER(ctypes.c_char_p)
    two, text = (ctypes.c_double, ctypes.c_double), ctypes.c_char_p
    for name, result, arguments in (
        ("soxr_quality_spec", _SoxrQuality, (ctypes.c_ulong, ctypes.c_ulong)),
        ("soxr_create", pointer, (*two, ctypes.c_uint, error, pointer, quality, pointer)),
        ("soxr_delete", None, (pointer,)),
        ("soxr_process", text, (pointer, _FLOATS, size, sizes, _FLOATS, size, sizes)),
    ):
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library
