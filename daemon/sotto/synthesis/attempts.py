"""One utterance on its way to sound: the voice, its deadline, and the fallback behind it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from sotto.audio.pauses import silence
from sotto.cancel import CancelToken
from sotto.clock import Handle
from sotto.errors import EngineError
from sotto.memory import note
from sotto.messages import AudioChunk, Quality, Utterance
from sotto.synthesis.context import Context
from sotto.synthesis.explain import Explanation
from sotto.synthesis.long_reading import SPARE
from sotto.synthesis.memory_cache import (
    HEAD_SECONDS,
    LONGEST_SECONDS,
    CachedSound,
)
from sotto.synthesis.pipeline import Pipeline, Rendered
from sotto.synthesis.progress import Progress
from sotto.synthesis.trace import Trace
from sotto.synthesis.workers import Job, Lane
from sotto.text.markup.plain import Restorer, plain_form

_VOICE, _FALLBACK, _PLAIN_WORDS = range(3)
"""The attempts: the voice asked for, the fallback, the fallback without the text stage."""


class Synthesis:
    """Chunks of one utterance, on the thread of the loop.

    `on_chunk` gets every chunk once and in order, `on_end` follows the last one with why
    something of the utterance could not be spoken, or "". `expect` says that somebody
    waits for sound now: when none comes within the deadline the fallback takes over, from
    the word that was reached. Where only the beginning is known, all is rendered and as much
    left out, so that it sounds as it would have. `ahead` keeps the beginning of what is too
    long to be kept, and ends there.
    """

    def __init__(
        self,
        utterance: Utterance,
        context: Context,
        on_chunk: Callable[[AudioChunk], None],
        on_end: Callable[[str], None],
        *,
        ahead: bool = False,
    ) -> None:
        plain = plain_form(utterance.text, utterance.options)
        self.is_over = False
        self._utterance = replace(utterance, text=plain.text, options=plain.options)
        self._restorer = Restorer(plain)
        self._context = context
        self._key = context.key(plain.text, plain.options)
        self._on_chunk = on_chunk
        self._on_end = on_end
        self._token = CancelToken()
        self._job: Job | None = None
        self._trace = Trace()
        self._first: Trace | None = None
        self._progress = Progress()
        self._granted = 0
        self._delivered = 0
        self._before_job = 0
        self._known = 0
        self._kept: list[AudioChunk] | None = []
        self._head: CachedSound | None = None
        self._is_ahead = ahead
        self._deadline: Handle | None = None
        self._expected: float | None = None
        self._first_at: float | None = None
        self._dry_at = math.inf
        self._drying: Handle | None = None
        self._awaited = 0.0
        self._was_awaited = False
        self._voice_seconds = context.deadline
        self._first_ms = -1.0
        self._submitted = self._there = 0.0
        self._reason = ""
        self._is_cached = False
        self._attempt = _VOICE

    @property
    def is_known(self) -> bool:
        """Whether its sound, or the beginning of it, is in memory."""
        return self._key in self._context.cache

    def start(self) -> None:
        """Begin; known sound is given before this returns."""
        sound = self._context.cache.get(self._key)
        if sound is None:
            self._begin()
            return
        self._is_cached = True
        self._trace.engine, self._trace.voice = sound.engine, sound.voice
        for chunk in sound.chunks:
            self._deliver(chunk)
        if sound.reached is None:
            self._end("")
            return
        self._kept = None
        self._progress, self._known = sound.reached, self._delivered
        self._render()

    def _begin(self) -> None:
        self._was_awaited = self._expected is not None
        if self._skips_voice():
            self.relax()
            self._next_attempt("the voice was late before")
        else:
            self._render()

    def grant(self, samples: int) -> None:
        """Let so many samples be rendered in all; fewer than before holds the rendering."""
        raises = samples > self._granted
        self._granted = samples
        if self._job is not None and not self.is_over:
            self._job.granted = samples - self._before_job
            if raises:
                self._context.workers.wake()

    def expect(self, *, is_played_later: bool = False) -> None:
        """Somebody waits: the deadline runs, unless it already does or nothing more comes.

        With `is_played_later` it is somebody who reads faster than it is heard: by then nothing is
        left to be heard only when all that was given would be.
        """
        if self._expected is None:
            self._expected = self._context.clock()
        context = self._context
        if is_played_later and self._first_at is not None:
            heard = round((context.clock() - self._first_at) * context.stages.rate)
            self.lasts(self._delivered - heard)
        else:
            self.lasts(0)
        if self._deadline is None and not self.is_over and self._attempt == _VOICE:
            self._awaited = self._context.clock()
            if self._first is None:
                self._voice_seconds = context.head_start.voice_seconds(context.deadline)
            due = self._awaited + self._voice_seconds
            self._deadline = context.clock.call_at(due, self._late)

    def _skips_voice(self) -> bool:
        """Whether the fallback has to begin at once: for somebody who waits, instead of a voice
        that has the usual time, and that has nothing kept on disk."""
        context, disk_cache = self._context, self._context.stages.disk_cache
        if self._expected is None or not context.head_start.skips_voice(context.clock()):
            return False
        if disk_cache is not None and disk_cache.may_have(self._key):
            return False
        engine = context.engine(self._utterance)
        if engine is None or context.stages.catalogue.is_fallback(engine):
            return False
        return engine.abilities.first_chunk_ms <= context.deadline * 1000

    def lasts(self, samples: int) -> None:
        """So many samples are left to be heard. A heavy clause that is not there shortly before
        their end is spoken by another voice, which begins while they are heard."""
        if self.is_over:
            return
        context = self._context
        now = context.clock()
        self._dry_at = now + max(samples / context.stages.rate - SPARE, 0.0)
        self._forget_drying()
        if self._dry_at > now:
            self._drying = context.clock.call_at(self._dry_at, context.workers.wake)
        elif self._job is not None:
            context.workers.wake()

    def _forget_drying(self) -> None:
        if self._drying is not None:
            self._drying.cancel()
            self._drying = None

    def relax(self) -> None:
        """Nobody waits any more."""
        self._dry_at = math.inf
        self._forget_drying()
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def cancel(self) -> None:
        """Give up; nothing is called afterwards."""
        if not self.is_over:
            self.is_over = True
            self.relax()
            self._token.cancel()
            self._context.workers.wake()

    def explain(self) -> Explanation:
        """What is known so far."""
        trace = self._first or self._trace
        return Explanation(
            trace.engine,
            trace.voice,
            self._is_cached or trace.disk_ms is not None,
            self._first_ms,
            self._stages(trace),
            self._reason or trace.reason or self._trace.reason,
            self._quality(trace),
            self._trace.continued,
        )

    def _stages(self, trace: Trace) -> dict[str, float]:
        """Milliseconds by what they were spent on, from the hand-over to a thread to that back."""
        if self._is_cached:
            return {}
        if trace.made is None or self._first_at is None or trace is not self._first:
            return trace.stages()
        back = self._first_at - trace.made
        return {"thread": self._there * 1000, **trace.stages(), "loop": back * 1000}

    def _quality(self, trace: Trace) -> str:
        """The variant of the voice that spoke; "" where there are none."""
        if not self._is_natural(trace):
            return ""
        asked = self._utterance.options.prosody.quality is Quality.LIGHT
        is_light = asked and self._context.stages.catalogue.find(trace.voice).has_light
        return "light" if is_light else "full"

    def _is_natural(self, trace: Trace) -> bool:
        return bool(trace.voice) and not self._context.stages.catalogue.is_plain(trace.voice)

    # ---- attempts

    def _render(self) -> None:
        context, token = self._context, CancelToken()
        pipeline = Pipeline(
            self._utterance,
            context.stages,
            token,
            context.clock,
            start=Progress() if self._known else self._progress,
            is_plain=self._attempt > _VOICE,
            has_text=self._attempt < _PLAIN_WORDS,
            is_awaited=lambda: self._deadline is not None,
            reads_long=self._attempt == _VOICE and not self._is_ahead,
            is_dry=lambda: context.clock() >= self._dry_at,
            nudge=context.workers.nudge,
        )
        trace = self._trace = pipeline.trace
        self._token = token
        is_whole = self._attempt == _VOICE
        pieces = self._kept_or(pipeline) if is_whole else pipeline
        self._job = Job(pieces, token, self._take, self._over, lambda: trace.hang_seconds)
        self._submitted = context.clock()
        self._before_job = self._delivered - self._known
        self._job.granted = self._granted - self._before_job
        lane = Lane.VOICE if self._attempt == _VOICE else Lane.FALLBACK
        try:
            context.workers.submit(self._job, lane)
        except EngineError as error:
            self._over(error)

    def _late(self) -> None:
        self._deadline = None
        due = self._awaited + self._allowed
        if self._context.clock() < due:
            self._deadline = self._context.clock.call_at(due, self._late)
            return
        now = self._context.clock()
        self._context.strain.was_late(now)
        if self._first is None and self._trace.first_seconds <= self._context.deadline:
            self._context.head_start.overtaken(now)
        milliseconds = round(self._allowed * 1000)
        self._next_attempt(f"no sound within {milliseconds} ms ({self._trace.stage})")

    @property
    def _allowed(self) -> float:
        """Seconds that the first sound may take: the deadline, or longer for a slow engine."""
        return max(self._voice_seconds, self._trace.first_seconds)

    def _over(self, error: Exception | None) -> None:
        if error is None:
            self._end(self._trace.unspoken)
        else:
            if self._attempt != _VOICE:
                note(error)
            self._next_attempt(str(error) or type(error).__name__)

    def _next_attempt(self, reason: str) -> None:
        """The fallback goes on; where the text stage hung, with plain words."""
        self._reason = self._reason or reason
        self._kept, self._known = None, 0
        self._token.cancel()
        hung_in_text = self._trace.stage == "text"
        if self._attempt == _PLAIN_WORDS or (self._attempt == _FALLBACK and not hung_in_text):
            self._end(reason)
            return
        self._attempt = _PLAIN_WORDS if hung_in_text else _FALLBACK
        self._render()

    def _kept_or(self, pipeline: Pipeline) -> Iterator[Rendered]:
        """The sound that is kept on disk; else it is rendered. On the thread that renders."""
        context, trace = self._context, pipeline.trace
        began = context.clock()
        disk_cache = context.stages.disk_cache
        sound = disk_cache.get(self._key) if disk_cache is not None else None
        if sound is None or any(chunk.rate != context.stages.rate for chunk in sound.chunks):
            yield from pipeline
            return
        trace.engine, trace.voice = sound.engine, sound.voice
        trace.disk_ms = (context.clock() - began) * 1000
        for chunk in sound.chunks:
            yield Rendered(chunk, self._progress)

    # ---- pieces

    def _take(self, piece: Rendered) -> None:
        chunk = piece.chunk
        if self._known:
            known = min(self._known, len(chunk.samples))
            self._known -= known
            if known == len(chunk.samples):
                return
            chunk = chunk.after(known)
        self._progress = piece.progress
        if len(chunk.samples) or chunk.cues:
            self._deliver(chunk)
        if self._is_ahead and self._kept is None:
            self._stop_ahead()

    def _deliver(self, chunk: AudioChunk) -> None:
        if len(chunk.samples):
            self.relax()
            self._note_first()
        self._delivered += len(chunk.samples)
        self._keep(chunk)
        self._on_chunk(self._restorer.chunk(chunk))

    def _end(self, unspoken: str) -> None:
        self.is_over = True
        self.relax()
        self._reason = self._reason or unspoken
        is_alike = not self._trace.is_mixed and not self._trace.continued
        if self._kept is not None and not self._is_cached and is_alike:
            self._context.cache.put(self._key, self._sound())
        if rest := self._restorer.rest():
            self._on_chunk(replace(silence(0, self._context.stages.rate), cues=rest))
        self._on_end(unspoken)

    def _note_first(self) -> None:
        if self._first is None:
            self._first = self._trace
            now = self._first_at = self._context.clock()
            self._there = self._trace.begun - self._submitted
            self._first_ms = 0.0 if self._expected is None else (now - self._expected) * 1000
            self._note_strain(self._trace, now)
            self._note_head_start(self._trace, now)

    def _note_strain(self, trace: Trace, now: float) -> None:
        was_rendered = not self._is_cached and trace.disk_ms is None
        if was_rendered and self._attempt == _VOICE and self._is_natural(trace):
            spent = sum(trace.stages().values()) / 1000
            allowed = max(self._context.deadline, trace.first_seconds)
            self._context.strain.started(now, spent, allowed)

    def _note_head_start(self, trace: Trace, now: float) -> None:
        """What tells how long a start takes here: one that was waited for from its beginning."""
        context, seconds = self._context, now - self._submitted
        if self._is_cached or trace.disk_ms is not None or trace.is_mixed:
            return
        if self._attempt != _VOICE:
            context.head_start.fell_back(seconds)
        elif self._was_awaited and trace.first_seconds <= context.deadline:
            context.head_start.started(seconds, context.deadline)

    def _keep(self, chunk: AudioChunk) -> None:
        if self._kept is None:
            return
        self._kept.append(chunk)
        if self._is_ahead and not self._head and self._delivered >= HEAD_SECONDS * chunk.rate:
            self._head = self._sound(self._progress)
        if self._delivered > LONGEST_SECONDS * chunk.rate:
            self._kept = None

    def _sound(self, reached: Progress | None = None) -> CachedSound:
        trace = self._trace
        return CachedSound(tuple(self._kept or ()), trace.engine, trace.voice, reached)

    def _stop_ahead(self) -> None:
        is_voice = self._attempt == _VOICE and not self._trace.is_mixed
        if self._head is not None and is_voice:
            self._context.cache.put(self._key, self._head)
        self.cancel()
        self._on_end("")
