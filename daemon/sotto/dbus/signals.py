"""Events of the speech stage as signals to one connection."""

from __future__ import annotations

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
from sotto.speech.lifecycle import Reason

_SIGNALS: dict[type, tuple[str, str, tuple[str, ...]]] = {
    Started: ("Started", "t", ("id",)),
    WordReached: ("Word", "tuu", ("id", "start", "end")),
    MarkReached: ("Mark", "ts", ("id", "name")),
    PausedAt: ("Paused", "tuu", ("id", "start", "end")),
    Resumed: ("Resumed", "t", ("id",)),
    Ending: ("Ending", "t", ("id",)),
    Finished: ("Finished", "ts", ("id", "reason")),
}
"""Name and signature of the signal that tells an event, and which of its values it carries."""


def signal(event: Event, destination: str) -> Message:
    """The signal that tells it."""
    member, signature, names = _SIGNALS[type(event)]
    values = [getattr(event, name) for name in names]
    body = [value.value if isinstance(value, Reason) else value for value in values]
    return Message(
        destination=destination,
        message_type=MessageType.SIGNAL,
        path=PATH,
        interface=INTERFACE,
        member=member,
        signature=signature,
        body=body,
    )
