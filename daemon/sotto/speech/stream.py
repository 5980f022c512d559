"""An utterance for a client that plays it itself: an asynchronous iterator of chunks."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

from sotto.errors import Cancelled, EngineError
from sotto.messages import AudioChunk, Utterance
from sotto.speech.cache import SoundKey
from sotto.speech.explain import Explanation
from sotto.speech.preparation import LOOK_AHEAD_SECONDS
from sotto.speech.production import Production, Studio


class Stream:
    """Rendered a bounded time ahead of its reader; the deadline runs while the reader waits."""

    def __init__(self, utterance: Utterance, studio: Studio, key: SoundKey) -> None:
        self.utterance = utterance
        self._look_ahead = round(LOOK_AHEAD_SECONDS * studio.stages.rate)
        self._production = Production(utterance, studio, key, self._add, self._end)
        self._changed = asyncio.Event()
        self._chunks: deque[AudioChunk] = deque()
        self._read = 0
        self._unspoken: str | None = None
        self._is_cancelled = False

    def cancel(self) -> None:
        """Give up; the reader meets Cancelled."""
        self._is_cancelled = True
        self._production.cancel()
        self._chunks.clear()
        self._changed.set()

    def explain(self) -> Explanation:
        """What is known so far."""
        return self._production.explain()

    async def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        """All chunks. Raises Cancelled, and EngineError after the last one when something
        could not be spoken."""
        try:
            self._production.grant(self._look_ahead)
            self._production.expect()
            self._production.start()
            while (chunk := await self._next()) is not None:
                self._read += len(chunk.samples)
                self._production.grant(self._read + self._look_ahead)
                yield chunk
        finally:
            self._production.cancel()
        if self._unspoken:
            raise EngineError(self._unspoken)

    async def _next(self) -> AudioChunk | None:
        while not self._chunks:
            if self._is_cancelled:
                raise Cancelled
            if self._unspoken is not None:
                return None
            self._production.expect()
            self._changed.clear()
            await self._changed.wait()
        return self._chunks.popleft()

    def _add(self, chunk: AudioChunk) -> None:
        self._chunks.append(chunk)
        self._changed.set()

    def _end(self, unspoken: str) -> None:
        self._unspoken = unspoken
        self._changed.set()
