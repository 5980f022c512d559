"""The connection to the session bus: owns the name, holds calls until there is a voice."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dbus_next import Message, MessageFlag, MessageType, NameFlag, RequestNameReply, Variant
from dbus_next.aio import MessageBus

from sotto import __version__
from sotto.dbus.clients import Clients
from sotto.dbus.definition import SPIEL_XML, Definition
from sotto.dbus.errors import FAILED
from sotto.dbus.lock import ScreenLock
from sotto.dbus.names import BUS_NAME, PATH, SPIEL_NAME, SPIEL_PATH
from sotto.dbus.object import BusObject, Method
from sotto.dbus.programs import Programs
from sotto.dbus.room import Room
from sotto.dbus.settings import SettingsObject
from sotto.dbus.spiel.provider import NAME, SpielProvider
from sotto.errors import BusError
from sotto_bus import close_bus, open_bus

if TYPE_CHECKING:  # they import numpy, which has to wait until the name is owned
    from sotto.dbus.interface import Services, Voice1

_log = logging.getLogger(__name__)

_PEER = "org.freedesktop.DBus.Peer"


class Service:
    """In these steps: `connect` answers from then on, `own` takes the name, `attach` brings
    the voice. Calls of methods wait until then and are answered in their order; properties
    that are known already are told at once. `fail` refuses what waits and what comes."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._clients = Clients(bus, self._client_gone)
        self._programs = Programs(bus, self._answer)
        self._lock = ScreenLock(bus, self._locked)
        self._room = Room()
        self._voice: Voice1 | None = None
        self._held: list[Message] | None = []
        self._failure = ""
        self._definition = Definition()
        self._settings = SettingsObject(self.send)
        self._methods: dict[str, Method] = {}
        self._object = BusObject(
            PATH,
            self._definition,
            self._methods,
            {"Voices": self._voices, "Version": lambda: __version__, "State": self._state},
            others=[self._settings.definition],
        )
        self._spiel = SpielProvider(self._clients, self._room, self.send, self._programs.name)
        self._spiel_object = BusObject(
            SPIEL_PATH,
            Definition(SPIEL_XML),
            self._spiel.methods,
            {"Name": lambda: NAME, "Voices": self._spiel.voices},
        )
        bus.add_message_handler(self._handle)

    @classmethod
    async def connect(cls, address: str | None = None) -> Service:
        """Raises BusError when there is no session bus (at `address`, if given)."""
        try:
            return cls(await open_bus(address))
        except ConnectionError as error:
            raise BusError(str(error)) from error

    async def own(self) -> None:
        """Take the names. Raises BusError when another daemon has ours."""
        await self._own_spiel()
        try:
            reply = await self._bus.request_name(BUS_NAME, NameFlag.DO_NOT_QUEUE)
        except Exception as error:  # the library's errors share no base of their own
            raise BusError(f"the bus refuses the name {BUS_NAME}: {error}") from error
        if reply is not RequestNameReply.PRIMARY_OWNER:
            raise BusError(f"{BUS_NAME} is owned already: Sotto is running")

    async def _own_spiel(self) -> None:
        """Speech goes on without it."""
        try:
            reply = await self._bus.request_name(SPIEL_NAME, NameFlag.DO_NOT_QUEUE)
        except Exception as error:  # the library's errors share no base of their own
            _log.warning("the bus refuses the name %s: %s", SPIEL_NAME, error)
            return
        if reply is not RequestNameReply.PRIMARY_OWNER:
            _log.warning("%s is owned by another program", SPIEL_NAME)

    def attach(self, services: Services) -> Voice1:
        """Answer with these from here on, beginning with what waited."""
        from sotto.dbus.interface import Voice1

        self._voice = Voice1(services, self._clients, self._room, self.send, self._programs.name)
        self._methods.update(self._voice.methods)
        self._programs.is_wanted = services.has_programs
        self._spiel.attach(services)
        self._settings.attach(services.settings)
        self._release()
        return self._voice

    def fail(self, reason: str) -> None:
        """There will be no voice: say so to everybody who asks."""
        self._failure = reason
        self._spiel.fail()
        self._release()

    def changed(self) -> None:
        """Tell that voices, readiness or problems are not what they were."""
        self.send(self._object.changed(["State"], ["Voices"]))
        self._spiel.changed()

    def settings_changed(self, names: Iterable[str]) -> None:
        """Tell that these settings have other values."""
        self._settings.changed(names)

    def send(self, message: Message) -> None:
        """Send without waiting; on a connection that is gone, nothing happens."""
        if self._bus.connected:
            self._bus.send(message)

    async def disconnected(self) -> None:
        """Wait until the bus goes away."""
        with suppress(Exception):
            await self._bus.wait_for_disconnect()

    async def close(self) -> None:
        """Leave the bus; calls that wait get no answer from us."""
        if self._voice is not None:
            await self._voice.close()
        await self._spiel.close()
        for message in (*(self._held or ()), *self._programs.take()):
            _close_descriptors(message)
        close_bus(self._bus)

    # ---- calls

    def _handle(self, message: Message) -> bool:
        """Whether the library has nothing more to do with it."""
        if message.message_type is not MessageType.METHOD_CALL:
            _close_descriptors(message)
            parts = (self._programs, self._clients, self._lock)
            return any(part.saw(message) for part in parts)
        if message.interface == _PEER:
            _close_descriptors(message)
            return False
        if self._held is not None and self._must_wait(message):
            self._held.append(message)
        elif not self._programs.holds(message):
            self._answer(message)
        return True

    def _must_wait(self, message: Message) -> bool:
        if message.path == SPIEL_PATH:
            return message.member == "GetAll" or bool(message.body[1:2] == ["Voices"])
        return message.path == PATH and (
            message.interface in (self._definition.interface.name, None)
            or self._settings.is_meant(message)
            or message.body[1:2] == ["Voices"]
            or message.member == "GetAll"
        )

    def _answer(self, message: Message) -> None:
        try:
            reply = self._refusal(message) or self._asked(message).answer(message)
        finally:
            _close_descriptors(message)
        if not message.flags & MessageFlag.NO_REPLY_EXPECTED:
            self.send(reply)

    def _asked(self, message: Message) -> BusObject:
        if message.path == SPIEL_PATH:
            return self._spiel_object
        is_settings = message.path == PATH and self._settings.is_meant(message)
        return self._settings.object if is_settings else self._object

    def _refusal(self, message: Message) -> Message | None:
        ours = message.interface == self._definition.interface.name
        if self._failure and (ours or self._settings.is_meant(message)):
            return Message.new_error(message, FAILED, self._failure)
        return None

    def _release(self) -> None:
        held, self._held = self._held or [], None
        for message in held:
            if not self._programs.holds(message):
                self._answer(message)

    def _client_gone(self, name: str) -> None:
        if self._voice is not None:
            self._voice.client_gone(name)
        self._spiel.client_gone(name)

    def _locked(self) -> None:
        """Who is at the keyboard next may be somebody else."""
        if self._voice is not None:
            self._voice.forget()

    # ---- properties

    def _voices(self) -> list[dict[str, Variant]]:
        return self._voice.voices() if self._voice is not None else []

    def _state(self) -> dict[str, Any]:
        if self._voice is not None:
            return self._voice.state()
        return {
            "ready": Variant("b", False),
            "sound": Variant("b", False),
            "problems": Variant("as", [self._failure] if self._failure else []),
            "last": Variant("t", 0),
            "utterances": Variant("a(tsb)", []),
        }


def _close_descriptors(message: Message) -> None:
    for descriptor in message.unix_fds:
        os.close(descriptor)
