"""Calls over the bus, for the clients that the tests bring themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dbus_next import Message
from dbus_next.aio import MessageBus


class Address(NamedTuple):
    """Who is called."""

    destination: str
    path: str
    interface: str | None


BUS = Address("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


async def call(
    bus: MessageBus,
    to: Address,
    member: str,
    signature: str = "",
    body: Sequence[Any] = (),
    **more: Any,  # noqa: ANN401 - further parts of the message
) -> Message:
    """The reply, be it an error."""
    return await bus.call(Message(*to, member, signature=signature, body=list(body), **more))


async def match(bus: MessageBus, rule: str) -> None:
    """Ask the bus for broadcast signals."""
    await call(bus, BUS, "AddMatch", "s", (rule,))
