"""While nothing is said, the phrases of the manners in use are rendered and kept on disk."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace

from sotto.cancel import CancelToken
from sotto.clock import Clock
from sotto.errors import EngineError
from sotto.messages import AudioChunk, Utterance
from sotto.synthesis.context import Context
from sotto.synthesis.disk_cache import DiskCache
from sotto.synthesis.disk_format import is_keepable
from sotto.synthesis.idle_work import IdleWork, spoken_language
from sotto.synthesis.memory_cache import CachedSound, SoundKey
from sotto.synthesis.pipeline import Pipeline, Rendered
from sotto.text.phrases import phrases

_log = logging.getLogger(__name__)

QUIET_SECONDS = 2.0
"""Nothing is rendered sooner after the last request or sound."""

USES = 3
"""A manner of speaking that was asked for this often is worth it."""

_MOST_MANNERS = 8


class CacheWarmer:
    """One manner after the other, each once; then there is neither work nor a timer.

    `on_change` is called when `run` should be: the quiet has lasted, or a manner is done.
    """

    def __init__(self, clock: Clock, on_change: Callable[[], None]) -> None:
        self._uses: OrderedDict[SoundKey, int] = OrderedDict()
        self._done: set[SoundKey] = set()
        self._work = IdleWork(clock, on_change, QUIET_SECONDS)
        self._work.hold()

    def notice(self, manner: SoundKey) -> None:
        """Somebody spoke in it."""
        self._uses[manner] = self._uses.pop(manner, 0) + 1
        if len(self._uses) > _MOST_MANNERS:
            self._done.discard(self._uses.popitem(last=False)[0])

    def hold(self) -> None:
        """Something else is to be done: give way at once."""
        self._work.hold()

    def run(self, context: Context) -> None:
        """Nothing else is to be done: begin, once that has lasted."""
        disk_cache, manner = context.stages.disk_cache, self._next()
        if disk_cache is None or not disk_cache.is_open or manner is None or self._work.is_active:
            return
        if self._work.is_free():
            self._begin(manner, disk_cache, context)

    def close(self) -> None:
        """Neither work nor wake up any more."""
        self._work.close()

    def _next(self) -> SoundKey | None:
        wanted = (m for m, uses in reversed(self._uses.items()) if uses >= USES)
        return next((manner for manner in wanted if manner not in self._done), None)

    def _begin(self, manner: SoundKey, disk_cache: DiskCache, context: Context) -> None:
        def over(error: Exception | None) -> None:
            if isinstance(error, EngineError):
                self._uses[manner] = 0
            else:
                self._done.add(manner)
            if error is not None:
                _log.warning("no more phrases are kept for now: %s", error)

        token = CancelToken()
        self._work.begin(_keep(manner, disk_cache, context, token), token, context, over)


def _keep(
    manner: SoundKey, disk_cache: DiskCache, context: Context, token: CancelToken
) -> Iterator[Rendered]:
    """Render what is not kept yet, for as long as there is room; what the plain voice says is
    not worth it, nor what would be another sound each time. Raises KeptSoundError, Cancelled,
    and EngineError when the voice fails."""
    stages = replace(
        context.stages,
        voice=manner.voice,
        voices={},
        language=manner.language or context.stages.language,
    )
    example = Utterance(0, "", "", manner.options)
    able = Pipeline(example, stages, token, context.clock).engine().abilities
    if not (able.is_deterministic and able.stops_within_step):
        return
    options = manner.options
    language = spoken_language(options.voice, options.language, stages)
    for kind, text in phrases(language):
        key = manner.of(kind, text)
        if key in disk_cache:
            continue
        pipeline = Pipeline(Utterance(0, "", text, key.options), stages, token, context.clock)
        chunks: list[AudioChunk] = []
        for piece in pipeline:
            chunks.append(piece.chunk)
            yield piece
        trace = pipeline.trace
        if trace.is_mixed:
            raise EngineError(trace.reason)
        sound = CachedSound(tuple(chunks), trace.engine, trace.voice)
        if stages.catalogue.is_plain(sound.voice):
            return
        if is_keepable(sound) and not disk_cache.put(key, sound):
            return
