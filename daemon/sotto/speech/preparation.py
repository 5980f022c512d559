"""Sound is made for whoever speaks, and a bounded time ahead for those that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sotto.messages import AudioChunk
from sotto.speech.entry import Entry
from sotto.speech.lifecycle import State, Step
from sotto.speech.track import Track
from sotto.synthesis.attempts import Synthesis
from sotto.synthesis.context import Context

LOOK_AHEAD_SECONDS = 3.0
"""Sound that is rendered ahead of what is heard."""

NEXT_SECONDS = 1.5
"""The same, of an utterance that is not heard yet."""


class Preparation:
    """The utterances for which sound is made, in the order they will be heard.

    One is rendered after the other, so the first one to be heard is never held up.
    """

    def __init__(
        self,
        on_begin: Callable[[], None],
        on_sound: Callable[[], None],
        on_put_back: Callable[[Entry], None],
    ) -> None:
        self._on_begin = on_begin
        self._on_sound = on_sound
        self._on_put_back = on_put_back
        self._entries: list[Entry] = []

    @property
    def tracks(self) -> list[Track]:
        """What is to be heard, in order."""
        return [entry.track for entry in self._entries]

    @property
    def is_rendering(self) -> bool:
        """Whether sound of them is still to come."""
        return any(not track.is_complete for track in self.tracks)

    def update(self, order: Iterable[Entry], context: Context) -> None:
        """Begin or go on with those that come first in `order`; put back the others."""
        before, self._entries = self._entries, []
        ahead, limit = 0, LOOK_AHEAD_SECONDS * context.stages.rate
        for entry in order:
            is_next = bool(self._entries)
            if is_next and ahead >= limit:
                break
            self._entries.append(entry)
            ahead += entry.track.rendered - entry.track.heard
            self._produce(entry, context, ahead, is_next=is_next)
            if not entry.track.is_complete:
                break
        for entry in before:
            if entry not in self._entries and entry.life.state is State.PREPARING:
                self._on_put_back(entry)

    def _produce(self, entry: Entry, context: Context, left: int, *, is_next: bool) -> None:
        """`left`: samples that are heard before more of it has to be there."""
        if is_next and entry.life.state is not State.PREPARING:
            entry.life.advance(Step.PREPARE)
        seconds = NEXT_SECONDS if is_next else LOOK_AHEAD_SECONDS
        granted = entry.track.heard + round(seconds * context.stages.rate)
        if entry.synthesis is not None:
            entry.synthesis.grant(granted)
            entry.synthesis.lasts(left)
            return
        self._on_begin()
        entry.synthesis = self._synthesis(entry, context)
        entry.synthesis.grant(granted)
        if not is_next:
            entry.synthesis.expect()
        entry.synthesis.start()

    def _synthesis(self, entry: Entry, context: Context) -> Synthesis:
        def on_chunk(chunk: AudioChunk) -> None:
            entry.track.add(chunk)
            self._on_sound()

        def on_end(unspoken: str) -> None:
            entry.unspoken = unspoken
            entry.track.finish()
            self._on_sound()

        return Synthesis(entry.utterance, context, on_chunk, on_end)
