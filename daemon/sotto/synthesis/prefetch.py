"""Short texts, and the beginnings of long ones, rendered into the cache while nothing else is to
be done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from sotto.messages import AudioChunk, Utterance
from sotto.synthesis.attempts import Synthesis
from sotto.synthesis.context import Context
from sotto.synthesis.letters import comes_by_itself

MOST_WAITING = 500
"""Beyond it the oldest wishes are forgotten."""

_SECONDS = 4.5


class Prefetcher:
    """One text at a time; `preempt` gives way at once and begins that text again later."""

    def __init__(self, on_done: Callable[[], None]) -> None:
        self._on_done = on_done
        self._waiting: deque[Utterance] = deque(maxlen=MOST_WAITING)
        self._first: deque[Utterance] = deque(maxlen=MOST_WAITING)
        self._active: tuple[Utterance, Synthesis] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is rendered or waits."""
        return self._active is None and not self._waiting and not self._first

    def add(self, utterances: Iterable[Utterance]) -> None:
        """Wish for sounds, in this order and before those wished for earlier."""
        self._waiting.extendleft(reversed(tuple(utterances)))

    def add_first(self, utterances: Iterable[Utterance]) -> None:
        """Nobody's wish, before all others whenever those come: they are few, and once."""
        self._first.extend(utterances)

    def forget(self, client: str) -> None:
        """Drop a client's wishes."""
        kept = [utterance for utterance in self._waiting if utterance.client != client]
        self._waiting = deque(kept, maxlen=MOST_WAITING)
        if self._active is not None and self._active[0].client == client:
            self._active[1].cancel()
            self._active = None

    def preempt(self) -> None:
        """Stop rendering."""
        if self._active is not None:
            utterance, synthesis = self._active
            synthesis.cancel()
            self._active = None
            waiting = self._waiting if utterance.client else self._first
            if len(waiting) < MOST_WAITING:
                waiting.appendleft(utterance)

    def run(self, context: Context) -> None:
        """Begin the next text that is not known, unless one is being rendered."""
        while self._active is None and (waiting := self._first or self._waiting):
            utterance = waiting.popleft()
            if utterance.client and comes_by_itself(utterance, context):
                continue
            synthesis = Synthesis(utterance, context, _ignore, self._over, ahead=True)
            if synthesis.is_known or not context.can_be_ahead(utterance):
                continue
            self._active = (utterance, synthesis)
            synthesis.grant(round(_SECONDS * context.stages.rate))
            synthesis.start()

    def _over(self, unspoken: str) -> None:
        self._active = None
        self._on_done()


def _ignore(chunk: AudioChunk) -> None:
    """The cache keeps it."""
