"""What a PulseAudio server plays to, and for whom, asked once and within a bounded time.

libpulse through ctypes, since the module needs nothing but Python. Source of every constant and
structure: its public headers def.h, introspect.h and sample.h.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_NO_AUTOSPAWN = 1
_READY, _FAILED = 4, 5
_PATIENCE_SECONDS = 0.1
_PROCESS = b"application.process.id"


@dataclass(frozen=True, slots=True)
class Sinks:
    """How many there are, and the processes that play through them."""

    count: int
    players: frozenset[int]


class _SampleSpec(ctypes.Structure):
    _fields_ = [
        ("format", ctypes.c_int),
        ("rate", ctypes.c_uint32),
        ("channels", ctypes.c_uint8),
    ]


class _PerChannel(ctypes.Structure):
    _fields_ = [("channels", ctypes.c_uint8), ("values", ctypes.c_uint32 * 32)]


class _SinkInput(ctypes.Structure):
    _fields_ = [
        ("index", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
        ("owner_module", ctypes.c_uint32),
        ("client", ctypes.c_uint32),
        ("sink", ctypes.c_uint32),
        ("sample_spec", _SampleSpec),
        ("channel_map", _PerChannel),
        ("volume", _PerChannel),
        ("buffer_usec", ctypes.c_uint64),
        ("sink_usec", ctypes.c_uint64),
        ("resample_method", ctypes.c_char_p),
        ("driver", ctypes.c_char_p),
        ("mute", ctypes.c_int),
        ("proplist", ctypes.c_void_p),
    ]


_ANY_INFO = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_INPUT_INFO = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.POINTER(_SinkInput), ctypes.c_int, ctypes.c_void_p
)
_RESULTS: Mapping[str, type[ctypes.c_void_p] | type[ctypes.c_char_p]] = {
    "pa_mainloop_new": ctypes.c_void_p,
    "pa_mainloop_get_api": ctypes.c_void_p,
    "pa_context_new": ctypes.c_void_p,
    "pa_context_get_sink_info_list": ctypes.c_void_p,
    "pa_context_get_sink_input_info_list": ctypes.c_void_p,
    "pa_proplist_gets": ctypes.c_char_p,
}


def look(patience: float = _PATIENCE_SECONDS) -> Sinks | None:
    """The sinks of the user's server; None when it does not answer, or libpulse is missing."""
    try:
        library = ctypes.CDLL("libpulse.so.0")
    except OSError:
        return None
    for name, kind in _RESULTS.items():
        getattr(library, name).restype = kind
    return _Question(library, patience).ask()


class _Question:
    """One connection, on the thread that asks."""

    def __init__(self, library: ctypes.CDLL, patience: float) -> None:
        self._library = library
        self._due = time.monotonic() + patience
        self._count = self._answered = 0
        self._players: set[int] = set()
        # libpulse holds bare pointers to them.
        self._on_sink = _ANY_INFO(self._sink)
        self._on_input = _INPUT_INFO(self._input)

    def ask(self) -> Sinks | None:
        """The answer in time, else None."""
        library = self._library
        loop = ctypes.c_void_p(library.pa_mainloop_new())
        api = ctypes.c_void_p(library.pa_mainloop_get_api(loop))
        context = ctypes.c_void_p(library.pa_context_new(api, b"Sotto"))
        try:
            if library.pa_context_connect(context, None, _NO_AUTOSPAWN, None) < 0:
                return None
            if not self._turn(loop, lambda: library.pa_context_get_state(context) >= _READY):
                return None
            if library.pa_context_get_state(context) >= _FAILED:
                return None
            # In this order: a sink that went in between is not counted with its players gone.
            for function, callback in (
                (library.pa_context_get_sink_input_info_list, self._on_input),
                (library.pa_context_get_sink_info_list, self._on_sink),
            ):
                operation = ctypes.c_void_p(function(context, callback, None))
                if operation:
                    library.pa_operation_unref(operation)
            is_known = self._turn(loop, lambda: self._answered >= 2)
            return Sinks(self._count, frozenset(self._players)) if is_known else None
        finally:
            library.pa_context_disconnect(context)
            library.pa_context_unref(context)
            library.pa_mainloop_free(loop)

    def _turn(self, loop: ctypes.c_void_p, is_done: Callable[[], bool]) -> bool:
        """Run the loop until then; whether that came in time."""
        library = self._library
        while not is_done():
            left = self._due - time.monotonic()
            if left <= 0 or library.pa_mainloop_prepare(loop, int(left * 1_000_000)) < 0:
                return False
            if library.pa_mainloop_poll(loop) < 0 or library.pa_mainloop_dispatch(loop) < 0:
                return False
        return True

    def _sink(self, _context: int, _info: int, end: int, _data: int) -> None:
        if end:
            self._answered += 1
        else:
            self._count += 1

    def _input(
        self, _context: int, info: ctypes._Pointer[_SinkInput], end: int, _data: int
    ) -> None:
        if end:
            self._answered += 1
            return
        process = self._library.pa_proplist_gets(ctypes.c_void_p(info.contents.proplist), _PROCESS)
        if process and process.isdigit():
            self._players.add(int(process))
