"""One playback stream on a PulseAudio server, as typed calls and events around libpulse.

It knows no queue and no policy: `pulse.py` decides what to send, when to cork, when to
reconnect. Threading rule: libpulse's own thread calls the listener with the lock held;
everybody else calls inside `with stream.locked()`.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from sotto.audio.pulse import library as pa
from sotto.audio.pulse.pacing import QUICK, Buffering
from sotto.errors import NoSoundReason, SinkError
from sotto.messages import Samples

_SAMPLE = 4
"""Bytes of a float32 sample."""

_GIL_LOCKED = 0
"""PyGILState_LOCKED: the caller goes on holding the lock."""


class StreamListener(Protocol):
    """Receives the events of a stream, in libpulse's thread."""

    def on_ready(self) -> None:
        """The server plays from now on."""
        ...

    def on_gone(self, error: SinkError) -> None:
        """The stream ended by itself, or could not be made."""
        ...

    def on_request(self) -> None:
        """The server has room for more."""
        ...

    def on_underrun(self) -> None:
        """The server had nothing to play."""
        ...

    def on_played(self, offset: int, unread: int) -> None:
        """`offset` samples since the last flush left the loudspeaker, `unread` are waiting.

        The rest is on its way through the device.
        """
        ...

    def on_alarm(self) -> None:
        """The time set with `set_alarm` has come."""
        ...


