"""Events of the speech stage as signals to one connection."""

from __future__ import annotations

from collections.abc import Sequence

from dbus_next import Message, MessageType

from sotto.dbus.names import INTERFACE, PATH
from sotto.speech.events import (
    Ending,
    Event,
    Finished,
    MarkReached,
    PausedAt,
    Resumed,
    Started,
    WordReached,
)


def signal(event: Event, destination: str) -> Message:
    """The signal that tells it."""
    match event:
        case Started(identifier):
            return _message(destination, "Started", "t", identifier)
        case WordReached(identifier, _, start, end):
            return _message(destination, "Word", "tuu", identifier, start, end)
        case MarkReached(identifier, _, name):
            return _message(destination, "Mark", "ts", identifier, name)
        case PausedAt(identifier, _, start, end):
            return _message(destination, "Paused", "tuu", identifier, start, end)
        case Resumed(identifier):
            return _message(destination, "Resumed", "t", identifier)
        case Ending(identifier):
            return _message(destination, "Ending", "t", identifier)
        case Finished(identifier, _, reason):
            return _message(destination, "Finished", "ts", identifier, reason.value)


def properties_changed(changed: dict[str, object], invalidated: Sequence[str]) -> Message:
    """The standard signal, to whoever listens."""
    return Message(
        message_type=MessageType.SIGNAL,
        path=PATH,
        interface="org.freedesktop.DBus.Properties",
        member="PropertiesChanged",
        signature="sa{sv}as",
        body=[INTERFACE, changed, list(invalidated)],
    )


def _message(destination: str, member: str, signature: str, *body: object) -> Message:
    return Message(
        destination=destination,
        message_type=MessageType.SIGNAL,
        path=PATH,
        interface=INTERFACE,
        member=member,
        signature=signature,
        body=list(body),
    )
