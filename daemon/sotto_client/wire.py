"""The daemon's calls and signals on the bus."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from dbus_next import Message, MessageFlag, MessageType, Variant
from dbus_next.aio import MessageBus

from sotto_bus import close_bus, on_end, open_bus
from sotto_bus.text_calls import TextCalls
from sotto_client.errors import InvalidOptionError, UnavailableError, from_bus

NAME = "org.sotto.Voice1"
SETTINGS = "org.sotto.Settings1"
PATH = "/org/sotto/Voice1"
_BUS = "org.freedesktop.DBus"
_BUS_PATH = "/org/freedesktop/DBus"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_RULE = f"type='signal',sender='{_BUS}',member='NameOwnerChanged',arg0='{NAME}'"

_CHANGES = f"type='signal',sender='{NAME}',member='PropertiesChanged',arg0='{NAME}'"

Option = str | float | bool
Answer: TypeAlias = "asyncio.Future[Message | None]"
"""Of what was asked; None: the connection was closed."""


class Wire:
    """A connection to the session bus and the daemon behind it.

    `on_signal` gets member, signature and body of the daemon's signals to us, `on_gone` is
    called when the daemon leaves the bus, and when the bus itself goes away.
    """

    def __init__(
        self,
        bus: MessageBus,
        on_signal: Callable[[str, str, Sequence[Any]], None],
        on_gone: Callable[[], None],
    ) -> None:
        self._bus = bus
        self._on_signal = on_signal
        self._on_gone = on_gone
        self._on_voices: Callable[[], None] | None = None
        self._texts = TextCalls()
        self._is_closed = False

    @classmethod
    async def connect(
        cls,
        address: str | None,
        on_signal: Callable[[str, str, Sequence[Any]], None],
        on_gone: Callable[[], None],
    ) -> Wire:
        """Raises UnavailableError without a session bus."""
        try:
            wire = cls(await open_bus(address), on_signal, on_gone)
        except ConnectionError as error:
            raise UnavailableError(str(error)) from error
        wire._bus.add_message_handler(wire._look)
        on_end(wire._bus, wire._end)
        await wire._call(_message(_BUS, _BUS_PATH, _BUS, "AddMatch", "s", [_RULE]))
        return wire

    async def call(  # noqa: PLR0913 - the parts of a call
        self,
        member: str,
        signature: str = "",
        body: Sequence[Any] = (),
        *,
        descriptors: Sequence[int] = (),
        starts_daemon: bool = True,
        interface: str = NAME,
    ) -> Any:  # noqa: ANN401 - whatever the method returns
        """Call a method; returns its only value, or None. Raises ClientError."""
        flags = MessageFlag.NONE if starts_daemon else MessageFlag.NO_AUTOSTART
        found = await self._call(
            _message(NAME, PATH, interface, member, signature, body, descriptors, flags)
        )
        return found[0] if found else None

    def ask(self, member: str, text: str, options: Mapping[str, Option]) -> Answer:
        """Like `call` with a text and options, but sent before this returns; the value is that of
        `answered`. Raises UnavailableError without a bus, and InvalidOptionError."""

        def make(text: str) -> Message:
            return _message(NAME, PATH, NAME, member, "sa{sv}", [text, variants(options)])

        return self._send(self._texts.call((member, repr(options)), text, make))

    async def answered(self, answer: Answer) -> Any:  # noqa: ANN401 - as `call`
        """Wait for what was asked. Raises ClientError."""
        found = await _body(answer)
        return found[0] if found else None

    async def get(self, name: str, interface: str = NAME) -> Any:  # noqa: ANN401 - its own type
        """A property. Raises ClientError."""
        body = await self._call(_message(NAME, PATH, _PROPERTIES, "Get", "ss", [interface, name]))
        return body[0].value

    async def set(self, name: str, signature: str, value: object, interface: str) -> None:
        """Set a property. Raises ClientError."""
        given = Variant(signature, value)
        await self._call(_message(NAME, PATH, _PROPERTIES, "Set", "ssv", [interface, name, given]))

    async def get_all(self, interface: str) -> dict[str, Any]:
        """All properties of an interface. Raises ClientError."""
        body = await self._call(_message(NAME, PATH, _PROPERTIES, "GetAll", "s", [interface]))
        return {name: variant.value for name, variant in body[0].items()}

    async def watch_voices(self, on_change: Callable[[], None]) -> None:
        """Call it whenever the daemon tells that its voices are others. Raises ClientError."""
        if self._on_voices is None:
            await self._call(_message(_BUS, _BUS_PATH, _BUS, "AddMatch", "s", [_CHANGES]))
        self._on_voices = on_change

    async def is_running(self) -> bool:
        """Whether somebody owns the daemon's name. Raises ClientError."""
        body = await self._call(_message(_BUS, _BUS_PATH, _BUS, "NameHasOwner", "s", [NAME]))
        return bool(body[0])

    async def owner_process(self) -> int:
        """The process that owns the daemon's name, 0 where nobody does. Raises ClientError."""
        if not await self.is_running():
            return 0
        body = await self._call(
            _message(_BUS, _BUS_PATH, _BUS, "GetConnectionUnixProcessID", "s", [NAME])
        )
        return int(body[0])

    def close(self) -> None:
        """Leave the bus; what belongs to this client ends."""
        self._is_closed = True
        close_bus(self._bus)

    async def _call(self, message: Message) -> Sequence[Any]:
        return await _body(self._send(message))

    def _send(self, message: Message) -> Answer:
        if not self._bus.connected:
            raise UnavailableError("the session bus went away")
        answer: Answer = asyncio.get_running_loop().create_future()
        self._bus._call(message, partial(_take, answer))
        return answer

    def _end(self) -> None:
        if not self._is_closed:
            self._on_gone()

    def _look(self, message: Message) -> bool:
        if message.message_type is not MessageType.SIGNAL:
            return False
        if message.sender == _BUS and message.member == "NameOwnerChanged":
            name, old_owner, new_owner = message.body
            if name == NAME and old_owner and old_owner != new_owner:
                self._on_gone()
        elif message.member == "PropertiesChanged" and message.signature == "sa{sv}as":
            interface, _, invalidated = message.body
            if interface == NAME and "Voices" in invalidated and self._on_voices is not None:
                self._on_voices()
        elif message.interface == NAME and message.path == PATH:
            self._on_signal(message.member, message.signature, message.body)
        return False


