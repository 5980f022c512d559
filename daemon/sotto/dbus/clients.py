"""Which connections we work for, and when one of them leaves the bus."""

from __future__ import annotations

from collections.abc import Callable

from dbus_next import Message, MessageFlag
from dbus_next.aio import MessageBus

BUS = "org.freedesktop.DBus"
BUS_PATH = "/org/freedesktop/DBus"


class Clients:
    """Watches the names it was given, no others, so that other traffic wakes nobody."""

    def __init__(self, bus: MessageBus, on_gone: Callable[[str], None]) -> None:
        self._bus = bus
        self._on_gone = on_gone
        self._known: set[str] = set()
        self._asked: dict[int, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def serve(self, name: str) -> None:
        """Watch a connection; it may be gone already."""
        if name not in self._known:
            self._known.add(name)
            self._tell("AddMatch", _rule(name))
            # It may have left before the bus knew that we watch.
            self._asked[self._tell("NameHasOwner", name, MessageFlag.NONE)] = name

    def saw(self, message: Message) -> bool:
        """Look at a message; whether it was meant for this class."""
        if message.sender != BUS:
            return False
        if message.reply_serial in self._asked:
            name = self._asked.pop(message.reply_serial)
            if message.body == [False]:
                self._forget(name)
            return True
        if message.member == "NameOwnerChanged" and message.signature == "sss":
            name, _, new_owner = message.body
            if not new_owner:
                self._forget(name)
            return True
        return False

    def _forget(self, name: str) -> None:
        if name in self._known:
            self._known.remove(name)
            self._tell("RemoveMatch", _rule(name))
            self._on_gone(name)

    def _tell(
        self, member: str, argument: str, flags: MessageFlag = MessageFlag.NO_REPLY_EXPECTED
    ) -> int:
        message = Message(
            destination=BUS,
            path=BUS_PATH,
            interface=BUS,
            member=member,
            flags=flags,
            signature="s",
            body=[argument],
            serial=self._bus.next_serial(),
        )
        self._bus.send(message)
        return int(message.serial)


def _rule(name: str) -> str:
    return (
        f"type='signal',sender='{BUS}',path='{BUS_PATH}',interface='{BUS}',"
        f"member='NameOwnerChanged',arg0='{name}'"
    )
