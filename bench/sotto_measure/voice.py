"""Sotto itself, over D-Bus, as any client meets it."""

from __future__ import annotations

import contextlib

from sotto_client import Client, ClientError
from sotto_measure.peers import Spoken
from sotto_measure.texts import Sample

LANGUAGE = "en-us"
"""Of the texts that are said."""


class SottoVoice:
    """A peer that speaks through a client's connection, which stays the client's.

    `keeps_rate`: the rate is left as the user has set it.
    """

    name = "Sotto"

    def __init__(self, client: Client, *, keeps_rate: bool = False) -> None:
        self._client = client
        self._keeps_rate = keeps_rate
        self._number = 0

    async def speak(self, sample: Sample, rate: float) -> None:
        """See Peer."""
        options: dict[str, str | float] = {"kind": sample.kind, "language": LANGUAGE}
        if not self._keeps_rate:
            options["rate"] = rate
        self._number = await self._client.speak(sample.text, **options)

    async def stop(self) -> None:
        """See Peer; what others say goes on."""
        # It may have ended by itself meanwhile.
        with contextlib.suppress(ClientError):
            await self._client.cancel(self._number)

    async def finished(self) -> None:
        """See Peer."""
        await self._client.finished(self._number)

    async def account(self) -> Spoken:
        """See Peer."""
        told = await self._client.why(self._number)
        return Spoken(told.engine, told.cached, told.reason)
