"""The part of libpulse that Sotto uses, bound by ctypes: asynchronous playback, nothing else.

Names, structures and numbers are those of <pulse/pulseaudio.h>.
"""

from __future__ import annotations

import ctypes
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_int,
    c_int64,
    c_long,
    c_size_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)

from sotto.errors import NoSoundReason, SinkError

SAMPLE_FLOAT32LE = 5

CONTEXT_READY = 4
CONTEXT_FAILED = 5
CONTEXT_TERMINATED = 6

STREAM_READY = 2
STREAM_FAILED = 3
STREAM_TERMINATED = 4

STREAM_START_CORKED = 0x0001
STREAM_EARLY_REQUESTS = 0x4000

SEEK_RELATIVE = 0
ERROR_NO_ENTITY = 5
ANY = 0xFFFFFFFF
"""As a buffer attribute: the server chooses."""
NEVER = 2**64 - 1
"""As the time of an event: switched off."""


class SampleSpec(Structure):
    """pa_sample_spec."""

    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class BufferAttributes(Structure):
    """pa_buffer_attr; bytes."""

    _fields_ = tuple(
        (name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize")
    )


class TimingInfo(Structure):
    """pa_timing_info; microseconds and bytes."""

    _fields_ = (
        ("timestamp", c_long * 2),
        ("synchronized_clocks", c_int),
        ("sink_usec", c_uint64),
        ("source_usec", c_uint64),
        ("transport_usec", c_uint64),
        ("playing", c_int),
        ("write_index_corrupt", c_int),
        ("write_index", c_int64),
        ("read_index_corrupt", c_int),
        ("read_index", c_int64),
        ("configured_sink_usec", c_uint64),
        ("configured_source_usec", c_uint64),
        ("since_underrun", c_int64),
    )


class ServerInfo(Structure):
    """The beginning of pa_server_info."""

    _fields_ = tuple(
        (name, c_char_p) for name in ("user_name", "host_name", "server_version", "server_name")
    )


class MainloopApi(Structure):
    """pa_mainloop_api; only `time_free` is used."""

    _fields_ = (
        *((name, c_void_p) for name in ("userdata", "io_new", "io_enable", "io_free")),
        *((name, c_void_p) for name in ("io_set_destroy", "time_new", "time_restart")),
        ("time_free", CFUNCTYPE(None, c_void_p)),
    )


NOTIFY = CFUNCTYPE(None, c_void_p, c_void_p)
"""pa_context_notify_cb_t, pa_stream_notify_cb_t."""
REQUEST = CFUNCTYPE(None, c_void_p, c_size_t, c_void_p)
"""pa_stream_request_cb_t."""
SUCCESS = CFUNCTYPE(None, c_void_p, c_int, c_void_p)
"""pa_stream_success_cb_t."""
SERVER_INFO = CFUNCTYPE(None, c_void_p, POINTER(ServerInfo), c_void_p)
"""pa_server_info_cb_t."""
ONCE = CFUNCTYPE(None, c_void_p, c_void_p)
TIMER = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_void_p)
"""pa_time_event_cb_t."""

_P = c_void_p
_SIGNATURES: tuple[tuple[str, object, tuple[object, ...]], ...] = (
    ("pa_threaded_mainloop_new", _P, ()),
    ("pa_threaded_mainloop_free", None, (_P,)),
    ("pa_threaded_mainloop_start", c_int, (_P,)),
    ("pa_threaded_mainloop_stop", None, (_P,)),
    ("pa_threaded_mainloop_lock", None, (_P,)),
    ("pa_threaded_mainloop_unlock", None, (_P,)),
    ("pa_threaded_mainloop_in_thread", c_int, (_P,)),
    ("pa_threaded_mainloop_once_unlocked", None, (_P, ONCE, _P)),
    ("pa_threaded_mainloop_get_api", POINTER(MainloopApi), (_P,)),
    ("pa_rtclock_now", c_uint64, ()),
    ("pa_proplist_new", _P, ()),
    ("pa_proplist_free", None, (_P,)),
    ("pa_proplist_sets", c_int, (_P, c_char_p, c_char_p)),
    ("pa_context_new_with_proplist", _P, (POINTER(MainloopApi), c_char_p, _P)),
    ("pa_context_unref", None, (_P,)),
    ("pa_context_connect", c_int, (_P, c_char_p, c_int, _P)),
    ("pa_context_disconnect", None, (_P,)),
    ("pa_context_errno", c_int, (_P,)),
    ("pa_context_get_state", c_int, (_P,)),
    ("pa_context_set_state_callback", None, (_P, NOTIFY, _P)),
    ("pa_context_get_server_info", _P, (_P, SERVER_INFO, _P)),
    ("pa_context_rttime_new", _P, (_P, c_uint64, TIMER, _P)),
    ("pa_context_rttime_restart", None, (_P, _P, c_uint64)),
    ("pa_stream_new_with_proplist", _P, (_P, c_char_p, POINTER(SampleSpec), _P, _P)),
    ("pa_stream_unref", None, (_P,)),
    (
        "pa_stream_connect_playback",
        c_int,
        (_P, c_char_p, POINTER(BufferAttributes), c_int, _P, _P),
    ),
    ("pa_stream_disconnect", c_int, (_P,)),
    ("pa_stream_get_state", c_int, (_P,)),
    ("pa_stream_get_index", c_uint32, (_P,)),
    ("pa_stream_get_device_name", c_char_p, (_P,)),
    ("pa_stream_is_suspended", c_int, (_P,)),
    ("pa_stream_set_state_callback", None, (_P, NOTIFY, _P)),
    ("pa_stream_set_write_callback", None, (_P, REQUEST, _P)),
    ("pa_stream_set_underflow_callback", None, (_P, NOTIFY, _P)),
    ("pa_stream_set_moved_callback", None, (_P, NOTIFY, _P)),
    ("pa_stream_set_suspended_callback", None, (_P, NOTIFY, _P)),
    ("pa_stream_writable_size", c_size_t, (_P,)),
    ("pa_stream_write", c_int, (_P, _P, c_size_t, _P, c_int64, c_int)),
    ("pa_stream_flush", _P, (_P, SUCCESS, _P)),
    ("pa_stream_cork", _P, (_P, c_int, SUCCESS, _P)),
    ("pa_stream_set_buffer_attr", _P, (_P, POINTER(BufferAttributes), SUCCESS, _P)),
    ("pa_stream_update_timing_info", _P, (_P, SUCCESS, _P)),
    ("pa_stream_get_timing_info", POINTER(TimingInfo), (_P,)),
    ("pa_operation_unref", None, (_P,)),
    ("pa_strerror", c_char_p, (c_int,)),
)


def load() -> ctypes.CDLL:
    """The library with all signatures declared. Raises SinkError(NO_LIBRARY)."""
    try:
        library = ctypes.CDLL("libpulse.so.0")
    except OSError as error:
        raise SinkError(NoSoundReason.NO_LIBRARY, str(error)) from error
    for name, result, arguments in _SIGNATURES:
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library
