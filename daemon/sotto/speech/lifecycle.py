"""The life cycle of an utterance: every state, every step, in one table.

Theory of operation. An utterance begins *queued*. When sound is made for it, because its
turn has come or comes next, it is *preparing*; it is *speaking* from the moment its first
sample is heard. Something more urgent may push it back: one that was not heard yet is
queued again, one that was heard becomes *interrupted* and goes on, at the word where it
stopped, when its turn comes again. Its client may hold it: *paused*, until resumed; from
there it waits for its turn like an interrupted one. Whatever happens, it ends *done*, once,
with one reason. A step that the table lacks raises and changes nothing: everything that
decides a state is in this file.

    queued ---prepare--> preparing ---hear--> speaking ---+
      ^                    |     ^               |        |
      +-------put back-----+     +---prepare--interrupted |   from every state: end -> done
                                                 ^        |
                     paused ---resume------------+        |   from every state but paused:
                       ^                                  |   pause -> paused
                       +------------pause-----------------+
"""

from __future__ import annotations

from enum import Enum

from sotto.errors import IllegalTransitionError


class State(Enum):
    """Where an utterance is in its life."""

    QUEUED = "queued"
    PREPARING = "preparing"
    SPEAKING = "speaking"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    DONE = "done"


class Step(Enum):
    """What may happen to an utterance."""

    PREPARE = "prepare"
    HEAR = "hear"
    PUT_BACK = "put back"
    INTERRUPT = "interrupt"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


class Reason(Enum):
    """Why an utterance is done."""

    FINISHED = "finished"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    FAILED = "failed"
    NO_SOUND = "no-sound"
    CLIENT_GONE = "client-gone"


TRANSITIONS: dict[State, dict[Step, State]] = {
    State.QUEUED: {
        Step.PREPARE: State.PREPARING,
        Step.PAUSE: State.PAUSED,
        Step.END: State.DONE,
    },
    State.PREPARING: {
        Step.HEAR: State.SPEAKING,
        Step.PUT_BACK: State.QUEUED,
        Step.INTERRUPT: State.INTERRUPTED,
        Step.PAUSE: State.PAUSED,
        Step.END: State.DONE,
    },
    State.SPEAKING: {
        Step.INTERRUPT: State.INTERRUPTED,
        Step.PAUSE: State.PAUSED,
        Step.END: State.DONE,
    },
    State.PAUSED: {
        Step.RESUME: State.INTERRUPTED,
        Step.END: State.DONE,
    },
    State.INTERRUPTED: {
        Step.PREPARE: State.PREPARING,
        Step.PAUSE: State.PAUSED,
        Step.END: State.DONE,
    },
    State.DONE: {},
}


class LifeCycle:
    """The state of one utterance; `reason` is known once it is done."""

    def __init__(self, identifier: int, client: str) -> None:
        self._identifier = identifier
        self._client = client
        self._state = State.QUEUED
        self._reason: Reason | None = None

    def __repr__(self) -> str:
        why = f" ({self._reason.value})" if self._reason else ""
        return f"<utterance {self._identifier} of {self._client}: {self._state.value}{why}>"

    @property
    def state(self) -> State:
        """Where it is."""
        return self._state

    @property
    def reason(self) -> Reason | None:
        """Why it is done; None while it is not."""
        return self._reason

    def advance(self, step: Step) -> State:
        """Take a step other than the end. Raises IllegalTransitionError, changing nothing."""
        if step is Step.END:
            raise IllegalTransitionError(f"{self!r} needs a reason to end")
        self._state = self._target(step)
        return self._state

    def end(self, reason: Reason) -> None:
        """Be done. Raises IllegalTransitionError when it already is, changing nothing."""
        self._state = self._target(Step.END)
        self._reason = reason

    def _target(self, step: Step) -> State:
        target = TRANSITIONS[self._state].get(step)
        if target is None:
            raise IllegalTransitionError(f"{self!r} cannot {step.value}")
        return target