def _message(  # noqa: PLR0913, PLR0917 - its parts
    destination: str,
    path: str,
    interface: str,
    member: str,
    signature: str,
    body: Sequence[Any],
    descriptors: Sequence[int] = (),
    flags: MessageFlag = MessageFlag.NONE,
) -> Message:
    return Message(
        destination=destination,
        path=path,
        interface=interface,
        member=member,
        signature=signature,
        body=list(body),
        unix_fds=list(descriptors),
        flags=flags,
    )


def _take(answer: Answer, reply: Message | None, error: Exception | None) -> None:
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(reply)


async def _body(answer: Answer) -> Sequence[Any]:
    """What was answered. Raises ClientError."""
    try:
        reply = await answer
    except (OSError, EOFError) as error:
        raise UnavailableError(f"the session bus went away: {error}") from error
    if reply is None:
        raise UnavailableError("the session bus went away")
    if reply.message_type is MessageType.ERROR:
        raise from_bus(reply.error_name, str(reply.body[0]) if reply.body else "")
    found: Sequence[Any] = reply.body
    return found


def variants(options: Mapping[str, Option]) -> dict[str, Variant]:
    """Options as the bus takes them. Raises InvalidOptionError for another type."""
    return {name: _variant(name, value) for name, value in options.items()}


def _variant(name: str, value: Option) -> Variant:
    match value:
        case bool():
            return Variant("b", value)
        case int() | float():
            return Variant("d", float(value))
        case str():
            return Variant("s", value)
    raise InvalidOptionError(f"{name} has the type {type(value).__name__}")
