"""The life of a message: every phase, every step and every event, in one table. Pure.

Theory of operation. Speech Dispatcher speaks one message at a time. It is *accepted* with
SPEAK's last reply and *sounding* from its first event on. Everything that may happen to it is a
step; the table says which events the server is told and where that leads. What is not in
the table happens to a message that is over, and is told to nobody: so each message gets
exactly one terminal event (END, STOP or PAUSE), BEGIN comes before everything but STOP, and
nothing follows the terminal event. A server that saw no terminal event would never speak
again, for any program.

PAUSE repeats the last mark of the server's own first ("__spd_N", or "__spd_-1" before the
first one): versions 0.11 and 0.12 then both know where to go on. A little silence goes before
it: the server notes that it shall pause at that mark just after it has queued it, and would
miss it for good if it had nothing to do until then. Where it cannot play, something else keeps it
at work.

A server that is told to stop before it has read that mark drops it, and then waits at the PAUSE
for a mark that never comes, for every program. It passes the STOP on a moment later. So the message
is *pausing* from the mark on, and PAUSE follows only when no STOP has come meanwhile.
"""

from __future__ import annotations

from enum import Enum

from sotto_speechd import replies

SERVER_MARK = "__spd_"
_BEFORE_ALL = "__spd_-1"


class Phase(Enum):
    """Where the message is in its life."""

    NONE = "none"
    ACCEPTED = "accepted"
    SOUNDING = "sounding"
    PAUSING = "pausing"


class Step(Enum):
    """What may happen to a message."""

    SPEAK = "speak"
    BEGIN = "begin"
    TELL = "tell"
    END = "end"
    STOP = "stop"
    PAUSE = "pause"
    PAUSED = "paused"


class Emit(Enum):
    """What the server is told; TOLD is the event that the step brings along."""

    BEGIN = "begin"
    TOLD = "told"
    SILENCE = "silence"
    MARK_AGAIN = "mark again"
    END = "end"
    STOP = "stop"
    PAUSE = "pause"


_PAUSE = (Emit.SILENCE, Emit.MARK_AGAIN)
_BEGIN_AND_PAUSE = (Emit.BEGIN, *_PAUSE)

TABLE: dict[tuple[Phase, Step], tuple[Phase, tuple[Emit, ...]]] = {
    (Phase.NONE, Step.SPEAK): (Phase.ACCEPTED, ()),
    (Phase.ACCEPTED, Step.BEGIN): (Phase.SOUNDING, (Emit.BEGIN,)),
    (Phase.ACCEPTED, Step.TELL): (Phase.SOUNDING, (Emit.BEGIN, Emit.TOLD)),
    (Phase.ACCEPTED, Step.END): (Phase.NONE, (Emit.BEGIN, Emit.END)),
    (Phase.ACCEPTED, Step.STOP): (Phase.NONE, (Emit.STOP,)),
    (Phase.ACCEPTED, Step.PAUSE): (Phase.PAUSING, _BEGIN_AND_PAUSE),
    # A server never does this; should it, the message before must not stay open.
    (Phase.ACCEPTED, Step.SPEAK): (Phase.ACCEPTED, (Emit.STOP,)),
    (Phase.SOUNDING, Step.TELL): (Phase.SOUNDING, (Emit.TOLD,)),
    (Phase.SOUNDING, Step.END): (Phase.NONE, (Emit.END,)),
    (Phase.SOUNDING, Step.STOP): (Phase.NONE, (Emit.STOP,)),
    (Phase.SOUNDING, Step.PAUSE): (Phase.PAUSING, _PAUSE),
    (Phase.SOUNDING, Step.SPEAK): (Phase.ACCEPTED, (Emit.STOP,)),
    (Phase.PAUSING, Step.PAUSED): (Phase.NONE, (Emit.PAUSE,)),
    (Phase.PAUSING, Step.STOP): (Phase.NONE, (Emit.STOP,)),
    (Phase.PAUSING, Step.SPEAK): (Phase.ACCEPTED, (Emit.PAUSE,)),
}


class Messages:
    """The message of the moment. Each method returns the bytes that the server is to get.

    Messages have numbers; a step of any but the last one finds it over. The caller writes
    the bytes in the order in which it got them.
    """

    def __init__(self) -> None:
        self._number = 0
        self._phase = Phase.NONE
        self._last_mark = _BEFORE_ALL

    def __repr__(self) -> str:
        return f"<message {self._number}: {self._phase.value}>"

    @property
    def current(self) -> int:
        """The number of the message that is not over; 0: there is none."""
        return 0 if self._phase is Phase.NONE else self._number

    def speak(self) -> tuple[int, bytes]:
        """A new one; its number, and the end of the one before if it had none."""
        told = self._step(self._number, Step.SPEAK)
        self._number += 1
        self._last_mark = _BEFORE_ALL
        return self._number, told

    def begin(self, number: int) -> bytes:
        """It is heard."""
        return self._step(number, Step.BEGIN)

    def mark(self, number: int, name: str) -> bytes:
        """A mark is passed."""
        if number == self.current and name.startswith(SERVER_MARK):
            self._last_mark = name
        return self._step(number, Step.TELL, replies.mark(name))

    def tell(self, number: int, event: bytes) -> bytes:
        """Another event of its own: sound, or an icon."""
        return self._step(number, Step.TELL, event)

    def end(self, number: int) -> bytes:
        """All was heard."""
        return self._step(number, Step.END)

    def stop(self) -> bytes:
        """It shall be silent."""
        return self._step(self._number, Step.STOP)

    def pause(self, silence: bytes) -> bytes:
        """It shall be silent and can be asked for again from the last mark on; `paused` has to
        follow.

        `silence` is an event that keeps the server's player at work.
        """
        return self._step(self._number, Step.PAUSE, silence)

    def paused(self) -> bytes:
        """No stop came since."""
        return self._step(self._number, Step.PAUSED)

    def _step(self, number: int, step: Step, told: bytes = b"") -> bytes:
        if number != self._number or (self._phase, step) not in TABLE:
            return b""
        self._phase, emits = TABLE[self._phase, step]
        return b"".join(self._bytes(emit, told) for emit in emits)

    def _bytes(self, emit: Emit, told: bytes) -> bytes:
        if emit in (Emit.TOLD, Emit.SILENCE):
            return told
        if emit is Emit.MARK_AGAIN:
            return replies.mark(self._last_mark)
        return _EVENTS[emit]


_EVENTS = {
    Emit.BEGIN: replies.BEGIN,
    Emit.END: replies.END,
    Emit.STOP: replies.STOP,
    Emit.PAUSE: replies.PAUSE,
}
