"""Utterances for clients that play them themselves: asynchronous iterators of chunks."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager

from sotto.errors import Cancelled, EngineError
from sotto.messages import AudioChunk, Utterance
from sotto.speech.history import History
from sotto.speech.preparation import LOOK_AHEAD_SECONDS
from sotto.synthesis.attempts import Synthesis
from sotto.synthesis.context import Context
from sotto.synthesis.explain import Explanation


class Stream:
    """Rendered a bounded time ahead of its reader; the deadline runs while the reader waits."""

    def __init__(self, utterance: Utterance, context: Context) -> None:
        self.utterance = utterance
        self._look_ahead = round(LOOK_AHEAD_SECONDS * context.stages.rate)
        self._synthesis = Synthesis(utterance, context, self._add, self._end)
        self._changed = asyncio.Event()
        self._chunks: deque[AudioChunk] = deque()
        self._read = 0
        self._unspoken: str | None = None
        self._is_cancelled = False

    def cancel(self) -> None:
        """Give up; the reader meets Cancelled."""
        self._is_cancelled = True
        self._synthesis.cancel()
        self._chunks.clear()
        self._changed.set()

    def explain(self) -> Explanation:
        """What is known so far."""
        return self._synthesis.explain()

    async def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        """All chunks. Raises Cancelled, and EngineError after the last one when something
        could not be spoken."""
        try:
            self._synthesis.grant(self._look_ahead)
            self._synthesis.expect(is_played_later=True)
            self._synthesis.start()
            while (chunk := await self._next()) is not None:
                self._read += len(chunk.samples)
                self._synthesis.grant(self._read + self._look_ahead)
                yield chunk
        finally:
            self._synthesis.cancel()
        if self._unspoken:
            raise EngineError(self._unspoken)

    async def _next(self) -> AudioChunk | None:
        while not self._chunks:
            if self._is_cancelled:
                raise Cancelled
            if self._unspoken is not None:
                return None
            self._synthesis.expect(is_played_later=True)
            self._changed.clear()
            await self._changed.wait()
        return self._chunks.popleft()

    def _add(self, chunk: AudioChunk) -> None:
        self._chunks.append(chunk)
        self._changed.set()

    def _end(self, unspoken: str) -> None:
        self._unspoken = unspoken
        self._changed.set()


class Streams:
    """Those that are being read; one that is over is remembered, and `on_over` called."""

    def __init__(self, history: History, on_over: Callable[[], None]) -> None:
        self._history = history
        self._on_over = on_over
        self._open: dict[int, Stream] = {}

    def __bool__(self) -> bool:
        return bool(self._open)

    def get(self, identifier: int) -> Stream | None:
        """One of them."""
        return self._open.get(identifier)

    @contextmanager
    def open(self, utterance: Utterance, context: Context) -> Iterator[Stream]:
        """A stream for as long as the context lasts."""
        stream = Stream(utterance, context)
        self._open[utterance.id] = stream
        try:
            yield stream
        finally:
            stream.cancel()
            del self._open[utterance.id]
            self._history.put(utterance, stream.explain())
            self._on_over()

    def cancel_all(self, client: str | None) -> None:
        """Give up a client's, or everybody's (None)."""
        for stream in tuple(self._open.values()):
            if client in (None, stream.utterance.client):
                stream.cancel()
