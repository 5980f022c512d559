"""The loudspeaker: one PulseAudio stream (PipeWire's server serves alike), kept open.

It owns the queue of samples; the server holds only what it needs to play without a break.
Nothing here wakes up while nothing is to be heard: the stream is corked.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

import numpy as np

from sotto.audio.awake import KeepAwake
from sotto.audio.pulse.backlog import Backlog
from sotto.audio.pulse.pacing import Playhead, Stutter
from sotto.audio.pulse.stream import PulseStream
from sotto.audio.waking import Habits
from sotto.errors import NoSoundReason, SinkError
from sotto.messages import HOUSE_RATE, Samples

_CONNECT_PATIENCE = 3.0
_BACKOFF = (0.1, 2.0)
_WATCH = 0.1
"""Seconds between looks at the server while it plays."""
_START_WATCH = 0.010
"""Seconds between looks until the first sample is heard."""
_SOON = 0.2
_TAIL = 0.050
"""Seconds of silence behind the last sample: PipeWire plays whole quanta only. Sound that comes
later waits until the last sample is heard, and then takes the place of this silence."""
_TAIL_LEAD = 0.030
"""Seconds before the last sample is read that this silence must be there."""

_CERTAIN = 0.006
"""Seconds by which the server may be later than it tells: PipeWire reads a quantum at once."""


class PulseSink:
    """A Sink on a PulseAudio server.

    `device` is a name ("": the default one, followed when it changes), `server` an address
    ("": the user's own), `idle_after` the seconds of quiet before the stream is corked,
    `keep_awake` for how long silence is played after speech, so that a sleepy device does not
    swallow the next syllable, `habits` what is learned of devices.

    Threading: methods come from one thread, events of `StreamListener` from libpulse's; both hold
    the stream's lock whenever they touch the queue.
    """

    def __init__(  # noqa: PLR0913 - each is a choice of its own
        self,
        rate: int = HOUSE_RATE,
        *,
        device: str = "",
        server: str = "",
        idle_after: float = 2.0,
        keep_awake: KeepAwake | None = None,
        habits: Habits | None = None,
    ) -> None:
        self._rate = rate
        self._device = device
        self._server = server
        self._idle_after = idle_after
        self._keep_awake = keep_awake or KeepAwake()
        self._habits = habits or Habits()
        self._on_lost: Callable[[Exception], None] = lambda _: None
        self._opening: queue.SimpleQueue[SinkError | None] | None = None
        self._stream: PulseStream | None = None
        self._backlog = Backlog()
        self._playhead = Playhead(rate)
        self._stutter = Stutter()
        self._backoff = 0.0
        self._is_corked = True
        self._is_tail_due = False
        self._has_tail = False
        self._is_stalled = False
        self._quiet_since = 0.0
        self._dry_at = 0.0

    @property
    def rate(self) -> int:
        """Hertz."""
        return self._rate

    @property
    def index(self) -> int:
        """The server's number of the stream (sink input); -1 while there is none."""
        return self._stream.index if self._stream is not None else -1

    def configure(self, *, device: str, idle_after: float, keep_awake: KeepAwake) -> None:
        """Another device, or other times, from now on; what is unheard goes on there."""
        # Before the stream is looked at: one that is being opened looks for it at its end.
        is_moved, self._device = device != self._device, device
        stream = self._stream
        if stream is None:
            self._idle_after, self._keep_awake = idle_after, keep_awake
            return
        with stream.locked():
            self._idle_after, self._keep_awake = idle_after, keep_awake
            if is_moved:
                self._playhead.move()
                self._begin_anew(stream, device)

    # ---- Sink

    def open(self, on_lost: Callable[[Exception], None]) -> None:
        """Connect, within seconds; see Sink. Raises SinkError."""
        self._on_lost = on_lost
        self._opening = queue.SimpleQueue()
        device = self._device
        stream = PulseStream(self, self._rate, server=self._server, device=device)
        with stream.locked():
            stream.connect(self._stutter.buffering)
        error = _first(self._opening)
        if error is not None:
            stream.close()
            self._opening = None
            raise error
        with stream.locked():
            # Only now: other threads must never lock a stream that may yet be freed.
            self._opening, self._stream = None, stream
            if device != self._device:
                stream.connect(self._stutter.buffering, self._device)
            elif stream.is_ready:
                self.on_ready()
            else:
                self.on_gone(SinkError(NoSoundReason.SERVER_LOST))

    def write(self, samples: Samples) -> int:
        """Queue samples; returns their position. While reconnecting they wait."""
        stream = self._stream
        if stream is None:
            raise SinkError(NoSoundReason.NO_SERVER, "the sink is not open")
        with stream.locked():
            is_dry = self._heard() == self._backlog.end
            start = self._backlog.append(samples)
            if len(samples) and stream.is_ready:
                self._play(stream, is_dry=is_dry)
            return start

    def drop(self) -> int:
        """Silence at once; returns the position."""
        stream = self._stream
        if stream is None:
            return self._backlog.drop()
        with stream.locked():
            self._heard()
            self._silence(stream)
            return self._backlog.drop()

    def position(self) -> int:
        """Samples heard."""
        stream = self._stream
        if stream is None:
            return self._backlog.heard
        with stream.locked():
            return self._heard()

    def end(self) -> int:
        """Position at which all is heard."""
        return self._backlog.end

    def close(self) -> None:
        """Disconnect; unheard sound is lost."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        self._playhead.stop()
        self._backlog.drop()
        self._is_corked = True
        self._backoff = 0.0

    # ---- StreamListener

    def on_ready(self) -> None:
        """Connected: play what is unheard."""
        if self._opening is not None:
            self._opening.put(None)
            return
        self._backoff = 0.0
        if self._stream is not None and self._backlog.heard < self._backlog.end:
            self._play(self._stream, is_dry=True)

    def on_gone(self, error: SinkError) -> None:
        """Keep the unheard, tell the owner once, try again later."""
        if self._opening is not None:
            self._opening.put(error)
            return
        self._leave_stream()
        is_news = not self._backoff
        self._backoff = min(self._backoff * 2 or _BACKOFF[0], _BACKOFF[1])
        if self._stream is not None:
            self._stream.set_alarm(self._backoff)
        if is_news:
            self._on_lost(error)

    def on_request(self) -> None:
        """Feed the server."""
        stream = self._stream
        if stream is None:
            return
        self._push(stream)
        is_all_sent = self._backlog.sent == self._backlog.end
        if is_all_sent and not self._is_tail_due and (seconds := self._awake(stream)):
            self._push_silence(stream, seconds)

    def on_underrun(self) -> None:
        """Buffer more when the fault is this machine's, not the voice's."""
        stream = self._stream
        if stream is None or self._has_tail or not self._playhead.is_moving:
            # What it had nothing of was the silence before this sound.
            return
        if self._backlog.sent < self._backlog.end:
            self._stutter.underrun(time.monotonic())
            stream.set_buffering(self._stutter.buffering)

    def on_played(self, offset: int, unread: int) -> None:
        """The server tells how far it is."""
        if self._is_corked or self._stream is None:
            return
        now = time.monotonic()
        self._dry_at = now + unread / self._rate
        position = self._backlog.mark_played(offset)
        if offset > 0:
            self._playhead.learn(position, now)
            self._habits.hear(now - offset / self._rate)
        self._playhead.answered(now)
        self._set_alarm(self._stream)

    def on_alarm(self) -> None:
        """Reconnect, end the sound, look whether it stalls, or go to sleep."""
        stream = self._stream
        if stream is None:
            return
        if not stream.is_ready:
            stream.connect(self._stutter.buffering)
            return
        if self._is_tail_due and self._until_tail() <= 0:
            self._push_silence(stream, _TAIL)
            self._is_tail_due = False
        if self._has_tail:
            self._push(stream)
        if self._heard() < self._backlog.end:
            self._watch(stream)
        elif time.monotonic() >= self._quiet_since + self._quiet(stream):
            self._silence(stream, is_sleeping=True)
        else:
            self._set_alarm(stream)

    # ---- playing

    def _heard(self) -> int:
        backlog = self._backlog
        was_playing = backlog.heard < backlog.end
        now = time.monotonic()
        backlog.mark_heard(self._playhead.position(now, otherwise=backlog.heard))
        if was_playing and backlog.heard == backlog.end:
            self._quiet_since = now
        return backlog.heard

    def _play(self, stream: PulseStream, *, is_dry: bool) -> None:
        if is_dry and not self._has_tail:
            self._begin(stream)
        # PulseAudio plays to the last sample, and what follows it would only come later.
        self._is_tail_due = not stream.can_cork_often
        self._push(stream)
        if self._is_corked:
            self._habits.ask(stream.device_name, time.monotonic(), is_suspended=stream.is_suspended)
            stream.cork(False)
            self._is_corked = False
        stream.ask_timing()
        self._set_alarm(stream)

    def _begin(self, stream: PulseStream) -> None:
        now = time.monotonic()
        self._playhead.start(now)
        self._dry_at = now
        self._stutter.rest(now)
        stream.set_buffering(self._stutter.buffering)
        if not self._is_corked and (self._has_tail or now - self._quiet_since > _TAIL):
            # Only silence is left at the server; new sound need not wait for it.
            stream.flush()
            self._backlog.restart()
        self._has_tail = False

    def _push(self, stream: PulseStream) -> None:
        if self._backlog.sent == self._backlog.end:
            return
        if self._has_tail:
            if not self._is_corked and self._until_heard() > 0:
                return
            self._begin(stream)
        samples = self._backlog.peek(stream.writable())
        if len(samples) and stream.write(samples):
            self._backlog.mark_sent(len(samples))
            now = time.monotonic()
            self._dry_at = max(self._dry_at, now) + len(samples) / self._rate

    def _push_silence(self, stream: PulseStream, seconds: float) -> None:
        count = min(stream.writable(), round(seconds * self._rate))
        if count and stream.write(np.zeros(count, np.float32)):
            self._backlog.mark_silence(count)
            self._has_tail = True

    def _silence(self, stream: PulseStream, *, is_sleeping: bool = False) -> None:
        if not stream.is_ready:
            return
        self._habits.give_up()
        if is_sleeping or (stream.can_cork_often and not self._awake(stream)):
            # Corking takes back what the device was given; flushing then forgets it.
            stream.cork(True)
            self._is_corked = True
            now = time.monotonic()
            self._habits.rest(now, now - self._quiet_since if is_sleeping else 0.0)
        stream.flush()
        self._backlog.drop()
        self._playhead.stop()
        self._is_tail_due = self._has_tail = False
        self._is_stalled = False
        self._quiet_since = time.monotonic()
        stream.set_alarm(None if self._is_corked else self._quiet(stream))

    # ---- time

    def _watch(self, stream: PulseStream) -> None:
        now = time.monotonic()
        if self._playhead.is_stalled(now) and not self._is_stalled:
            self._on_lost(SinkError(NoSoundReason.STALLED))
        self._is_stalled = self._playhead.is_stalled(now)
        if self._playhead.is_stuck:
            self._begin_anew(stream)
            return
        if self._is_stalled or not self._playhead.is_moving:
            # It should play: PipeWire may have lost the first order to start.
            stream.cork(False)
        stream.ask_timing()
        self._set_alarm(stream)

    def _begin_anew(self, stream: PulseStream, device: str | None = None) -> None:
        """Leave the server's stream for another one, which gets what is unheard."""
        self._leave_stream()
        stream.connect(self._stutter.buffering, device)

    def _leave_stream(self) -> None:
        self._heard()
        self._playhead.stop()
        self._habits.give_up()
        self._is_corked = True
        self._is_stalled = self._is_tail_due = self._has_tail = False
        self._backlog.restart()

    def _until_tail(self) -> float:
        """Seconds; infinite while the server has not got everything."""
        backlog = self._backlog
        if backlog.sent < backlog.end:
            return float("inf")
        return self._dry_at - _TAIL_LEAD - time.monotonic()

    def _until_heard(self) -> float:
        """Seconds until all that the server has got was heard, for certain."""
        heard = self._heard()
        position = self._playhead.position(time.monotonic(), otherwise=heard)
        late = _CERTAIN if self._playhead.is_moving else 0.0
        return (self._backlog.sent - position) / self._rate + late

    def _set_alarm(self, stream: PulseStream) -> None:
        if self._heard() == self._backlog.end:
            delay = self._quiet_since + self._quiet(stream) - time.monotonic()
        else:
            delay = _WATCH if self._playhead.is_moving else _START_WATCH
        if self._is_tail_due:
            delay = min(delay, self._until_tail())
        if self._has_tail and self._backlog.sent < self._backlog.end:
            delay = min(delay, self._until_heard())
        stream.set_alarm(max(delay, 0.001))

    def _quiet(self, stream: PulseStream) -> float:
        """Seconds of quiet before the cork."""
        # PulseAudio tells of every period without sound, and starts again at once.
        limit = _SOON if stream.can_cork_often else self._idle_after
        return min(limit, self._idle_after) + self._awake(stream)

    def _awake(self, stream: PulseStream) -> float:
        """Seconds of silence that this device needs after speech."""
        device = stream.device_name
        return self._keep_awake.seconds(device, self._habits.seconds(device))


def _first(outcome: queue.SimpleQueue[SinkError | None]) -> SinkError | None:
    try:
        return outcome.get(timeout=_CONNECT_PATIENCE)
    except queue.Empty:
        return SinkError(NoSoundReason.NO_SERVER, "it does not answer")
