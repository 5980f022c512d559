"""A power-profiles daemon and UPower on a private bus, as far as their one property is needed."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from dbus_next import Message, MessageType, Variant
from dbus_next.aio import MessageBus

from bus import Bus
from sotto.dbus.power import PROFILES, SOURCES
from sotto_bus import close_bus, open_bus

NEW, OLD = PROFILES
BALANCED = "balanced"
_KINDS: dict[type, str] = {str: "s", int: "u", bool: "b"}


class Profiles:
    """A daemon of one of the names: answers for its property and tells changes."""

    def __init__(self, bus: MessageBus, name: str, profile: object) -> None:
        self._bus = bus
        self._name = name
        self.profile = profile
        self.asked = 0
        bus.add_message_handler(self._handle)

    def _handle(self, message: Message) -> bool:
        if message.member != "Get" or message.message_type is not MessageType.METHOD_CALL:
            return False
        self.asked += 1
        path, wanted = SOURCES[self._name]
        assert (message.path, message.body) == (path, [self._name, wanted])
        kind = _KINDS[type(self.profile)]
        self._bus.send(Message.new_method_return(message, "v", [Variant(kind, self.profile)]))
        return True

    def change(self, profile: object, *, name: str = "") -> None:
        """Another value, told to everybody."""
        self.profile = profile
        path, wanted = SOURCES[self._name]
        changed = {wanted: Variant(_KINDS[type(profile)], profile)}
        interface = name or self._name
        properties = "org.freedesktop.DBus.Properties"
        body = [interface, changed, []]
        self._bus.send(Message.new_signal(path, properties, "PropertiesChanged", "sa{sv}as", body))


@contextlib.asynccontextmanager
async def profiles(bus: Bus, name: str, profile: object) -> AsyncIterator[Profiles]:
    connection = await open_bus(bus.address)
    made = Profiles(connection, name, profile)
    await connection.request_name(name)
    try:
        yield made
    finally:
        close_bus(connection)
