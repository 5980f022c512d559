"""A client of the daemon: asks, is told, and waits."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from types import TracebackType
from typing import Any

from sotto_client.errors import UnknownUtteranceError
from sotto_client.events import Event, Finished, from_signal
from sotto_client.settings import Settings
from sotto_client.stream import Stream
from sotto_client.values import (
    Explanation,
    SaidClause,
    State,
    Voice,
    read,
    read_clause,
    read_state,
)
from sotto_client.wire import Answer, Option, Wire, variants

_log = logging.getLogger(__name__)

DAEMON_GONE = "daemon-gone"
_REMEMBERED = 1000
_LOOKING_SECONDS = 0.1
"""Between two questions whether voices are still being looked for."""

Listener = Callable[[Event], Awaitable[None] | None]


async def connect(address: str | None = None) -> Client:
    """A client on the session bus; the daemon is started by the first request that needs it.

    Raises UnavailableError without a bus.
    """
    client = Client()
    await client._connect(address)
    return client


class Client:
    """Made by `connect`. What it asked for ends when it is closed or its process ends, unless
    it was detached. Options are those of the interface, by name: rate=2.0, voice="...".
    All requests raise ClientError.

    Listeners, plain or coroutine functions, get every event in order. When the daemon goes
    away, each of this client's utterances is told Finished with "daemon-gone"; the next
    request starts the daemon again.
    """

    _wire: Wire
    settings: Settings

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._reasons: dict[int, asyncio.Future[str]] = {}
        self._early: dict[int, str] = {}
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._teller: asyncio.Task[None] | None = None

    async def _connect(self, address: str | None) -> None:
        self._wire = await Wire.connect(address, self._on_signal, self._on_gone)
        self.settings = Settings(self._wire)
        self._teller = asyncio.create_task(self._tell())

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave the bus."""
        if self._teller is not None:
            self._teller.cancel()
            await asyncio.gather(self._teller, return_exceptions=True)
        self._wire.close()

    def listen(self, listener: Listener) -> None:
        """Call a function for every event from now on."""
        self._listeners.append(listener)

    # ---- requests

    async def speak(self, text: str, **options: Option) -> int:
        """Speak when its turn comes; returns its number at once."""
        return await self.ask(text, **options)

    def ask(self, text: str, **options: Option) -> Coroutine[Any, Any, int]:
        """Like `speak`, but asked before this returns, not when it is awaited. Raises
        UnavailableError and InvalidOptionError."""
        return self._asked(self._wire.ask("Speak", text, options))

    async def _asked(self, answer: Answer) -> int:
        number = int(await self._wire.answered(answer))
        self._begin(number)
        return number

    async def again(self, back: int = 0, **options: Option) -> int:
        """Say once more what was said, `back` texts before the last; its number."""
        given = [back, variants(options)]
        number = int(await self._wire.call("Again", "ua{sv}", given, starts_daemon=False))
        self._begin(number)
        return number

    async def copy(self, back: int = 0) -> str:
        """What was said, `back` texts before the last, to be copied; it is told aloud."""
        return str(await self._wire.call("Copy", "u", [back], starts_daemon=False))

    async def forget(self) -> None:
        """Let the daemon forget what could be said again."""
        await self._wire.call("Forget", starts_daemon=False)

    async def finished(self, number: int) -> str:
        """Wait until an utterance of this client is over; returns the reason."""
        if number not in self._reasons:
            raise UnknownUtteranceError(f"utterance {number} is not this client's")
        return await asyncio.shield(self._reasons[number])

    async def synthesize(self, text: str, **options: Option) -> Stream:
        """The sound of a text with its words and marks, as it is made."""
        reader, writer = os.pipe()
        try:
            number = await self._wire.call(
                "Synthesize", "hsa{sv}", [0, text, variants(options)], descriptors=[writer]
            )
        except BaseException:
            os.close(reader)
            raise
        finally:
            os.close(writer)
        self._begin(number)
        return Stream(number, reader)

    async def cancel(self, number: int) -> None:
        """End an utterance at once."""
        await self._wire.call("Cancel", "t", [number], starts_daemon=False)

    async def cancel_all(self) -> None:
        """End everything of this client, and everything detached."""
        await self._wire.call("CancelAll", starts_daemon=False)

    async def pause(self, number: int) -> None:
        """Silence, and keep the rest."""
        await self._wire.call("Pause", "t", [number], starts_daemon=False)

    async def resume(self, number: int) -> None:
        """Go on at the word where it stopped."""
        await self._wire.call("Resume", "t", [number], starts_daemon=False)

    async def prefetch(self, texts: Iterable[str], **options: Option) -> None:
        """Have short texts made ready while nothing else is to be done."""
        await self._wire.call("Prefetch", "asa{sv}", [list(texts), variants(options)])

    async def set_defaults(self, **options: Option) -> None:
        """How this client's requests are spoken from now on where they leave it open."""
        await self._wire.call("SetDefaults", "a{sv}", [variants(options)])

    async def said(self, parts: Iterable[str]) -> tuple[str, ...]:
        """The last short texts with one of the parts in them, the oldest first."""
        return tuple(await self._wire.call("Said", "as", [list(parts)], starts_daemon=False))

    async def reading(self, text: str, **options: Option) -> tuple[SaidClause, ...]:
        """What would be said, without a sound; at most 10000 characters."""
        told = await self._wire.call("Reading", "sa{sv}", [text, variants(options)])
        return tuple(map(read_clause, told))

    async def why(self, number: int) -> Explanation:
        """How an utterance became sound."""
        table = await self._wire.call("Why", "t", [number], starts_daemon=False)
        return read(Explanation, table)

    async def voices(self) -> tuple[Voice, ...]:
        """All voices, the best ones first."""
        return tuple(read(Voice, table) for table in await self._wire.get("Voices"))

    async def watch_voices(self, on_change: Callable[[], None]) -> None:
        """Call a function from now on whenever `voices` would answer otherwise than before."""
        await self._wire.watch_voices(on_change)

    async def find_voices(self) -> tuple[Voice, ...]:
        """Have voices looked for that are new or gone, and wait until those are loaded; all."""
        await self._wire.call("FindVoices")
        while (await self.state()).looking:
            await asyncio.sleep(_LOOKING_SECONDS)
        return await self.voices()

    async def state(self) -> State:
        """What the daemon is doing."""
        return read_state(await self._wire.get("State"))

    async def is_running(self) -> bool:
        """Whether the daemon runs; asking does not start it."""
        return await self._wire.is_running()

    async def owner_process(self) -> int:
        """The process that owns the daemon's name, 0 for none; asking starts nothing."""
        return await self._wire.owner_process()

    async def version(self) -> str:
        """The daemon's version."""
        return str(await self._wire.get("Version"))

    # ---- events

    def _on_signal(self, member: str, signature: str, body: Sequence[Any]) -> None:
        event = from_signal(member, signature, body)
        if event is not None:
            self._events.put_nowait(event)

    def _on_gone(self) -> None:
        self._early.clear()
        for number, reason in self._reasons.items():
            if not reason.done():
                self._events.put_nowait(Finished(number, DAEMON_GONE))

    async def _tell(self) -> None:
        while True:
            event = await self._events.get()
            for listener in tuple(self._listeners):
                await _tell(listener, event)
            if isinstance(event, Finished):
                self._finish(event)

    def _begin(self, number: int) -> None:
        reason: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._reasons[number] = reason
        if number in self._early:
            reason.set_result(self._early.pop(number))
        while len(self._reasons) > _REMEMBERED and next(iter(self._reasons.values())).done():
            del self._reasons[next(iter(self._reasons))]

    def _finish(self, event: Finished) -> None:
        reason = self._reasons.get(event.id)
        if reason is not None and not reason.done():
            reason.set_result(event.reason)
        else:
            # The answer with its number has arrived, but nobody has looked at it yet.
            self._early[event.id] = event.reason


async def _tell(listener: Listener, event: Event) -> None:
    """One that raises must not keep the others, and later events, from being told."""
    try:
        result = listener(event)
        if inspect.isawaitable(result):
            await result
    except Exception:  # the caller's own code; the other events must still reach it
        _log.exception("a listener failed at %s", event)
