"""Sound that the module plays itself, where the server would die of it: version 0.11.4 aborts when
the last sink goes while it plays, for what it still holds cannot be taken back.

libpulse's simple interface through ctypes, on one thread. Source of every constant and structure:
its public headers def.h, sample.h and simple.h.
"""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sotto_speechd.devices import Sinks

_log = logging.getLogger(__name__)

_PLAYBACK, _S16LE, _ANY = 1, 3, 0xFFFFFFFF
_BUFFER_SECONDS = 0.080
"""What the sound server holds: that much may be lost with a sink, and a stop comes that late."""

_SLICE_SECONDS = 0.010
"""How soon it is noticed that no more is wanted."""

_IDLE_SECONDS = 2.0
"""A stream that plays nothing for so long is closed: it would keep the device awake."""


class _SampleSpec(ctypes.Structure):
    _fields_ = [
        ("format", ctypes.c_int),
        ("rate", ctypes.c_uint32),
        ("channels", ctypes.c_uint8),
    ]


class _BufferAttributes(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize")
    ]


@dataclass(frozen=True, slots=True)
class _Sound:
    pcm: bytes
    rate: int


@dataclass(frozen=True, slots=True)
class _Call:
    call: Callable[[], object]
    is_last: bool


class OwnSound:
    """Plays what it is given, in order, on the first of `devices` that is there, else on the
    default one; they are asked for when sound begins after a pause. `on_lost` is called on its
    thread when there is no sound any more; all that waited is forgotten then."""

    def __init__(self, on_lost: Callable[[], object], devices: Sinks = tuple) -> None:
        self._on_lost = on_lost
        self._changed = threading.Condition()
        self._waiting: deque[_Sound | _Call] = deque()
        self._round = 0
        self._flushed = 0
        self._thread: threading.Thread | None = None
        self._stream = _Stream(devices)

    def play(self, pcm: bytes, rate: int) -> None:
        """Mono 16 bit samples."""
        self._add(_Sound(pcm, rate))

    def tell(self, call: Callable[[], object], *, is_last: bool = False) -> None:
        """Call this once all that was given before is with the sound server; `is_last`: once it
        was heard. Never after `drop`."""
        self._add(_Call(call, is_last))

    def drop(self) -> None:
        """Silence; what waits is forgotten."""
        with self._changed:
            self._waiting.clear()
            self._round += 1
            self._changed.notify_all()

    def _add(self, item: _Sound | _Call) -> None:
        with self._changed:
            self._waiting.append(item)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="own sound", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._changed.wait_for(self._is_wanted, _IDLE_SECONDS):
                    self._stream.close()
                    self._changed.wait_for(self._is_wanted)
                number = self._round
                item = self._waiting.popleft() if self._waiting else None
            if number != self._flushed:
                self._stream.flush()
                self._flushed = number
            try:
                self._do(item, number)
            except OSError as error:
                self._lost(error)

    def _is_wanted(self) -> bool:
        return bool(self._waiting) or self._round != self._flushed

    def _do(self, item: _Sound | _Call | None, number: int) -> None:
        if isinstance(item, _Sound):
            self._play(item, number)
        elif item is not None and (not item.is_last or self._is_heard(number)):
            with self._changed:
                is_due = number == self._round
            if is_due:
                item.call()

    def _play(self, sound: _Sound, number: int) -> None:
        size = 2 * round(_SLICE_SECONDS * sound.rate)
        for start in range(0, len(sound.pcm), size):
            if number != self._round:
                return
            self._stream.write(sound.pcm[start : start + size], sound.rate)

    def _is_heard(self, number: int) -> bool:
        """Wait until all is; False when it was dropped."""
        due = time.monotonic() + self._stream.latency()
        with self._changed:
            dropped = self._changed.wait_for(
                lambda: number != self._round, max(due - time.monotonic(), 0)
            )
        return not dropped

    def _lost(self, error: OSError) -> None:
        _log.warning("no sound: %s", error)
        self._stream.close()
        self.drop()
        self._on_lost()


class _Stream:
    """One connection, opened with the first sound and for another rate. Raises OSError."""

    def __init__(self, devices: Sinks) -> None:
        self._devices = devices
        self._library: ctypes.CDLL | None = None
        self._simple: ctypes.c_void_p | None = None
        self._rate = 0

    def write(self, pcm: bytes, rate: int) -> None:
        """Returns when the server has room for it."""
        if self._simple is None or rate != self._rate:
            self._open(rate)
        assert self._library is not None
        error = ctypes.c_int()
        if self._library.pa_simple_write(self._simple, pcm, len(pcm), ctypes.byref(error)) < 0:
            raise OSError(f"libpulse: error {error.value}")

    def latency(self) -> float:
        """Seconds until all that was written is heard."""
        if self._simple is None or self._library is None:
            return 0.0
        error = ctypes.c_int()
        found = self._library.pa_simple_get_latency(self._simple, ctypes.byref(error))
        if error.value:
            raise OSError(f"libpulse: error {error.value}")
        return float(found) / 1e6

    def flush(self) -> None:
        """Silence at once."""
        if self._simple is not None and self._library is not None:
            self._library.pa_simple_flush(self._simple, None)

    def close(self) -> None:
        """Leave the server."""
        if self._simple is not None and self._library is not None:
            self._library.pa_simple_free(self._simple)
        self._simple = None

    def _open(self, rate: int) -> None:
        self.close()
        self._library = library = _load()
        spec = _SampleSpec(_S16LE, rate, 1)
        size = 2 * round(_BUFFER_SECONDS * rate)
        attributes = _BufferAttributes(_ANY, size, 2, _ANY, _ANY)
        error = ctypes.c_int()
        for device in (*(name.encode() for name in self._devices()), None):
            made = library.pa_simple_new(
                None, b"speech-dispatcher", _PLAYBACK, device, b"playback", ctypes.byref(spec),
                None, ctypes.byref(attributes), ctypes.byref(error),
            )  # fmt: skip
            if made:
                self._simple, self._rate = ctypes.c_void_p(made), rate
                return
            _log.info("no sound on %s: error %d", device, error.value)
        raise OSError(f"libpulse: error {error.value}")


def _load() -> ctypes.CDLL:
    """Raises OSError."""
    library = ctypes.CDLL("libpulse-simple.so.0")
    library.pa_simple_new.restype = ctypes.c_void_p
    library.pa_simple_get_latency.restype = ctypes.c_uint64
    library.pa_simple_write.argtypes = [
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p,
    ]  # fmt: skip
    return library
