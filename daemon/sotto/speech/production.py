"""One utterance on its way to sound: the voice, its deadline, and the fallback behind it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from sotto.audio.pauses import silence
from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.messages import AudioChunk, Utterance
from sotto.speech.cache import LONGEST_SECONDS, Cache, CachedSound
from sotto.speech.clock import Clock, Handle
from sotto.speech.explain import Explanation
from sotto.speech.fallback import Progress
from sotto.speech.renderer import Job, Lane, Renderer
from sotto.speech.rendering import Account, Piece, Rendering, Stages
from sotto.text.plain import Restorer, plain_form

DEADLINE_SECONDS = 0.1

_VOICE, _FALLBACK, _PLAIN_WORDS = range(3)
"""The attempts: the voice asked for, the fallback, the fallback without the text stage."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What every production works with."""

    stages: Stages
    renderer: Renderer
    cache: Cache
    clock: Clock
    deadline: float = DEADLINE_SECONDS


class Production:
    """Chunks of one utterance, on the thread of the loop.

    `on_chunk` gets every chunk once and in order, `on_end` follows the last one with why
    something of the utterance could not be spoken, or "". `expect` says that somebody
    waits for sound now: when none comes within the deadline the fallback takes over, from
    the word that was reached.
    """

    def __init__(
        self,
        utterance: Utterance,
        studio: Studio,
        key: Hashable,
        on_chunk: Callable[[AudioChunk], None],
        on_end: Callable[[str], None],
    ) -> None:
        plain = plain_form(utterance.text, utterance.options)
        self.is_over = False
        self._utterance = replace(utterance, text=plain.text, options=plain.options)
        self._restorer = Restorer(plain)
        self._studio = studio
        self._key = key
        self._on_chunk = on_chunk
        self._on_end = on_end
        self._token = CancelToken()
        self._job: Job | None = None
        self._account = Account()
        self._first: Account | None = None
        self._progress = Progress()
        self._granted = 0
        self._delivered = 0
        self._before_job = 0
        self._kept: list[AudioChunk] | None = []
        self._deadline: Handle | None = None
        self._expected: float | None = None
        self._first_ms = -1.0
        self._reason = ""
        self._is_cached = False
        self._attempt = _VOICE

    def start(self) -> None:
        """Begin; known sound is given before this returns."""
        sound = self._studio.cache.get(self._key)
        if sound is None:
            self._render()
            return
        self._is_cached = True
        self._account.engine, self._account.voice = sound.engine, sound.voice
        for chunk in sound.chunks:
            self._deliver(chunk)
        self._end("")

    def grant(self, samples: int) -> None:
        """Let so many samples be rendered in all; fewer than before holds the rendering."""
        raises = samples > self._granted
        self._granted = samples
        if self._job is not None and not self.is_over:
            self._job.granted = samples - self._before_job
            if raises:
                self._studio.renderer.wake()

    def expect(self) -> None:
        """Somebody waits: the deadline runs, unless it already does or nothing more comes."""
        if self._expected is None:
            self._expected = self._studio.clock()
        if self._deadline is None and not self.is_over and self._attempt == _VOICE:
            due = self._studio.clock() + self._studio.deadline
            self._deadline = self._studio.clock.call_at(due, self._late)

    def relax(self) -> None:
        """Nobody waits any more."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def cancel(self) -> None:
        """Give up; nothing is called afterwards."""
        if not self.is_over:
            self.is_over = True
            self.relax()
            self._token.cancel()
            self._studio.renderer.wake()

    def explain(self) -> Explanation:
        """What is known so far."""
        account = self._first or self._account
        stages = {
            "text": account.text_ms,
            "phonemes": account.phonemes_ms,
            "voice": account.voice_ms,
        }
        return Explanation(
            account.engine,
            account.voice,
            self._is_cached,
            self._first_ms,
            {} if self._is_cached else stages,
            self._reason or account.reason or self._account.reason,
        )

    # ---- attempts

    def _render(self) -> None:
        studio, token = self._studio, CancelToken()
        rendering = Rendering(
            self._utterance,
            studio.stages,
            token,
            studio.clock,
            start=self._progress,
            is_plain=self._attempt > _VOICE,
            has_text=self._attempt < _PLAIN_WORDS,
        )
        self._account, self._token = rendering.account, token
        self._job = Job(rendering, token, self._take, self._over)
        self._before_job = self._delivered
        self._job.granted = self._granted - self._delivered
        lane = Lane.VOICE if self._attempt == _VOICE else Lane.FALLBACK
        try:
            studio.renderer.submit(self._job, lane)
        except EngineError as error:
            self._over(error)

    def _late(self) -> None:
        self._deadline = None
        milliseconds = round(self._studio.deadline * 1000)
        self._next_attempt(f"no sound within {milliseconds} ms ({self._account.stage})")

    def _over(self, error: Exception | None) -> None:
        if error is None:
            self._end(self._account.unspoken)
        else:
            self._next_attempt(str(error) or type(error).__name__)

    def _next_attempt(self, reason: str) -> None:
        """The fallback goes on; where the text stage hung, with plain words."""
        self._reason = self._reason or reason
        self._kept = None
        self._token.cancel()
        hung_in_text = self._account.stage == "text"
        if self._attempt == _PLAIN_WORDS or (self._attempt == _FALLBACK and not hung_in_text):
            self._end(reason)
            return
        self._attempt = _PLAIN_WORDS if hung_in_text else _FALLBACK
        self._render()

    # ---- pieces

    def _take(self, piece: Piece) -> None:
        self._progress = piece.progress
        if len(piece.chunk.samples) or piece.chunk.cues:
            self._deliver(piece.chunk)

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
        if self._kept is not None and not self._is_cached and not self._account.is_mixed:
            sound = CachedSound(tuple(self._kept), self._account.engine, self._account.voice)
            self._studio.cache.put(self._key, sound)
        if rest := self._restorer.rest():
            self._on_chunk(replace(silence(0, self._studio.stages.rate), cues=rest))
        self._on_end(unspoken)

    def _note_first(self) -> None:
        if self._first is None:
            self._first = self._account
            now = self._studio.clock()
            self._first_ms = 0.0 if self._expected is None else (now - self._expected) * 1000

    def _keep(self, chunk: AudioChunk) -> None:
        if self._kept is None:
            return
        self._kept.append(chunk)
        if self._delivered > LONGEST_SECONDS * chunk.rate:
            self._kept = None
