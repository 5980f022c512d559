"""Asking and telling by ear: what is said is printed too, and nobody waits without a word."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sotto_client import Client, ClientError
from sotto_words import Words

T = TypeVar("T")
_SILENCE_SECONDS = 1.5
"""Work that takes longer is told about, again and again."""

_REPEAT_SECONDS = 12.0
"""After so long a question is asked once more: who does not see cannot look it up."""

YES, FASTER, SLOWER = "y (yes)", "f (faster)", "s (slower)"
"""Answers; their letters are those of the translation. No and quit are n and q in all languages."""

AGAIN, QUIT = "?", "q"


class Talk:
    """In the language of `words`. With `is_silent` nothing is asked and every answer is ""."""

    def __init__(self, client: Client, words: Words, *, is_silent: bool) -> None:
        self.words = words
        self.is_silent = is_silent
        self.is_over = False
        self._client = client
        self._lines: asyncio.Queue[str] | None = None

    async def tell(self, text: str, **values: object) -> None:
        """Say a text of ours to its end."""
        await self.say(self.words(text, **values))

    async def say(self, said: str) -> None:
        """Say to its end what is translated already; where that fails, it is printed at least."""
        with suppress(ClientError):
            await self._client.finished(await self._begin(said))

    async def refuse(self, text: str, error: Exception) -> None:
        """Say why something cannot be done."""
        await self.tell(text, reason=self.words.told(str(error)))

    async def ask(self, text: str, *answers: str, voice: str = "", **values: object) -> str:
        """The first letter of the answer, that of the English for `answers`; "" for Enter alone,
        "q" where nobody answers any more."""
        if self.is_silent or self.is_over:
            return "" if self.is_silent else QUIT
        said = self.words(text, **values)
        answer = AGAIN
        while answer == AGAIN:
            number = await self._begin(said, voice)
            answer = await self._answer()
            # It may have been heard to its end meanwhile.
            with suppress(ClientError):
                await self._client.cancel(number)
        known = {self.words(each)[:1]: each[:1] for each in answers}
        return known.get(answer, answer)

    async def work(self, work: Callable[[], T]) -> T:
        """Do what takes a while on a thread, and never leave the listener in silence."""
        task = asyncio.create_task(asyncio.to_thread(work))
        while not (await asyncio.wait([task], timeout=_SILENCE_SECONDS))[0]:
            await self.tell("One moment.")
        return task.result()

    async def _begin(self, said: str, voice: str = "") -> int:
        print(said, flush=True)
        options = {"voice": voice} if voice else {"language": self.words.language}
        return await self._client.speak(said, priority="message", **options)

    async def _answer(self) -> str:
        """A first letter, "" for Enter alone; AGAIN after a while without any."""
        if self._lines is None:
            self._lines = _read_lines()
        try:
            line = await asyncio.wait_for(self._lines.get(), _REPEAT_SECONDS)
        except TimeoutError:
            return AGAIN
        answer = line.strip().lower()[:1]
        self.is_over = not line or answer == QUIT
        return QUIT if self.is_over else answer


def _read_lines() -> asyncio.Queue[str]:
    """Lines of standard input as they come, "" at its end. Only a thread can wait for a terminal,
    and one that the interpreter would wait for could not be interrupted."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        line = "?"
        while line:
            line = sys.stdin.readline()
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(lines.put_nowait, line)

    threading.Thread(target=read, daemon=True).start()
    return lines
