"""What is printed and said while a voice is installed: enough to know it goes on, and no more."""

from __future__ import annotations

import time
from collections.abc import Callable

from sotto.cli.voices.program import Event
from sotto_client import Client, ClientError, connect
from sotto_words import session_words, words

_STEP = 10
"""Percent between two lines."""

_SECONDS = 10.0
"""Between two spoken remarks on the way."""


class Progress:
    """Prints lines; says a few of them, where there is a daemon, unless `is_quiet`."""

    def __init__(
        self,
        *,
        is_quiet: bool,
        show: Callable[[str], None] = print,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_quiet = is_quiet
        self._show = show
        self._clock = clock
        self._client: Client | None = None
        self._percent = 0
        self._step = ""
        self._said = 0.0

    async def on_event(self, event: Event) -> None:
        """Take an event of the program."""
        if event["kind"] == "offer":
            size = megabytes(event["bytes"])
            names = (event["id"], event["name"])
            await self.tell(*(words("Fetching {name}, {size}.", name=n, size=size) for n in names))
        elif event["kind"] == "progress" and event["step"] == "fetch":
            await self._fetched(event["done"], event["total"])
        elif event["kind"] == "progress" and event["step"] != self._step:
            self._step = event["step"]
            if self._step == "prepare":
                text = words("It is being made ready to speak.")
                await self.tell(text, text)

    async def _fetched(self, done: int, total: int) -> None:
        percent = done * 100 // max(total, 1) // _STEP * _STEP
        if percent <= self._percent:
            return
        self._percent = percent
        is_due = self._clock() - self._said >= _SECONDS and percent < 100
        shown = words("{percent} % of {size}", percent=percent, size=megabytes(total))
        await self.tell(shown, f"{percent} %" if is_due else "")

    async def tell(self, shown: str, said: str = "") -> None:
        """Print, and say what is worth it; "" is neither."""
        if shown:
            self._show(shown)
        if not said or self._is_quiet:
            return
        self._said = self._clock()
        try:
            if self._client is None:
                self._client = await connect()
            language = session_words().language
            await self._client.speak(said, priority="message", language=language, detach=True)
        except ClientError:
            # It is printed; who has no daemon yet can install a voice all the same.
            self._is_quiet = True

    async def close(self) -> None:
        """Leave the daemon; what was said last is still heard."""
        if self._client is not None:
            await self._client.close()


def megabytes(size: int) -> str:
    """For people, to be read and to be heard."""
    return f"{size / 1e6:.0f} MB" if size >= 10e6 else f"{max(size / 1e6, 0.1):.1f} MB"
