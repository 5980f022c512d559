"""A daemon that says nothing: it writes down what it is asked for and tells what it is told to."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from dbus_next import Message, MessageType, Variant
from dbus_next.aio import MessageBus

from bus import NAME
from sotto_bus import close_bus, open_bus

PATH = "/org/sotto/Voice1"
PATIENCE = 20.0


class ListeningDaemon:
    """`requests` are the calls in order: the member, and its arguments without types."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._changed = asyncio.Event()
        self._caller: dict[int, str] = {}
        self.requests: list[tuple[str, list[Any]]] = []
        bus.add_message_handler(self._take)

    def spoken(self) -> list[str]:
        """The texts so far."""
        return [body[0] for member, body in self.requests if member == "Speak"]

    def options(self, index: int) -> dict[str, Any]:
        """Of the text with that index."""
        asked = [body[1] for member, body in self.requests if member == "Speak"]
        return {name: variant.value for name, variant in asked[index].items()}

    def called(self, member: str) -> list[Any]:
        """First arguments of the calls of a method."""
        return [body[0] for name, body in self.requests if name == member]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a request that makes it true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def tell(self, member: str, signature: str, number: int, *rest: object) -> None:
        """A signal to who asked for that utterance."""
        message = Message.new_signal(PATH, NAME, member, signature, [number, *rest])
        message.destination = self._caller[number]
        self._bus.send(message)

    def finish(self, number: int, reason: str = "finished") -> None:
        """It is over."""
        self.tell("Finished", "ts", number, reason)

    def _take(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.path != PATH:
            return None
        self.requests.append((message.member, message.body))
        self._changed.set()
        signature, body = self._answer(message)
        return Message.new_method_return(message, signature, body)

    def _answer(self, message: Message) -> tuple[str, list[Any]]:
        match message.member:
            case "Speak":
                number = len(self._caller) + 1
                self._caller[number] = message.sender
                return "t", [number]
            case "Describe":
                described = ["d", "speed", Variant("d", 1.0), 0.3, 6.0, [], "", "", ""]
                return "a{s(ssvddasss s)}".replace(" ", ""), [
                    {name: described for name in ("rate", "words_per_minute")}
                ]
            case "GetAll":
                values = {"rate": Variant("d", 2.0), "words_per_minute": Variant("i", 400)}
                return "a{sv}", [values]
            case "Get":
                return "v", [_property(message.body[1])]
        return "", []


def _property(name: str) -> Variant:
    if name == "Voices":
        one = {"identifier": Variant("s", "x"), "best_for": Variant("as", ["en", "de"])}
        return Variant("aa{sv}", [one])
    return Variant("s", "9.9")


@contextlib.asynccontextmanager
async def listening_daemon(address: str) -> AsyncIterator[ListeningDaemon]:
    """One that owns the daemon's name."""
    bus = await open_bus(address)
    try:
        daemon = ListeningDaemon(bus)
        await bus.request_name(NAME)
        yield daemon
    finally:
        close_bus(bus)