class PulseStream:
    """Mono float32 at `rate` hertz to `device` ("": the default) on `server` ("": the user's).

    Raises SinkError where libpulse's thread cannot begin.
    """

    def __init__(self, listener: StreamListener, rate: int, *, server: str, device: str) -> None:
        self._listener = listener
        self._rate = rate
        self._buffering = QUICK
        self._server = server.encode() or None
        self._device = device.encode() or None
        self._is_elsewhere = False
        self._library = pa.load()
        self._context: int | None = None
        self._stream: int | None = None
        self._is_ready = False
        self._is_pipewire = False
        self._is_asking = False
        self._is_over = True
        self._written = 0
        self._keep_callbacks()
        self._start_thread()

    def _keep_callbacks(self) -> None:
        # libpulse holds bare pointers: these objects must live as long as its thread.
        self._on_context = pa.NOTIFY(lambda *_: self._context_changed())
        self._on_server = pa.SERVER_INFO(lambda _c, info, _u: self._server_told(info))
        self._on_stream = pa.NOTIFY(lambda *_: self._stream_changed())
        self._on_request = pa.REQUEST(lambda *_: self._listener.on_request())
        self._on_underrun = pa.NOTIFY(lambda *_: self._listener.on_underrun())
        self._on_moved = pa.NOTIFY(lambda *_: self.ask_timing())
        self._on_timing = pa.SUCCESS(lambda _s, success, _u: self._timing(success))
        self._on_alarm = pa.TIMER(lambda *_: self._listener.on_alarm())
        self._no_success = pa.SUCCESS()

    def _start_thread(self) -> None:
        library = self._library
        self._loop = library.pa_threaded_mainloop_new()
        self._api = library.pa_threaded_mainloop_get_api(self._loop)
        # Never connected: it makes timers while no other context exists.
        self._timers = self._new_context()
        self._alarm = library.pa_context_rttime_new(self._timers, pa.NEVER, self._on_alarm, None)
        if library.pa_threaded_mainloop_start(self._loop) < 0:
            self._free()
            raise SinkError(NoSoundReason.NO_SERVER, "there is no memory for another thread")
        # libpulse's thread calls into this object until `close`, whoever else forgets it. Python
        # knows the thread all that time: to meet it anew at each call takes memory, and without
        # any the call would be lost.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self))
        self._on_thread(ctypes.pythonapi.PyGILState_Ensure)

    def _on_thread(self, call: Callable[..., object], *arguments: object) -> None:
        """Call a function in libpulse's thread, and wait for it; call without the lock."""
        is_done = threading.Event()

        def once(*_: object) -> None:
            call(*arguments)
            is_done.set()

        callback = pa.ONCE(once)
        with self.locked():
            self._library.pa_threaded_mainloop_once_unlocked(self._loop, callback, None)
        is_done.wait()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep libpulse's thread out; allowed (and nothing) inside that thread."""
        if self._library.pa_threaded_mainloop_in_thread(self._loop):
            yield
            return
        self._library.pa_threaded_mainloop_lock(self._loop)
        try:
            yield
        finally:
            self._library.pa_threaded_mainloop_unlock(self._loop)

    # ---- connection

    @property
    def is_ready(self) -> bool:
        """Whether the server plays this stream."""
        return self._is_ready

    @property
    def can_cork_often(self) -> bool:
        """Whether corks that follow each other at once are safe.

        PipeWire (0.3.65) may stay corked when cork and uncork overtake its graph; it needs
        no cork to be silent at once after a flush. PulseAudio plays out what it gave to the
        device unless the stream is corked.
        """
        return not self._is_pipewire

    @property
    def index(self) -> int:
        """The server's number of this stream (a sink input)."""
        return int(self._library.pa_stream_get_index(self._stream)) if self._is_ready else -1

    @property
    def device_name(self) -> str:
        """What the server calls the device it plays on; "" while there is none."""
        found = self._library.pa_stream_get_device_name(self._stream) if self._is_ready else None
        return (found or b"").decode(errors="replace")

    @property
    def is_suspended(self) -> bool:
        """Whether the server says that the device sleeps."""
        return self._is_ready and self._library.pa_stream_is_suspended(self._stream) > 0

    def connect(self, buffering: Buffering, device: str | None = None) -> None:
        """Begin to connect, anew if need be; `on_ready` or `on_gone` follows, once each.

        `device`: another one than before. Where there is none of its name, the default plays.
        """
        self.disconnect()
        self._is_elsewhere = False
        if device is not None:
            self._device = device.encode() or None
        self._buffering = buffering
        self._is_over = False
        library = self._library
        self._context = self._new_context()
        library.pa_context_set_state_callback(self._context, self._on_context, None)
        if library.pa_context_connect(self._context, self._server, 0, None) < 0:
            self._context_changed()

    def disconnect(self) -> None:
        """End stream and connection, without an event."""
        library = self._library
        self._is_ready = self._is_asking = False
        self._is_over = True
        self._written = 0
        self._drop_stream()
        context, self._context = self._context, None
        if context is not None:
            library.pa_context_set_state_callback(context, pa.NOTIFY(), None)
            library.pa_context_disconnect(context)
            library.pa_context_unref(context)

    def close(self) -> None:
        """End everything, libpulse's thread as well; call without the lock."""
        with self.locked():
            self.disconnect()
        self._on_thread(ctypes.pythonapi.PyGILState_Release, _GIL_LOCKED)
        self._library.pa_threaded_mainloop_stop(self._loop)
        self._free()
        ctypes.pythonapi.Py_DecRef(ctypes.py_object(self))

    def _free(self) -> None:
        """What was made before the thread began; once it has ended."""
        self._api.contents.time_free(self._alarm)
        self._library.pa_context_unref(self._timers)
        self._library.pa_threaded_mainloop_free(self._loop)

    def _new_context(self) -> int:
        properties = self._properties(
            {"application.name": "Sotto", "application.id": "org.sotto.Voice1"}
        )
        context: int = self._library.pa_context_new_with_proplist(self._api, b"Sotto", properties)
        self._library.pa_proplist_free(properties)
        return context

    def _properties(self, values: dict[str, str]) -> int:
        properties: int = self._library.pa_proplist_new()
        for name, value in values.items():
            self._library.pa_proplist_sets(properties, name.encode(), value.encode())
        return properties

    def _context_changed(self) -> None:
        state = self._library.pa_context_get_state(self._context)
        if state == pa.CONTEXT_READY:
            done = self._library.pa_context_get_server_info(self._context, self._on_server, None)
            self._library.pa_operation_unref(done)
        elif state in (pa.CONTEXT_FAILED, pa.CONTEXT_TERMINATED):
            self._gone(NoSoundReason.SERVER_LOST if self._is_ready else NoSoundReason.NO_SERVER)

    def _server_told(self, info: ctypes._Pointer[pa.ServerInfo]) -> None:
        # An empty answer means that the connection is ending, which is told elsewhere.
        if info and not self._is_over and self._stream is None:
            self._is_pipewire = b"PipeWire" in (info.contents.server_name or b"")
            self._connect_stream()

    def _connect_stream(self) -> None:
        library = self._library
        spec = pa.SampleSpec(pa.SAMPLE_FLOAT32LE, self._rate, 1)
        properties = self._properties({"media.role": "a11y", "media.name": "Speech"})
        self._stream = stream = library.pa_stream_new_with_proplist(
            self._context, b"Speech", ctypes.byref(spec), None, properties
        )
        library.pa_proplist_free(properties)
        library.pa_stream_set_state_callback(stream, self._on_stream, None)
        library.pa_stream_set_write_callback(stream, self._on_request, None)
        library.pa_stream_set_underflow_callback(stream, self._on_underrun, None)
        library.pa_stream_set_moved_callback(stream, self._on_moved, None)
        library.pa_stream_set_suspended_callback(stream, self._on_moved, None)
        attributes = self._attributes()
        flags = pa.STREAM_START_CORKED | pa.STREAM_EARLY_REQUESTS
        device = None if self._is_elsewhere else self._device
        status = library.pa_stream_connect_playback(
            stream, device, ctypes.byref(attributes), flags, None, None
        )
        if status < 0:
            self._gone(NoSoundReason.NO_SERVER)

    def _attributes(self) -> pa.BufferAttributes:
        # prebuf of one sample: with 0 the server plays on through an under-run and then
        # skips the samples that come too late.
        size = round(self._buffering.server * self._rate) * _SAMPLE
        request = round(self._buffering.device * self._rate) * _SAMPLE
        return pa.BufferAttributes(pa.ANY, size, _SAMPLE, request, pa.ANY)

    def _stream_changed(self) -> None:
        state = self._library.pa_stream_get_state(self._stream)
        if state == pa.STREAM_READY:
            self._is_ready = True
            self._listener.on_ready()
        elif state in (pa.STREAM_FAILED, pa.STREAM_TERMINATED):
            code = self._library.pa_context_errno(self._context)
            if code == pa.ERROR_NO_ENTITY and self._device and not self._is_elsewhere:
                self._is_elsewhere = True
                self._drop_stream()
                self._connect_stream()
                return
            self._gone(NoSoundReason.SERVER_LOST)

    def _drop_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            self._library.pa_stream_set_state_callback(stream, pa.NOTIFY(), None)
            self._library.pa_stream_disconnect(stream)
            self._library.pa_stream_unref(stream)

    def _gone(self, reason: NoSoundReason) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._is_ready = False
        code = self._library.pa_context_errno(self._context)
        if code == pa.ERROR_NO_ENTITY:
            reason = NoSoundReason.NO_DEVICE
        self._listener.on_gone(SinkError(reason, self._library.pa_strerror(code).decode()))

    # ---- sound; all of it does nothing while not ready

    def writable(self) -> int:
        """Samples the server has room for."""
        if not self._is_ready:
            return 0
        size = int(self._library.pa_stream_writable_size(self._stream))
        return 0 if size > 2**31 else size // _SAMPLE

    def write(self, samples: Samples) -> bool:
        """Hand samples over, at most `writable` of them; whether they were taken.

        Where they are not, `on_gone` was called.
        """
        status = self._library.pa_stream_write(
            self._stream, samples.ctypes.data, samples.nbytes, None, 0, pa.SEEK_RELATIVE
        )
        if status < 0:
            self._gone(NoSoundReason.SERVER_LOST)
            return False
        self._written += len(samples)
        return True

    def flush(self) -> None:
        """Forget all that was handed over and not yet played; offsets begin at 0 again."""
        if self._is_ready:
            self._run("pa_stream_flush")
            self._written = 0

    def cork(self, is_corked: bool) -> None:
        """Stop (without loss) or start playing."""
        if self._is_ready:
            self._run("pa_stream_cork", int(is_corked))

    def set_buffering(self, buffering: Buffering) -> None:
        """Change the latency, unless it is so already."""
        if self._is_ready and buffering != self._buffering:
            self._buffering = buffering
            self._run("pa_stream_set_buffer_attr", ctypes.byref(self._attributes()))

    def _run(self, function: str, *arguments: object) -> None:
        done = getattr(self._library, function)(self._stream, *arguments, self._no_success, None)
        if done:
            self._library.pa_operation_unref(done)

    # ---- time

    def ask_timing(self) -> None:
        """Ask what was played; `on_played` follows. One question at a time is under way."""
        if not self._is_ready or self._is_asking:
            return
        done = self._library.pa_stream_update_timing_info(self._stream, self._on_timing, None)
        if done:
            self._is_asking = True
            self._library.pa_operation_unref(done)

    def _timing(self, success: int) -> None:
        self._is_asking = False
        if not success or not self._is_ready:
            return
        info = self._library.pa_stream_get_timing_info(self._stream).contents
        if info.write_index_corrupt or info.read_index_corrupt:
            # The answer is older than a flush.
            self.ask_timing()
            return
        unread = max(0, (info.write_index - info.read_index) // _SAMPLE)
        late = self._latency(info) * self._rate // 1_000_000
        self._listener.on_played(self._written - unread - late, unread)

    def _latency(self, info: pa.TimingInfo) -> int:
        """Microseconds from leaving the server's queue to being heard."""
        latency = info.sink_usec
        if info.playing:
            latency -= info.transport_usec
        else:
            # Nothing left to read: the device plays out what it has.
            latency -= max(0, info.since_underrun) // _SAMPLE * 1_000_000 // self._rate
        return max(0, int(latency))

    def set_alarm(self, seconds: float | None) -> None:
        """Call `on_alarm` once after a time; None: never. There is one alarm."""
        when = pa.NEVER
        if seconds is not None:
            when = self._library.pa_rtclock_now() + int(seconds * 1_000_000)
        self._library.pa_context_rttime_restart(self._timers, self._alarm, when)
