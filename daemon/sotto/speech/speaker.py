"""The pump: requests in, sound and events out. It runs on the thread of the asyncio loop."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Hashable, Iterable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace

from sotto.audio.sink import Sink
from sotto.errors import SinkError, UnknownUtteranceError
from sotto.messages import AudioChunk, Options, Utterance, WordCue
from sotto.speech.cache import DEFAULT_BYTES, Cache, cache_key
from sotto.speech.clock import Clock, Handle, LoopClock
from sotto.speech.events import (
    Event,
    Finished,
    Listener,
    MarkReached,
    PausedAt,
    Resumed,
    Started,
    WordReached,
)
from sotto.speech.explain import Explanation, History
from sotto.speech.lifecycle import LifeCycle, Reason, State, Step
from sotto.speech.prefetch import Prefetcher
from sotto.speech.production import DEADLINE_SECONDS, Production, Studio
from sotto.speech.queue import Decision, Drop, Interrupt, Queue
from sotto.speech.renderer import Renderer, ThreadRenderer
from sotto.speech.rendering import Stages
from sotto.speech.stream import Stream
from sotto.speech.timeline import Timeline
from sotto.speech.track import Track

LOOK_AHEAD_SECONDS = 3.0
"""Sound that is rendered ahead of what is heard, of the utterance that is spoken."""

NEXT_SECONDS = 1.5
"""The same, of one that follows."""

PATIENCE_SECONDS = 5.0
"""How long sound is kept for a sound server that went away."""

_REMEMBERED = 1000
_SHORTEST_WAIT = 0.001
_LONGEST_STALL_WAIT = 0.1


@dataclass(frozen=True, slots=True)
class Activity:
    """What the speaker does: `speaking` is an utterance's id or 0, `waiting` how many follow,
    `problem` why there is no sound, or ""."""

    speaking: int
    waiting: int
    problem: str


class _Entry:
    """An utterance, its life and its sound."""

    def __init__(self, utterance: Utterance) -> None:
        self.utterance = utterance
        self.life = LifeCycle(utterance.id, utterance.client)
        self.track = Track()
        self.production: Production | None = None
        self.was_started = False
        self.unspoken = ""
        self.problem = ""

    def __repr__(self) -> str:
        return repr(self.life)


class Speaker:
    """Everything that happens to utterances, in these steps:

    1. `speak` gives the utterance to the queue, whose decisions say whose turn it is and who
       gives way; a decision changes life cycles and silences what may not be heard any more.
    2. `_pump` then makes the outside match: it begins the production of whoever's turn it is,
       and, once that is rendered, of those that follow, a bounded time ahead.
    3. A production renders on its thread and delivers chunks here; each is added to the track
       of its utterance and pumped on.
    4. The timeline writes tracks to the sink: the current one, and shortly before its end the
       next one behind it, so that nothing is between them.
    5. What was heard decides what is told: the position of the sink moves the track, its cues
       become events, its end finishes the utterance and the queue says who follows.
    6. One timer wakes the pump at the next cue, end or refill, computed from the position.
       While nobody speaks there is no timer.
    7. Whoever's turn it is and has no sound to be heard waits on its production's deadline.

    Threads: every method and every event is on the thread of the loop. Renderer threads and
    the sink reach it only through `call_soon_threadsafe`. Events are told after the call that
    caused them has returned, never inside it.
    """

    def __init__(  # noqa: PLR0913 - the parts it connects, all but two with defaults
        self,
        sink: Sink,
        listener: Listener,
        *,
        clock: Clock | None = None,
        renderer: Renderer | None = None,
        cache_bytes: int = DEFAULT_BYTES,
        deadline: float = DEADLINE_SECONDS,
        on_busy: Callable[[], None] = lambda: None,
        on_idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._sink = sink
        self._listener = listener
        self._clock = clock or LoopClock(self._loop)
        self._renderer = renderer or ThreadRenderer(self._clock, self._post)
        self._cache_bytes = cache_bytes
        self._deadline = deadline
        self._on_busy = on_busy
        self._on_idle = on_idle
        self._studio: Studio | None = None
        self._has_stages = asyncio.Event()
        self._queue = Queue()
        self._timeline = Timeline(sink)
        self._history = History()
        self._entries: dict[int, _Entry] = {}
        self._prepared: list[_Entry] = []
        self._streams: dict[int, Stream] = {}
        self._done: OrderedDict[int, str] = OrderedDict()
        self._prefetcher = Prefetcher(self._key, self._pump)
        self._events: list[Event] = []
        self._timer: Handle | None = None
        self._patience: Handle | None = None
        self._stall = (-1, 0.0)
        self._lost_at: int | None = None
        self._is_open = False
        self._is_busy = False
        self._is_pumping = False
        self._is_stale = False
        self._problem = ""

    # ---- set-up

    def use(self, stages: Stages) -> None:
        """Speak with these from here on; requests that waited for the first ones go on.

        What other stages rendered is not used again.
        """
        self._prefetcher.preempt()
        cache = Cache(self._cache_bytes)
        self._studio = Studio(stages, self._renderer, cache, self._clock, self._deadline)
        self._has_stages.set()
        self._pump()

    def open(self) -> bool:
        """Try to reach the sound server; why it failed is kept in `state`."""
        if not self._is_open:
            try:
                self._sink.open(lambda error: self._post(lambda: self._lost(error)))
            except SinkError as error:
                self._problem = str(error)
            else:
                self._is_open = True
                self._problem = ""
        return self._is_open

    def close(self) -> None:
        """End everything; nothing is heard or told afterwards."""
        for stream in tuple(self._streams.values()):
            stream.cancel()
        self.cancel_all(None)
        for timer in (self._timer, self._patience):
            if timer is not None:
                timer.cancel()
        self._renderer.close()
        self._sink.close()

    # ---- requests

    def speak(self, utterance: Utterance) -> None:
        """Say it when its turn comes. Raises ValueError when the id is in use."""
        if utterance.id in self._entries or utterance.id in self._streams:
            raise ValueError(f"utterance {utterance.id} is already there")
        self._entries[utterance.id] = _Entry(utterance)
        options = utterance.options
        self._decide(
            self._queue.add(utterance.id, utterance.client, options.priority, resume=options.resume)
        )

    async def synthesize(self, utterance: Utterance) -> AsyncGenerator[AudioChunk, None]:
        """The sound of it, for somebody else to play.

        Raises Cancelled, and EngineError after the last chunk when a part could not be spoken.
        """
        await self._has_stages.wait()
        assert self._studio is not None
        stream = Stream(utterance, self._studio, self._key(utterance))
        self._streams[utterance.id] = stream
        self._prefetcher.preempt()
        try:
            async with aclosing(stream.chunks()) as chunks:
                async for chunk in chunks:
                    yield chunk
        finally:
            stream.cancel()
            del self._streams[utterance.id]
            self._remember(utterance, stream.explain())
            self._pump()

    def prefetch(self, texts: Iterable[str], options: Options, client: str) -> None:
        """Render short texts ahead of time, while nothing else is to be done."""
        self._prefetcher.add(Utterance(0, client, text, options) for text in texts)
        self._pump()

    def cancel(self, identifier: int, client: str) -> None:
        """End it at once, in whatever state; one that is done already is left alone.

        Raises UnknownUtteranceError for another client's, or one that never was.
        """
        if (stream := self._streams.get(identifier)) and stream.utterance.client == client:
            stream.cancel()
        elif self._done.get(identifier) != client:
            self._finish(self._entry(identifier, client), Reason.CANCELLED)

    def cancel_all(self, client: str | None) -> None:
        """End all utterances of a client, or of everybody (None)."""
        self._finish_all(client, Reason.CANCELLED)

    def client_gone(self, client: str) -> None:
        """Forget a client and all that it wanted."""
        self._prefetcher.forget(client)
        for stream in tuple(self._streams.values()):
            if stream.utterance.client == client:
                stream.cancel()
        self._finish_all(client, Reason.CLIENT_GONE)

    def pause(self, identifier: int, client: str) -> None:
        """Be silent at once and keep the rest.

        Raises UnknownUtteranceError, IllegalTransitionError.
        """
        entry = self._entry(identifier, client)
        entry.life.advance(Step.PAUSE)
        self._hold(entry)
        self._tell_paused(entry)
        self._decide(self._queue.pause(identifier))

    def resume(self, identifier: int, client: str) -> None:
        """Go on, at the start of the word where it stopped.

        Raises UnknownUtteranceError, IllegalTransitionError.
        """
        self._entry(identifier, client).life.advance(Step.RESUME)
        self._decide(self._queue.resume(identifier))

    # ---- questions

    @property
    def state(self) -> Activity:
        """What is going on."""
        return Activity(self._queue.current or 0, self._queue.waiting(), self._problem)

    def state_of(self, identifier: int) -> State:
        """Where an utterance is in its life."""
        entry = self._entries.get(identifier)
        return entry.life.state if entry else State.DONE

    def why(self, identifier: int) -> Explanation:
        """How an utterance became sound. Raises UnknownUtteranceError."""
        if (entry := self._entries.get(identifier)) is not None:
            return self._explain(entry)
        if (stream := self._streams.get(identifier)) is not None:
            return stream.explain()
        return self._history.get(identifier)

    def explanations(self) -> tuple[tuple[int, Explanation], ...]:
        """The last utterances that are done, the oldest first."""
        return self._history.recent()

    # ---- decisions

    def _decide(self, decisions: list[Decision]) -> None:
        """Carry out what the queue decided, then make the outside match."""
        for decision in decisions:
            entry = self._entries[decision.id]
            if isinstance(decision, Drop):
                self._end(entry, decision.reason)
            elif isinstance(decision, Interrupt):
                self._put_back(entry)
            elif entry.life.state is not State.PREPARING:
                entry.life.advance(Step.PREPARE)
        self._pump()

    def _finish(self, entry: _Entry, reason: Reason) -> None:
        self._end(entry, reason)
        self._decide(self._queue.remove(entry.utterance.id))

    def _finish_all(self, client: str | None, reason: Reason) -> None:
        entries = [e for e in self._entries.values() if client in (None, e.utterance.client)]
        # What is heard has to fall silent before the rest is tidied up.
        entries.sort(key=lambda entry: entry.utterance.id != self._queue.current)
        for entry in entries:
            self._end(entry, reason)
        self._decide(self._queue.remove(*(entry.utterance.id for entry in entries)))

    def _end(self, entry: _Entry, reason: Reason) -> None:
        self._silence(entry)
        if entry.production is not None:
            entry.production.cancel()
        entry.life.end(reason)
        utterance = entry.utterance
        self._remember(utterance, self._explain(entry))
        del self._entries[utterance.id]
        self._tell(Finished(utterance.id, utterance.client, reason))

    def _put_back(self, entry: _Entry) -> None:
        """Not its turn any more; one that was being heard is told where it stopped."""
        was_heard = entry.life.state is State.SPEAKING
        entry.life.advance(Step.INTERRUPT if entry.was_started else Step.PUT_BACK)
        self._hold(entry)
        if was_heard:
            self._tell_paused(entry)

    def _tell_paused(self, entry: _Entry) -> None:
        word = entry.track.word
        start, end = (word.start, word.end) if word else (0, 0)
        self._tell(PausedAt(entry.utterance.id, entry.utterance.client, start, end))

    def _hold(self, entry: _Entry) -> None:
        """Silent, ready to go on at the word being heard, and not rendered further."""
        self._silence(entry)
        entry.track.rewind()
        if entry.production is not None:
            entry.production.relax()
            entry.production.grant(0)

    def _silence(self, entry: _Entry) -> None:
        if self._timeline.holds(entry.track):
            self._timeline.silence()
        if entry.was_started:
            self._tell_cues(entry)

    # ---- the pump

    def _pump(self) -> None:
        """Make the sink, the productions, the timer and the listener match what is decided."""
        self._is_stale = True
        if self._is_pumping:
            return
        self._is_pumping = True
        try:
            while self._is_stale:
                self._is_stale = False
                self._round()
        finally:
            self._is_pumping = False
        self._prefetch()
        self._set_timer()
        self._set_patience()
        self._tell_busy()

    def _round(self) -> None:
        self._timeline.update()
        entry = self._current()
        if entry is None or self._studio is None:
            return
        if entry.life.state is State.SPEAKING and self._hear(entry):
            return
        if not self.open():
            self._no_sound()
            return
        self._prepare(self._studio)
        try:
            self._timeline.play([each.track for each in self._prepared])
        except SinkError as error:
            self._problem = str(error)
            self._no_sound()
            return
        if not self._hear(entry) and entry.track.heard >= entry.track.rendered:
            self._wait_for(entry)

    def _hear(self, entry: _Entry) -> bool:
        """Tell what is heard of the current one; whether that was all of it."""
        track = entry.track
        if entry.life.state is State.PREPARING and (track.rendered or track.is_complete):
            entry.life.advance(Step.HEAR)
            told = Resumed if entry.was_started else Started
            entry.was_started = True
            self._tell(told(entry.utterance.id, entry.utterance.client))
        if not entry.was_started:
            return False
        self._tell_cues(entry)
        if track.is_heard:
            self._finish(entry, Reason.FAILED if entry.unspoken else Reason.FINISHED)
        return track.is_heard

    def _prepare(self, studio: Studio) -> None:
        """Begin or continue what is heard now and what follows, a bounded time ahead."""
        before, self._prepared = self._prepared, []
        ahead = 0
        for entry in self._order():
            is_next = bool(self._prepared)
            if is_next and ahead >= LOOK_AHEAD_SECONDS * studio.stages.rate:
                break
            self._prepared.append(entry)
            self._produce(entry, studio, is_next=is_next)
            ahead += entry.track.rendered - entry.track.heard
            if not entry.track.is_complete:
                break
        for entry in before:
            if entry not in self._prepared and entry.life.state is State.PREPARING:
                self._put_back(entry)

    def _order(self) -> Iterator[_Entry]:
        if (current := self._current()) is not None:
            yield current
            for identifier in self._queue.upcoming():
                yield self._entries[identifier]

    def _produce(self, entry: _Entry, studio: Studio, *, is_next: bool) -> None:
        if entry.life.state is not State.PREPARING and is_next:
            entry.life.advance(Step.PREPARE)
        seconds = NEXT_SECONDS if is_next else LOOK_AHEAD_SECONDS
        granted = entry.track.heard + round(seconds * studio.stages.rate)
        if entry.production is not None:
            entry.production.grant(granted)
            return
        self._prefetcher.preempt()
        production = self._production(entry, studio)
        entry.production = production
        production.grant(granted)
        if not is_next:
            production.expect()
        production.start()

    def _production(self, entry: _Entry, studio: Studio) -> Production:
        def on_chunk(chunk: AudioChunk) -> None:
            entry.track.add(chunk)
            self._pump()

        def on_end(unspoken: str) -> None:
            entry.unspoken = unspoken
            entry.track.finish()
            self._pump()

        key = self._key(entry.utterance)
        return Production(entry.utterance, studio, key, on_chunk, on_end)

    def _prefetch(self) -> None:
        is_rendering = any(not entry.track.is_complete for entry in self._prepared)
        if self._studio is not None and not self._streams and not is_rendering:
            self._prefetcher.run(self._studio)

    # ---- time

    def _set_timer(self) -> None:
        """Wake at the next moment at which something has to be told, written or rendered."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        entry = self._current()
        waits = [] if entry is None else self._waits(entry)
        if not waits:
            return
        wait = max(min(waits) / self._sink.rate, _SHORTEST_WAIT)
        position, last = self._stall
        if position == self._sink.position() and self._problem:
            wait = max(wait, min(2 * last, _LONGEST_STALL_WAIT))
        self._stall = (self._sink.position(), wait)
        self._timer = self._clock.call_at(self._clock() + wait, self._wake)

    def _waits(self, entry: _Entry) -> list[int]:
        """Samples to be heard until each thing that has to be done for the current one."""
        track = entry.track
        offsets = [] if track.next_cue is None else [track.next_cue]
        if track.rendered > track.heard:
            offsets.append(track.rendered)
            refill = track.rendered - round(LOOK_AHEAD_SECONDS * self._sink.rate / 2)
            if not track.is_complete and refill > track.heard:
                offsets.append(refill)
        waits = [self._timeline.samples_until(track, offset) for offset in offsets]
        if track.is_complete and len(self._prepared) > 1:
            refill = self._timeline.samples_until_refill()
            waits += [refill] if refill > 0 else []
        return [wait for wait in waits if wait is not None]

    def _wake(self) -> None:
        self._timer = None
        self._pump()

    # ---- no sound

    def _lost(self, error: Exception) -> None:
        """The sink lost its server; it keeps what is unheard and tries to come back."""
        self._problem = str(error)
        self._lost_at = self._sink.position()
        self._pump()

    def _set_patience(self) -> None:
        if self._lost_at is not None and self._sink.position() > self._lost_at:
            self._lost_at = None
            self._problem = ""
        is_waiting = self._lost_at is not None and self._queue.current is not None
        if self._patience is not None and not is_waiting:
            self._patience.cancel()
            self._patience = None
        elif self._patience is None and is_waiting:
            due = self._clock() + PATIENCE_SECONDS
            self._patience = self._clock.call_at(due, self._give_up)

    def _give_up(self) -> None:
        self._patience = None
        self._no_sound()

    def _no_sound(self) -> None:
        """End everything for want of a sink; the next request tries to open it again."""
        self._lost_at = None
        if self._is_open:
            self._is_open = False
            self._sink.close()
        for entry in self._entries.values():
            entry.problem = self._problem
        self._finish_all(None, Reason.NO_SOUND)

    # ---- small change

    def _current(self) -> _Entry | None:
        current = self._queue.current
        return None if current is None else self._entries[current]

    def _entry(self, identifier: int, client: str) -> _Entry:
        entry = self._entries.get(identifier)
        if entry is None or entry.utterance.client != client:
            raise UnknownUtteranceError(f"no utterance {identifier} of {client}")
        return entry

    def _key(self, utterance: Utterance) -> Hashable:
        stages = self._studio.stages if self._studio else None
        voice, language = (stages.voice, stages.language) if stages else ("", "")
        return cache_key(utterance.text, utterance.options, voice, language)

    def _wait_for(self, entry: _Entry) -> None:
        if entry.production is not None and entry.utterance.id == self._queue.current:
            entry.production.expect()

    def _explain(self, entry: _Entry) -> Explanation:
        known = entry.production.explain() if entry.production else Explanation()
        return replace(known, reason=entry.problem) if entry.problem else known

    def _remember(self, utterance: Utterance, explanation: Explanation) -> None:
        self._history.put(utterance.id, explanation)
        self._done[utterance.id] = utterance.client
        while len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)

    def _tell_cues(self, entry: _Entry) -> None:
        identifier, client = entry.utterance.id, entry.utterance.client
        for cue in entry.track.reached():
            if isinstance(cue, WordCue):
                self._tell(WordReached(identifier, client, cue.start, cue.end))
            else:
                self._tell(MarkReached(identifier, client, cue.name))

    def _tell(self, event: Event) -> None:
        if not self._events:
            self._loop.call_soon(self._flush)
        self._events.append(event)

    def _flush(self) -> None:
        events, self._events = self._events, []
        for event in events:
            self._listener(event)

    def _tell_busy(self) -> None:
        is_busy = self._queue.current is not None
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            (self._on_busy if is_busy else self._on_idle)()

    def _post(self, call: Callable[[], None]) -> None:
        # A thread may outlive the loop by one step; nobody is left to be told.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call)
