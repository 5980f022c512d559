"""When the screen is locked: desktops tell it on the session bus, each under a name of its own."""

from __future__ import annotations

from collections.abc import Callable

from dbus_next import Message, MessageFlag
from dbus_next.aio import MessageBus

from sotto.dbus.clients import BUS, BUS_PATH

SAVERS = tuple(
    f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)
"""Interfaces; KDE uses the first one."""
_MEMBER = "ActiveChanged"


class ScreenLock:
    """Calls `on_lock` at every lock. Anybody may tell of one: no more than forgetting follows."""

    def __init__(self, bus: MessageBus, on_lock: Callable[[], None]) -> None:
        self._on_lock = on_lock
        for interface in SAVERS:
            rule = f"type='signal',interface='{interface}',member='{_MEMBER}'"
            message = Message(
                destination=BUS,
                path=BUS_PATH,
                interface=BUS,
                member="AddMatch",
                flags=MessageFlag.NO_REPLY_EXPECTED,
                signature="s",
                body=[rule],
                serial=bus.next_serial(),
            )
            bus.send(message)

    def saw(self, message: Message) -> bool:
        """Look at a message; whether it was meant for this class."""
        if message.member != _MEMBER or message.interface not in SAVERS:
            return False
        if message.body == [True]:
            self._on_lock()
        return True
