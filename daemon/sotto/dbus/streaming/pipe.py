"""The writing end of a pipe whose reader may be slow, stuck or gone."""

from __future__ import annotations

import asyncio
import os
import select
import stat
from collections.abc import Callable
from contextlib import suppress
from fcntl import F_GETFL, fcntl

from sotto.errors import InvalidOptionError


def check_writable(descriptor: int) -> None:
    """Raises InvalidOptionError unless it is a pipe or socket that can be written."""
    mode = os.fstat(descriptor).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        raise InvalidOptionError("the descriptor is neither a pipe nor a socket")
    if fcntl(descriptor, F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        raise InvalidOptionError("the descriptor is the reading end")


class PipeWriter:
    """Owns a descriptor. `on_closed` is called once when the reader goes away."""

    def __init__(self, descriptor: int, on_closed: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._on_closed = on_closed
        self._loop = asyncio.get_running_loop()
        os.set_blocking(descriptor, False)
        # epoll reports a closed reader as readable, also while there is nothing to write.
        self._loop.add_reader(descriptor, self._look)

    async def write(self, data: bytes) -> None:
        """Write all of it, waiting for the reader. Raises BrokenPipeError."""
        while data:
            try:
                data = data[os.write(self._descriptor, data) :]
            except BlockingIOError:
                await self._room()
            except OSError as error:
                raise BrokenPipeError(str(error)) from error

    def close(self, last: bytes = b"") -> None:
        """The reader sees the end; `last` is written before it if there is room."""
        self._loop.remove_reader(self._descriptor)
        with suppress(OSError):
            os.write(self._descriptor, last)
        os.close(self._descriptor)

    async def _room(self) -> None:
        has_room = self._loop.create_future()
        self._loop.add_writer(self._descriptor, _wake, has_room)
        try:
            await has_room
        finally:
            self._loop.remove_writer(self._descriptor)

    def _look(self) -> None:
        self._loop.remove_reader(self._descriptor)
        poll = select.poll()
        poll.register(self._descriptor, 0)
        if poll.poll(0):
            self._on_closed()


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
