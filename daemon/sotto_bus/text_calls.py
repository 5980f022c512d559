"""Method calls that differ in nothing but a text: what is the same is marshalled once.

Marshalling is most of what a client does between a key and the daemon: dbus-next looks at each
option and each name every time.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Hashable
from copy import copy

from dbus_next import Message

_MOST = 64
_ALIGNMENT = 8
"""What comes after a text lies otherwise for each remainder of its size by this."""

_SIZES, _SIZES_AT = struct.Struct("<II"), 4
"""That of the body and the serial number; D-Bus specification, "Message Format"."""

_SIZE = struct.Struct("<I")


class TextCalls:
    """Makes calls whose first argument is a text, of up to some kinds."""

    def __init__(self) -> None:
        self._known: dict[Hashable, _Parts] = {}

    def call(self, kind: Hashable, text: str, make: Callable[[str], Message]) -> Message:
        """The message that `make` makes of the text; those of a kind are otherwise the same."""
        try:
            encoded = text.encode()
        except UnicodeEncodeError:
            return make(text)
        if b"\0" in encoded:
            return make(text)
        remainder = len(encoded) % _ALIGNMENT
        parts = self._known.get((kind, remainder))
        if parts is None:
            parts = self._known[kind, remainder] = _Parts(make("x" * remainder))
            if len(self._known) > _MOST:
                del self._known[next(iter(self._known))]
        return parts.message(text, encoded)


class _Parts:
    """Of a marshalled message: what is before its text, and what comes after."""

    def __init__(self, example: Message) -> None:
        data = bytes(example._marshall())
        size, _ = _SIZES.unpack_from(data, _SIZES_AT)
        text_at = len(data) - size
        (length,) = _SIZE.unpack_from(data, text_at)
        self._example = example
        self._before = bytearray(data[:text_at])
        self._after = data[text_at + _SIZE.size + length :]

    def message(self, text: str, encoded: bytes) -> Message:
        made = copy(self._example)
        made.serial = 0
        made.body = [text, *made.body[1:]]
        made._marshall = lambda **_: self._marshal(made.serial, encoded)
        return made

    def _marshal(self, serial: int, text: bytes) -> bytes:
        body = _SIZE.pack(len(text)) + text + self._after
        _SIZES.pack_into(self._before, _SIZES_AT, len(body), serial)
        return bytes(self._before) + body
