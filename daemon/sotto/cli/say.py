"""`sotto say`: a text or a stream of it, to the ear or to a file."""

from __future__ import annotations

import argparse
import asyncio
import codecs
import contextlib
import json
import os
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

from sotto.cli.exits import NOT_SPOKEN, OK
from sotto.cli.sentences import Sentences
from sotto.cli.wav import write_wav
from sotto_client import Client, ClientError, FailedError, Sound, connect
from sotto_words import words

AHEAD = 4
"""Sentences of a stream that are with the daemon at a time, so that none waits for us."""

_FINISHED = "finished"
_READ_SIZE = 65_536
_OPTIONS = (
    "kind", "voice", "language", "rate", "pitch", "pitch_range", "volume", "priority",
    "punctuation", "capitals", "style", "clarity", "quality", "reading", "numbers",
)  # fmt: skip


async def say(given: argparse.Namespace) -> int:
    """Speak the text given, or standard input sentence by sentence."""
    async with await connect() as client:
        if given.out:
            return await _Recording(client, given).write()
        return await _Speech(client, given).speak()


def _options(given: argparse.Namespace) -> dict[str, str | float]:
    return {n: value for n in _OPTIONS if (value := getattr(given, n)) is not None}


async def _texts(given: argparse.Namespace) -> AsyncIterator[str]:
    """What to say; SSML is not cut."""
    if given.text:
        yield " ".join(given.text)
        return
    sentences = Sentences()
    whole = []
    async for piece in _standard_input():
        if given.kind not in (None, "text"):
            whole.append(piece)
            continue
        for sentence in sentences.feed(piece):
            yield sentence
    for sentence in sentences.finish():
        yield sentence
    if whole:
        yield "".join(whole)


async def _standard_input() -> AsyncIterator[str]:
    """Text as it arrives; what is not UTF-8 is replaced, not lost in silence."""
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        # A file, a pipe or a terminal: only a thread can wait for all of them.
        data = b"?"
        while data:
            data = os.read(0, _READ_SIZE)
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(pieces.put_nowait, data)

    threading.Thread(target=read, daemon=True).start()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while data := await pieces.get():
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


class _Speech:
    """Detached, so that `sotto stop` reaches it; cancelled when the command is interrupted."""

    def __init__(self, client: Client, given: argparse.Namespace) -> None:
        self._client = client
        self._given = given
        self._waiting: deque[int] = deque()
        self._ids: list[int] = []
        self._reason = _FINISHED

    async def speak(self) -> int:
        if self._given.now:
            await self._client.cancel_all()
        try:
            async for text in _texts(self._given):
                await self._add(text)
                if self._reason != _FINISHED:
                    break
            if self._given.wait or not self._given.text:
                await self._wait(0)
        except asyncio.CancelledError:
            await self._cancel()
            raise
        self._report()
        return OK if self._reason == _FINISHED else NOT_SPOKEN

    async def _add(self, text: str) -> None:
        if text.strip() or self._given.text:
            number = await self._client.speak(text, detach=True, **_options(self._given))
            self._waiting.append(number)
            self._ids.append(number)
            await self._wait(AHEAD - 1)

    async def _wait(self, left: int) -> None:
        """Until so many are not spoken yet; all of a text given on the command line at once."""
        while len(self._waiting) > left and self._reason == _FINISHED:
            self._reason = await self._client.finished(self._waiting[0])
            self._waiting.popleft()
        if self._reason != _FINISHED:
            await self._cancel()

    async def _cancel(self) -> None:
        for number in self._waiting:
            # It may have ended by itself meanwhile.
            with contextlib.suppress(ClientError):
                await self._client.cancel(number)
        self._waiting.clear()

    def _report(self) -> None:
        if self._given.json:
            known = self._given.wait or not self._given.text
            print(json.dumps({"ids": self._ids, "reason": self._reason if known else None}))
        elif self._reason != _FINISHED:
            told = words("not spoken to the end: {reason}", reason=self._reason)
            print(f"sotto: {told}", file=sys.stderr)


class _Recording:
    """The sound of the texts, one after the other, in a WAV file."""

    def __init__(self, client: Client, given: argparse.Namespace) -> None:
        self._client = client
        self._given = given

    async def write(self) -> int:
        rate = (await self._client.voices())[0].rate
        samples = bytearray()
        async for text in _texts(self._given):
            samples += await self._sound(text)
        data = write_wav(bytes(samples), rate)
        if self._given.out == "-":
            sys.stdout.buffer.write(data)
        else:
            Path(self._given.out).write_bytes(data)
        if self._given.json and self._given.out != "-":
            seconds = len(samples) / 2 / rate
            print(json.dumps({"file": self._given.out, "seconds": round(seconds, 3)}))
        return OK

    async def _sound(self, text: str) -> bytes:
        sound = bytearray()
        stream = await self._client.synthesize(text, **_options(self._given))
        async with stream:
            async for frame in stream:
                if isinstance(frame, Sound):
                    sound += frame.samples
        if (reason := await self._client.finished(stream.id)) != _FINISHED:
            why = (await self._client.why(stream.id)).reason
            raise FailedError(f"the text could not be spoken: {why or reason}")
        return bytes(sound)
