"""The daemon through its client library; everything here runs on the link's loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import sotto_client
from sotto_client import Client, ClientError, Event, Frame, Stream, UnavailableError
from sotto_speechd.listener import Listener
from sotto_speechd.pieces import Mark, Piece, Sound, Word
from sotto_speechd.request import Request
from sotto_speechd.voices import Voice

_log = logging.getLogger(__name__)

_GONE = "daemon-gone"
_STALL_SECONDS = 1.0
"""How long the daemon may be silent in the middle of a stream."""


class Daemon:
    """Requests under way, by the numbers of their messages. The methods only begin things."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._connection: asyncio.Task[Client] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted: set[int] = set()
        self._streams: dict[int, asyncio.Task[None]] = {}
        self._ids: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        self._rates: dict[str, int] = {}
        self._has_greeted = False
        self._is_closed = asyncio.Event()

    async def closed(self) -> None:
        """Wait for `close`, then leave the bus."""
        await self._is_closed.wait()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._disconnect()

    def close(self) -> None:
        """Leave."""
        self._is_closed.set()

    def greet(self) -> None:
        """See Link."""
        self._begin(self._greet())

    def ping(self) -> None:
        """See Link."""
        self._begin(self._ping())

    def speak(self, number: int, request: Request) -> None:
        """See Link."""
        self._wanted.add(number)
        self._begin(self._speak(number, request, self._ask_now(request)))

    def stream(self, number: int, request: Request) -> None:
        """See Link."""
        task = self._streams[number] = self._begin(self._stream(number, request))
        task.add_done_callback(lambda _: self._streams.pop(number, None))

    def cancel(self, number: int) -> None:
        """See Link. A request that has no answer yet is cancelled when it has."""
        self._wanted.discard(number)
        if (stream := self._streams.pop(number, None)) is not None:
            stream.cancel()
        if (identifier := self._forget(number)) is not None:
            self._begin(self._cancel(identifier))

    # ---- the connection

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _client(self) -> Client:
        """Raises ClientError. Requests that come together share one attempt."""
        if self._connection is None:
            self._connection = asyncio.get_running_loop().create_task(sotto_client.connect())
            self._connection.add_done_callback(self._connected)
        return await asyncio.shield(self._connection)

    def _connected(self, attempt: asyncio.Task[Client]) -> None:
        if attempt.cancelled() or attempt.exception() is not None:
            self._connection = None
        else:
            attempt.result().listen(self._on_event)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.cancel()
            if not connection.cancelled() and connection.done() and not connection.exception():
                await connection.result().close()

    async def _met(self, error: Exception) -> None:
        """After an error that may mean that the bus itself went away, connect anew."""
        _log.info("the daemon: %s", error)
        self._has_greeted = False
        if isinstance(error, UnavailableError):
            await self._disconnect()

    # ---- requests

    async def _greet(self) -> None:
        self._has_greeted = True
        try:
            client = await self._client()
            await client.watch_voices(self.greet)
            found = await client.voices()
        except ClientError as error:
            await self._met(error)
            return
        self._rates = {voice.identifier: voice.rate for voice in found}
        fields = [(v.identifier, v.name, v.languages, v.gender, v.rate) for v in found]
        self._listener.on_voices([Voice(*each) for each in fields])

    async def _ping(self) -> None:
        try:
            await (await self._client()).state()
        except ClientError as error:
            await self._met(error)
            self._listener.on_absent()
        else:
            self._listener.on_alive()
            self._answered()

    def _ask_now(self, request: Request) -> Coroutine[Any, Any, int] | None:
        """Ask before anything else, if the daemon's bus is there."""
        attempt = self._connection
        if attempt is None or not attempt.done():
            return None
        try:
            return attempt.result().ask(request.text, **request.options())
        except ClientError:
            # Met again, and told, where it is asked for with patience.
            return None

    async def _speak(
        self, number: int, request: Request, answer: Coroutine[Any, Any, int] | None
    ) -> None:
        try:
            client = await self._client()
            identifier = await self._asked(client, request, answer)
        except ClientError as error:
            await self._met(error)
            self._listener.on_failed(number, str(error))
            return
        if number not in self._wanted:
            await self._cancel(identifier)
            return
        self._ids[number], self._numbers[identifier] = identifier, number
        self._accepted(number)

    def _accepted(self, number: int) -> None:
        self._listener.on_accepted(number)
        self._answered()

    def _answered(self) -> None:
        if not self._has_greeted:
            self.greet()

    async def _asked(
        self, client: Client, request: Request, answer: Coroutine[Any, Any, int] | None
    ) -> int:
        """`answer`: it was asked for already."""
        try:
            return await (answer or client.ask(request.text, **request.options()))
        except (sotto_client.InvalidOptionError, sotto_client.UnknownVoiceError) as error:
            _log.warning("the user's own voice speaks: %s", error)
            return await client.speak(request.text, kind=request.kind, rate=request.rate)

    async def _cancel(self, identifier: int) -> None:
        try:
            await (await self._client()).cancel(identifier)
        except ClientError as error:
            await self._met(error)

    async def _stream(self, number: int, request: Request) -> None:
        try:
            client = await self._client()
            async with await client.synthesize(request.text, **request.options()) as stream:
                self._accepted(number)
                await self._forward(number, stream, self._rates.get(request.voice, 24_000))
            # A daemon that dies closes the pipe as well.
            reason = await asyncio.wait_for(client.finished(stream.id), _STALL_SECONDS)
            if reason == _GONE:
                raise UnavailableError("the daemon went away")
        except (ClientError, TimeoutError) as error:
            await self._met(error)
            self._listener.on_failed(number, str(error) or "the daemon stalls")
        else:
            self._listener.on_finished(number, "failed" if reason == "failed" else "finished")

    async def _forward(self, number: int, stream: Stream, rate: int) -> None:
        while True:
            try:
                frame = await asyncio.wait_for(anext(stream), _STALL_SECONDS)
            except StopAsyncIteration:
                return
            await self._listener.on_piece(number, _piece(frame), rate)

    # ---- events

    def _forget(self, number: int) -> int | None:
        identifier = self._ids.pop(number, None)
        if identifier is not None:
            del self._numbers[identifier]
        return identifier

    def _on_event(self, event: Event) -> None:
        number = self._numbers.get(event.id)
        if number is None:
            return
        match event:
            case sotto_client.Started():
                self._listener.on_started(number)
            case sotto_client.MarkReached(name=name):
                self._listener.on_mark(number, name)
            case sotto_client.WordReached(start=start):
                self._listener.on_word(number, start)
            case sotto_client.Ending():
                self._listener.on_ending(number)
            case sotto_client.Finished(reason=reason):
                self._wanted.discard(number)
                self._forget(number)
                self._has_greeted = self._has_greeted and reason != _GONE
                self._listener.on_finished(number, reason)


def _piece(frame: Frame) -> Piece:
    match frame:
        case sotto_client.Sound(samples=samples):
            return Sound(samples)
        case sotto_client.Mark(name=name):
            return Mark(name)
        case sotto_client.Word(start=start, end=end):
            return Word(start, end)
