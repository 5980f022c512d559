"""The reading end of `synthesize`."""

from __future__ import annotations

import asyncio
import os
from collections import deque

from sotto_client.errors import UnavailableError
from sotto_client.frames import Decoder, Frame

_READ_SIZE = 65_536


class Stream:
    """Frames of utterance `id`, as they are made: `async for`, or `async with` around it.

    Closing it cancels. Raises UnavailableError when the daemon goes away in the middle.
    """

    def __init__(self, number: int, descriptor: int) -> None:
        self.id = number
        self._descriptor = descriptor
        self._decoder = Decoder()
        self._frames: deque[Frame] = deque()
        os.set_blocking(descriptor, False)

    def __aiter__(self) -> Stream:
        return self

    async def __anext__(self) -> Frame:
        while not self._frames:
            data = await self._read()
            if not data:
                self.close()
                if not self._decoder.is_complete:
                    raise UnavailableError("the daemon went away while it spoke")
                raise StopAsyncIteration
            self._frames.extend(self._decoder.feed(data))
        return self._frames.popleft()

    async def __aenter__(self) -> Stream:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading; what is not read yet is lost."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    async def _read(self) -> bytes:
        while self._descriptor >= 0:
            try:
                return os.read(self._descriptor, _READ_SIZE)
            except BlockingIOError:
                await self._readable()
        return b""

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        is_ready = asyncio.Event()
        loop.add_reader(self._descriptor, is_ready.set)
        try:
            await is_ready.wait()
        finally:
            loop.remove_reader(self._descriptor)
