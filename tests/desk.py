"""The bus side of the daemon with a real speaker behind it, in the process of the test.

Tones instead of a voice, a sink that is heard by nobody: what is tested is the bus.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any, ParamSpec

from dbus_next import Message, MessageFlag, MessageType, Variant
from dbus_next.aio import MessageBus

from bus import NAME, Bus, private_bus
from calls import Address, call, match
from sotto.audio.silent import SilentSink
from sotto.audio.sink import Sink
from sotto.dbus.interface import Services, Voice1
from sotto.dbus.service import Service
from sotto.messages import Clause, Options, Phoneme, PhonemeRun
from sotto.speech.events import Event
from sotto.speech.speaker import Speaker
from sotto.synthesis.stages import Stages
from sotto.text.clauses import clauses
from sotto.voice.catalogue import Catalogue
from sotto.voice.engine import Engine
from sotto.voice.silent import ToneEngine
from sotto_bus import close_bus, open_bus

P = ParamSpec("P")
RATE = 24_000
PATH = "/org/sotto/Voice1"
PATIENCE = 20.0


def in_loop(test: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    """Run an asynchronous test in a loop of its own, for a generous time."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), PATIENCE * 3))

    return run


class Desk:
    """A service that owns the name, and what is behind it once `attach` was called."""

    def __init__(self, bus: Bus, service: Service, engine: Engine, sink: Sink) -> None:
        self.bus = bus
        self.service = service
        self.voice: Voice1 | None = None
        self.defaults = Options()
        self.problems: list[str] = []
        self._engine = engine
        self._sink = sink
        self._speaker: Speaker | None = None

    @property
    def speaker(self) -> Speaker:
        assert self._speaker is not None
        return self._speaker

    def attach(self) -> None:
        """Bring the voice."""
        plain = ToneEngine("plain", ("en-us", "de"), needs_phonemes=False)
        catalogue = Catalogue([self._engine], plain)
        self._speaker = Speaker(self._sink, self._tell, deadline=PATIENCE)
        self._speaker.use(Stages(clauses, _phonemes, catalogue, RATE))
        services = Services(
            speaker=self._speaker,
            rate=RATE,
            catalogue=catalogue,
            defaults=lambda: self.defaults,
            problems=lambda: self.problems,
            language=lambda: "en",
        )
        self.voice = self.service.attach(services)

    def _tell(self, event: Event) -> None:
        if self.voice is not None:
            self.voice.listener(event)

    async def close(self) -> None:
        await self.service.close()
        if self._speaker is not None:
            self._speaker.close()


@contextlib.asynccontextmanager
async def desk(
    bus: Bus, *, engine: Engine | None = None, sink: Sink | None = None, attached: bool = True
) -> AsyncIterator[Desk]:
    """A desk on a bus."""
    service = await Service.connect(bus.address)
    made = Desk(bus, service, engine or ToneEngine("tone"), sink or SilentSink(RATE))
    try:
        await service.own()
        if attached:
            made.attach()
        yield made
    finally:
        await made.close()


def _phonemes(clause: Clause) -> PhonemeRun:
    return PhonemeRun(clause, tuple((Phoneme(word.text),) for word in clause.words))


class Caller:
    """A bare connection to the bus: what it sends and gets is not looked at by any library."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self.signals: list[tuple[str, list[Any]]] = []
        self._changed = asyncio.Event()
        bus.add_message_handler(self._see)

    @property
    def name(self) -> str:
        """The unique name."""
        return str(self._bus.unique_name)

    async def call(  # noqa: PLR0913 - the parts of a message
        self,
        member: str,
        signature: str = "",
        *body: Any,  # noqa: ANN401 - whatever is to be sent
        path: str = PATH,
        interface: str | None = NAME,
        descriptors: tuple[int, ...] = (),
        flags: MessageFlag = MessageFlag.NONE,
    ) -> Message:
        """The reply, be it an error."""
        to = Address(NAME, path, interface)
        parts = {"unix_fds": list(descriptors), "flags": flags}
        return await call(self._bus, to, member, signature, body, **parts)

    def send(self, message: Message) -> None:
        """Send a signal."""
        self._bus.send(message)

    async def speak(self, text: str, **options: Variant) -> int:
        """The number of a text that must be accepted."""
        reply = await self.call("Speak", "sa{sv}", text, options)
        assert reply.message_type is MessageType.METHOD_RETURN, reply.body
        return int(reply.body[0])

    async def refused(self, member: str, signature: str = "", *body: Any) -> str:  # noqa: ANN401
        """The name of the error that a call gets."""
        reply = await self.call(member, signature, *body)
        assert reply.message_type is MessageType.ERROR, reply.body
        return str(reply.error_name).removeprefix("org.sotto.Error.")

    async def match(self, rule: str) -> None:
        """Ask the bus for broadcast signals."""
        await match(self._bus, rule)

    async def told(self, member: str, about: int | str, count: int = 1) -> list[Any]:
        """The body of a signal about an utterance or a name, the `count`th one of its kind."""
        while True:
            found = [b for m, b in self.signals if m == member and b[0] == about]
            if len(found) >= count:
                return found[count - 1]
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), PATIENCE)

    def names(self, number: int) -> list[str]:
        """The signals about an utterance so far."""
        return [member for member, body in self.signals if body and body[0] == number]

    def close(self) -> None:
        """Leave the bus."""
        close_bus(self._bus)

    def _see(self, message: Message) -> bool:
        if message.message_type is MessageType.SIGNAL:
            self.signals.append((message.member, message.body))
            self._changed.set()
        return False


@contextlib.asynccontextmanager
async def caller(bus: Bus) -> AsyncIterator[Caller]:
    """A connection of its own."""
    made = Caller(await open_bus(bus.address))
    try:
        yield made
    finally:
        made.close()


def buses() -> Iterator[Bus]:
    """For a fixture: a bus with nothing on it."""
    with private_bus() as made:
        yield made
