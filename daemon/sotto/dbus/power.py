"""Whether the machine saves power (the profile that the desktop's battery saver sets), and whether
it runs on its battery, as UPower tells.

The power-profiles daemon (or TuneD in its place) tells it on the system bus, under the name of
UPower since version 0.20, before under its author's. They are asked once and tell of changes; where
nobody tells, no power is saved and the machine is on mains.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping

from dbus_next import Message, MessageFlag, MessageType
from dbus_next.aio import MessageBus

from sotto.dbus.clients import BUS, BUS_PATH
from sotto.errors import BusError
from sotto_bus import close_bus, open_bus

_log = logging.getLogger(__name__)

PROFILES = {
    "org.freedesktop.UPower.PowerProfiles": "/org/freedesktop/UPower/PowerProfiles",
    "net.hadess.PowerProfiles": "/net/hadess/PowerProfiles",
}
"""Names and the path of the object of each; the interface is called as the name."""

SAVER = "power-saver"
UPOWER = "org.freedesktop.UPower"
SOURCES = {name: (path, "ActiveProfile") for name, path in PROFILES.items()} | {
    UPOWER: ("/org/freedesktop/UPower", "OnBattery")
}
"""Path of the object and the property of each name."""
_SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket"
_PROPERTIES = "org.freedesktop.DBus.Properties"


class PowerWatch:
    """`on_change` is told whenever power begins or ends to be saved, `on_battery` whenever the
    machine begins or ends to run on its battery."""

    def __init__(
        self,
        bus: MessageBus,
        on_change: Callable[[bool], None],
        on_battery: Callable[[bool], object] = lambda _: None,
    ) -> None:
        self._bus = bus
        self._on_change = on_change
        self._on_battery = on_battery
        self._is_on_battery = False
        self._asked: dict[int, str] = {}
        self._saving: set[str] = set()
        bus.add_message_handler(self._handle)
        for name, (path, _) in SOURCES.items():
            self._match(f"member='NameOwnerChanged',sender='{BUS}',arg0='{name}'")
            self._match(f"member='PropertiesChanged',sender='{name}',path='{path}',arg0='{name}'")
            self._ask(name)

    @classmethod
    async def connect(
        cls,
        environment: Mapping[str, str],
        on_change: Callable[[bool], None],
        on_battery: Callable[[bool], object] = lambda _: None,
    ) -> PowerWatch:
        """Raises BusError when there is no system bus."""
        try:
            bus = await open_bus(environment.get("DBUS_SYSTEM_BUS_ADDRESS") or _SYSTEM_BUS)
        except ConnectionError as error:
            raise BusError(f"no system bus: {error}") from error
        return cls(bus, on_change, on_battery)

    def close(self) -> None:
        """Leave the bus."""
        close_bus(self._bus)

    def _match(self, rule: str) -> None:
        self._send(BUS, BUS_PATH, BUS, "AddMatch", f"type='signal',{rule}")

    def _ask(self, name: str) -> None:
        """Ask for the property, but start no service for it."""
        path, wanted = SOURCES[name]
        serial = self._send(name, path, _PROPERTIES, "Get", name, wanted)
        self._asked[serial] = name

    def _send(self, to: str, path: str, interface: str, member: str, *arguments: str) -> int:
        message = Message(
            destination=to,
            path=path,
            interface=interface,
            member=member,
            flags=MessageFlag.NO_AUTOSTART,
            signature="s" * len(arguments),
            body=list(arguments),
            serial=self._bus.next_serial(),
        )
        self._bus.send(message)
        return int(message.serial)

    def _handle(self, message: Message) -> bool:
        """Whether the library has nothing more to do with it."""
        for descriptor in message.unix_fds:
            os.close(descriptor)
        if name := self._asked.pop(message.reply_serial, ""):
            self._answered(name, message)
        elif message.member in ("PropertiesChanged", "NameOwnerChanged") and message.body:
            self._hint(message.body[0])
        return message.message_type is not MessageType.METHOD_CALL

    def _hint(self, name: object) -> None:
        """A signal says no more than that it is time to ask: anybody may send one."""
        if isinstance(name, str) and name in SOURCES and name not in self._asked.values():
            self._ask(name)

    def _answered(self, name: str, message: Message) -> None:
        """An error says that nobody has the name."""
        is_known = message.message_type is MessageType.METHOD_RETURN and message.signature == "v"
        found = message.body[0].value if is_known else None
        if name == UPOWER:
            self._powered(found is True)
        else:
            self._profiled(name, found)

    def _powered(self, is_on_battery: bool) -> None:
        if is_on_battery != self._is_on_battery:
            self._is_on_battery = is_on_battery
            _log.info("the machine is on %s", "battery" if is_on_battery else "mains")
            self._on_battery(is_on_battery)

    def _profiled(self, name: str, profile: object) -> None:
        was_saving = bool(self._saving)
        (self._saving.add if profile == SAVER else self._saving.discard)(name)
        if bool(self._saving) != was_saving:
            _log.info("power is %s", "saved" if self._saving else "not saved")
            self._on_change(bool(self._saving))
