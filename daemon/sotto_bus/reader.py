"""What comes from the bus, message by message: one that cannot be read is passed over.

dbus-next ends the connection at a header field or a type of message that it does not know, which
the specification of D-Bus has ignored, and at a body that is not what its signature says, for which
it may also take the bytes of the message behind it. Not every bus keeps such from its peers
(dbus-daemon does, dbus-broker looks at less).
"""

from __future__ import annotations

import logging
import os
from struct import unpack_from

from dbus_next import InvalidMessageError, Message
from dbus_next._private.unmarshaller import MarshallerStreamEndError, Unmarshaller
from dbus_next.aio import MessageBus

_log = logging.getLogger(__name__)

_ORDERS = {ord("l"): "<", ord("B"): ">"}
_VERSION = 1
_HEAD = 16
_MOST = 1 << 27
"""Bytes of a message at most, by the specification."""


class TolerantBus(MessageBus):  # type: ignore[misc]  # it has no types
    """A connection that outlives what it cannot read."""

    def _create_unmarshaller(self) -> Reader:
        return Reader(self._stream, self._sock if self._negotiate_unix_fd else None)


class Reader(Unmarshaller):  # type: ignore[misc]  # it has no types
    """`stream` [bytes] and `sock`, from which descriptors come as well, as in dbus-next."""

    buf: bytearray
    unix_fds: list[int]
    _size = 0
    """Bytes of the message of the moment; 0: not known yet."""

    def unmarshall(self) -> Message | None:
        """The next message; None while it is not all there.

        Raises EOFError at the end, and InvalidMessageError where a message would begin and none
        does: nothing behind that can be found any more.
        """
        while True:
            try:
                self._fetch()
            except MarshallerStreamEndError:
                return None
            try:
                self._unmarshall()
                return self.message
            except Exception as error:  # whatever a peer may have put there
                # What it says may quote the message, and that what was to be spoken.
                _log.warning("a message was passed over (%s)", type(error).__name__)
                self._pass_over()

    def read(self, n: int, prefetch: bool = False) -> int:
        """Have `n` bytes and return where they begin, as in dbus-next, but none from behind the
        message.

        Raises InvalidMessageError.
        """
        if self._size and self.offset + n > self._size:
            raise InvalidMessageError("a length beyond the end of the message")
        return int(super().read(n, prefetch))

    def _fetch(self) -> None:
        """Have the whole message in the buffer."""
        self.offset = 0
        self.read(_HEAD, prefetch=True)
        order = _ORDERS.get(self.buf[0])
        if order is None or self.buf[3] != _VERSION:
            raise InvalidMessageError("this is no message")
        body, _, header = unpack_from(f"{order}III", self.buf, 4)
        size = _HEAD + header + self._padding(header, 8) + body
        if size > _MOST:
            raise InvalidMessageError(f"a message of {size} bytes")
        self._size = size
        self.read(size, prefetch=True)

    def _pass_over(self) -> None:
        for descriptor in self.unix_fds:
            os.close(descriptor)
        self.unix_fds, self.buf, self._size = [], bytearray(), 0
