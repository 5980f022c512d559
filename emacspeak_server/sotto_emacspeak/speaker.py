"""Who has things said: jobs go to the daemon in order, and all of them end at once.

Texts are asked for ahead, so that they follow each other without a gap; a noise that stands alone
waits until what came before it was heard. What was being said when the daemon goes away is asked
for once more, from the word that was reached.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sotto_client import (
    Client,
    ClientError,
    Event,
    InvalidOptionError,
    MarkReached,
    UnavailableError,
    UnknownVoiceError,
    WordReached,
)
from sotto_emacspeak.items import Job, Utterance
from sotto_emacspeak.link import GONE, Link
from sotto_emacspeak.players import Players

_log = logging.getLogger(__name__)

_MOST_AHEAD = 8
"""Utterances that the daemon has at a time; it refuses too many."""

Option = str | float
Options = Callable[[float], Mapping[str, Option]]
"""Options for a voice that speaks so many words a minute at rate 1."""


@dataclass(eq=False, slots=True)
class _Asked:
    job: Job
    options: Options
    turn: int
    number: int = 0
    reached: int = 0
    is_paused: bool = False
    is_repeated: bool = False


class Speaker:
    """`urgency` is the priority of all that is asked for, as the daemon names it."""

    def __init__(self, link: Link, players: Players, urgency: str) -> None:
        self._link = link
        self._players = players
        self._urgency = urgency
        self._waiting: deque[_Asked] = deque()
        self._again: deque[_Asked] = deque()
        self._alive: dict[int, _Asked] = {}
        self._turn = 0
        self._is_asking = False
        self._pauses_next = False
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        link.on_event = self._on_event

    def say(self, job: Job, options: Options) -> None:
        """Behind everything that was asked for before."""
        self._waiting.append(_Asked(job, options, self._turn))
        self._changed.set()

    def stop(self) -> None:
        """Silence at once; nothing of what was asked for before is heard any more."""
        self._turn += 1
        self._pauses_next = False
        self._waiting.clear()
        self._again.clear()
        for asked in self._alive.values():
            self._begin(self._with_client(Client.cancel, asked.number))
        self._alive.clear()
        self._changed.set()

    def pause(self) -> None:
        """Silence, and keep the rest."""
        asked = next((a for a in self._alive.values() if not a.is_paused), None)
        if asked is not None:
            self._pause(asked)
        else:
            # It may be on its way to the daemon.
            self._pauses_next = self._is_asking or bool(self._again or self._waiting)

    def _pause(self, asked: _Asked) -> None:
        asked.is_paused, self._pauses_next = True, False
        self._begin(self._with_client(Client.pause, asked.number))

    def resume(self) -> None:
        """Go on with what is paused."""
        self._pauses_next = False
        for asked in self._alive.values():
            if asked.is_paused:
                asked.is_paused = False
                self._begin(self._with_client(Client.resume, asked.number))

    async def run(self) -> None:
        """Ask for one job after the other, until cancelled."""
        while True:
            await self._until(lambda: bool(self._again or self._waiting))
            asked = (self._again or self._waiting).popleft()
            self._is_asking = True
            try:
                await self._take(asked)
            finally:
                self._is_asking = False
                self._changed.set()

    async def drain(self) -> None:
        """Wait until all was heard; what is paused is not waited for."""
        await self._until(lambda: not (self._again or self._waiting or self._is_asking))
        await self._until(lambda: all(a.is_paused for a in self._alive.values()))
        await self._players.drain()

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()

    async def _take(self, asked: _Asked) -> None:
        limit = _MOST_AHEAD if isinstance(asked.job, Utterance) else 1
        await self._until(lambda: asked.turn != self._turn or len(self._alive) < limit)
        if asked.turn != self._turn:
            return
        if not isinstance(asked.job, Utterance):
            self._players.play(asked.job)
            return
        try:
            await self._ask(asked, asked.job)
        except UnavailableError as error:
            # The bus may be another one, and the daemon is started by being asked.
            self._repeat()
            if asked.is_repeated:
                _log.error("this is not said: %s", error)
            else:
                self._again.append(_rest(asked))
            await self._link.close()
        except ClientError as error:
            _log.error("this is not said: %s", error)

    def _repeat(self) -> None:
        """Ask once more for what the daemon had when it went away."""
        for number in sorted(self._alive):
            asked = self._alive.pop(number)
            if not asked.is_repeated:
                self._again.append(_rest(asked))
        self._changed.set()

    async def _ask(self, asked: _Asked, utterance: Utterance) -> None:
        client = await self._link.client()
        options = {**asked.options(self._link.pace), "priority": self._urgency}
        options.setdefault("kind", utterance.kind)
        try:
            number = await client.speak(utterance.text, **options)
        except (InvalidOptionError, UnknownVoiceError) as error:
            _log.warning("as the user's settings have it: %s", error)
            number = await client.speak(utterance.text, kind=str(options["kind"]))
        asked.number = number
        if asked.turn != self._turn:
            await client.cancel(number)
            return
        self._alive[number] = asked
        if self._pauses_next:
            self._pause(asked)
        self._begin(self._follow(client, asked))

    async def _follow(self, client: Client, asked: _Asked) -> None:
        reason = await client.finished(asked.number)
        if self._alive.get(asked.number) is not asked:
            return
        if reason == GONE:
            self._repeat()
        self._alive.pop(asked.number, None)
        self._changed.set()

    def _on_event(self, event: Event) -> None:
        asked = self._alive.get(event.id)
        if asked is None or not isinstance(asked.job, Utterance):
            return
        if isinstance(event, WordReached):
            asked.reached = event.start
        elif isinstance(event, MarkReached) and event.name.isdecimal():
            for noise in asked.job.noises[int(event.name) : int(event.name) + 1]:
                self._players.play(noise)

    async def _with_client(
        self, request: Callable[[Client, int], Coroutine[Any, Any, None]], number: int
    ) -> None:
        """Of something that may be over by now."""
        try:
            await request(await self._link.client(), number)
        except ClientError as error:
            _log.info("%s", error)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _rest(asked: _Asked) -> _Asked:
    """What is left of it; all of a text with markup, which cannot be cut."""
    job = asked.job
    if isinstance(job, Utterance) and job.kind == "text":
        job = replace(job, text=job.text[asked.reached :])
    return _Asked(job, asked.options, asked.turn, is_repeated=True)
