"""The connection to the daemon, made anew when the bus went away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from sotto_client import Client, ClientError, Event, connect

_log = logging.getLogger(__name__)

GONE = "daemon-gone"
_PACE = 216.0
"""Words a minute at rate 1, until the daemon has told those of the user's voice."""

_STALE_SECONDS = 5.0
"""After so long another voice may have been chosen."""


class Link:
    """`on_event` is told what the daemon tells; `pace` is the user's voice at rate 1."""

    def __init__(self) -> None:
        self.pace = _PACE
        self.on_event: Callable[[Event], None] = lambda _: None
        self._client: Client | None = None
        self._lock = asyncio.Lock()
        self._learned_at = 0.0
        self._learning: asyncio.Task[None] | None = None

    async def client(self) -> Client:
        """The one there is, or a new one. Raises ClientError."""
        async with self._lock:
            if self._client is None:
                self._client = await connect()
                self._client.listen(self.on_event)
                await self._learn(self._client)
            elif asyncio.get_running_loop().time() - self._learned_at > _STALE_SECONDS:
                # Beside what is asked for: that must not wait.
                self._learning = asyncio.create_task(self._learn(self._client))
            return self._client

    async def close(self) -> None:
        """Leave the bus; what was asked for ends."""
        if self._learning is not None:
            self._learning.cancel()
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _learn(self, client: Client) -> None:
        self._learned_at = asyncio.get_running_loop().time()
        try:
            settings = await client.settings.all()
        except ClientError as error:
            _log.info("the voice's pace is not known: %s", error)
            return
        rate, words = settings["rate"].value, settings["words_per_minute"].value
        if float(rate) > 0 and float(words) > 0:
            self.pace = float(words) / float(rate)
