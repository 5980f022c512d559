"""The queue's decisions carried out: lives go on or end; what may not be heard is silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sotto.messages import Utterance
from sotto.speech.entries import Entries
from sotto.speech.entry import Entry
from sotto.speech.history import History
from sotto.speech.lifecycle import Reason, State, Step
from sotto.speech.notifier import Notifier
from sotto.speech.queue import Decision, Drop, Interrupt, Queue
from sotto.speech.timeline import Timeline


class Turns:
    """Whose turn it is. `pump` is called after every decision, to make the outside match."""

    def __init__(
        self,
        timeline: Timeline,
        notifier: Notifier,
        history: History,
        pump: Callable[[], None],
    ) -> None:
        self._timeline = timeline
        self._notifier = notifier
        self._history = history
        self._pump = pump
        self._queue = Queue()
        self.entries = Entries(self._queue)

    @property
    def current(self) -> int | None:
        """The id of whose turn it is."""
        return self._queue.current

    @property
    def waiting(self) -> int:
        """How many follow."""
        return self._queue.waiting()

    def add(self, utterance: Utterance) -> None:
        """It is in `entries` already, and now wants its turn."""
        options = utterance.options
        decisions = self._queue.add(
            utterance.id, utterance.client, options.priority, resume=options.resume
        )
        self._decide(decisions)

    def pause(self, entry: Entry) -> None:
        """Silent at once, the rest is kept. Raises IllegalTransitionError."""
        entry.life.advance(Step.PAUSE)
        self._hold(entry)
        self._notifier.paused(entry)
        self._decide(self._queue.pause(entry.utterance.id))

    def resume(self, entry: Entry) -> None:
        """It wants its turn again. Raises IllegalTransitionError."""
        entry.life.advance(Step.RESUME)
        self._decide(self._queue.resume(entry.utterance.id))

    def finish(self, entry: Entry, reason: Reason) -> None:
        """It is done, whatever its state."""
        self._end(entry, reason)
        self._decide(self._queue.remove(entry.utterance.id))

    def finish_all(self, client: str | None, reason: Reason) -> None:
        """All of a client, or of everybody (None), are done."""
        # What is heard has to fall silent before the rest is tidied up.
        entries = self.entries.all_of(client)
        for entry in entries:
            self._end(entry, reason)
        self._decide(self._queue.remove(*(entry.utterance.id for entry in entries)))

    def put_back(self, entry: Entry) -> None:
        """Not its turn any more; one that was being heard is told where it stopped."""
        was_heard = entry.life.state is State.SPEAKING
        entry.life.advance(Step.INTERRUPT if entry.was_started else Step.PUT_BACK)
        self._hold(entry)
        if was_heard:
            self._notifier.paused(entry)

    def _decide(self, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            entry = self.entries[decision.id]
            if isinstance(decision, Drop):
                self._end(entry, decision.reason)
            elif isinstance(decision, Interrupt):
                self.put_back(entry)
            elif entry.life.state is not State.PREPARING:
                entry.life.advance(Step.PREPARE)
        self._pump()

    def _end(self, entry: Entry, reason: Reason) -> None:
        self._silence(entry)
        if entry.synthesis is not None:
            entry.synthesis.cancel()
        entry.life.end(reason)
        self._history.put(entry.utterance, entry.explain())
        self.entries.remove(entry.utterance.id)
        self._notifier.finished(entry, reason)

    def _hold(self, entry: Entry) -> None:
        """Silent, ready to go on at the word being heard, and not rendered further."""
        self._silence(entry)
        entry.track.rewind()
        if entry.synthesis is not None:
            entry.synthesis.relax()
            entry.synthesis.grant(0)

    def _silence(self, entry: Entry) -> None:
        if self._timeline.holds(entry.track):
            self._timeline.silence()
        if entry.was_started:
            self._notifier.reached(entry)
