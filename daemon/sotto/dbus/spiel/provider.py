"""org.freedesktop.Speech.Provider: Sotto for Spiel's clients.

`Synthesize` is answered before anything is done, and whatever goes wrong afterwards only ends
the stream: an error in reply to a queued request makes today's clients abort.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dbus_next import Message, MessageType, Variant

from sotto.dbus.clients import Clients
from sotto.dbus.names import SPIEL_INTERFACE, SPIEL_PATH
from sotto.dbus.object import Call, Method
from sotto.dbus.room import Room
from sotto.errors import TooManyError

if TYPE_CHECKING:  # they import numpy, which has to wait until the name is owned
    from sotto.dbus.interface import Services
    from sotto.dbus.streaming.streams import SoundPipes
    from sotto.speech.events import Event

_log = logging.getLogger(__name__)

NAME = "Sotto"
FIRST_NUMBER = 1 << 32
"""Numbers of these utterances, apart from those of the other interface."""

MOST_STREAMS = 400
"""At a time, of all clients: every one holds a descriptor."""


class SpielProvider:
    """Requests that come before there is a voice wait, already answered.

    `send` gets messages for the bus. Everything is on the thread of the loop.
    """

    def __init__(
        self,
        clients: Clients,
        room: Room,
        send: Callable[[Message], object],
        program: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._program = program
        self._clients = clients
        self._room = room
        self._send = send
        self._services: Services | None = None
        self._streams: SoundPipes | None = None
        self._numbers = itertools.count(FIRST_NUMBER)
        self._senders: dict[int, str] = {}
        self._waiting: list[tuple[Call, int]] = []
        self._has_failed = False
        self._told: list[list[object]] = []
        self.methods: dict[str, Method] = {"Synthesize": self._synthesize}

    def attach(self, services: Services) -> None:
        """Speak with these, beginning with what waited."""
        from sotto.dbus.streaming.streams import SoundPipes

        self._services = services
        self._streams = SoundPipes(services.speaker, self._listen)
        self._told = self.voices()
        waiting, self._waiting = self._waiting, []
        for call, descriptor in waiting:
            self._start(call, descriptor)

    def fail(self) -> None:
        """There will be no voice: end what waits, and what comes."""
        self._has_failed = True
        waiting, self._waiting = self._waiting, []
        for _, descriptor in waiting:
            os.close(descriptor)

    def client_gone(self, name: str) -> None:
        """End its streams; closed pipes have told most of them already."""
        if self._streams is not None:
            for number, sender in tuple(self._senders.items()):
                if sender == name and number in self._streams:
                    self._streams.cancel(number)

    async def close(self) -> None:
        """End all streams."""
        self.fail()
        if self._streams is not None:
            await self._streams.close()

    # ---- properties

    def voices(self) -> list[list[object]]:
        """All voices, as `Voices` gives them."""
        if self._services is None:
            return []
        from sotto.dbus.spiel.voices import spiel_voices

        catalogue, rate = self._services.catalogue, self._services.rate
        return spiel_voices(catalogue.voices(), rate, self._services.language())

    def changed(self) -> None:
        """Tell clients when the voices are not what they were told."""
        voices = self.voices()
        if voices != self._told:
            self._told = voices
            self._send(_voices_changed(voices))

    # ---- the method

    def _synthesize(self, call: Call) -> Sequence[object]:
        try:
            descriptor = os.dup(call.descriptors[call.arguments[0]])
        except (IndexError, OSError) as error:
            _log.warning("a request without a pipe: %s", error)
            return []
        self._clients.serve(call.sender)
        if self._has_failed:
            os.close(descriptor)
        elif self._services is None:
            self._waiting.append((call, descriptor))
        else:
            self._start(call, descriptor)
        return []

    def _start(self, call: Call, descriptor: int) -> None:
        try:
            self._begin(call, descriptor)
        except Exception as error:  # Spiel clients cannot bear an error; a closed pipe they can
            _log.warning("a request that cannot be spoken: %s", error)
            os.close(descriptor)

    def _begin(self, call: Call, descriptor: int) -> None:
        from sotto.dbus.spiel.framing import BarePackets, event_packets
        from sotto.dbus.spiel.request import read_request
        from sotto.dbus.streaming.pipe import check_writable
        from sotto.messages import Utterance

        assert self._services is not None
        assert self._streams is not None
        _, text, voice, pitch, rate, is_ssml, language = call.arguments
        request = read_request(
            text, voice, pitch, rate, is_ssml, language, self._services.defaults()
        )
        options = self._services.overridden(self._program(call.sender), request.options)
        check_writable(descriptor)
        self._check_room(call.sender, text)
        packets = event_packets(text, is_ssml=is_ssml) if request.has_events else BarePackets()
        utterance = Utterance(next(self._numbers), call.sender, text, options)
        self._streams.start(utterance, descriptor, packets)
        self._senders[utterance.id] = call.sender
        self._room.take(utterance.id, call.sender, text)

    def _check_room(self, sender: str, text: str) -> None:
        """Raises TooManyError."""
        self._room.check(sender, text)
        if len(self._senders) >= MOST_STREAMS:
            raise TooManyError(f"{MOST_STREAMS} requests are under way already")

    def _listen(self, event: Event) -> None:
        from sotto.speech.events import Finished

        if isinstance(event, Finished):
            self._senders.pop(event.id, None)
            self._room.give_back(event.id)


def _voices_changed(voices: list[list[object]]) -> Message:
    return Message(
        message_type=MessageType.SIGNAL,
        path=SPIEL_PATH,
        interface="org.freedesktop.DBus.Properties",
        member="PropertiesChanged",
        signature="sa{sv}as",
        body=[SPIEL_INTERFACE, {"Voices": Variant("a(ssstas)", voices)}, []],
    )
