"""A running Orca is told over a real bus, by a stand-in that answers as Orca 51 does."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from dbus_next import Message, MessageType

from sotto_bus import close_bus, open_bus
from sotto_orca.choice import Choice, System
from sotto_orca.commands import run
from sotto_orca.errors import OrcaSettingsError
from sotto_orca.remote import tell
from sound import sound_session


def test_a_running_orca_takes_it_at_once() -> None:
    with sound_session() as session:
        send = partial(run, session.environment, "dbus-send")
        heard = asyncio.run(_orca(session.environment["DBUS_SESSION_BUS_ADDRESS"], send))
        assert heard == [
            ["org.gnome.Orca1.SpeechManager", "CurrentServer", "Spiel"],
            ["org.gnome.Orca1.SpeechManager", "CurrentSynthesizer", "org.sotto.Speech.Provider"],
        ]


async def _orca(address: str, send: partial[str]) -> list[list[str]]:
    heard: list[list[str]] = []

    def answer(message: Message) -> Message | None:
        if message.message_type is MessageType.METHOD_CALL and message.member == "Set":
            interface, name, variant = message.body
            heard.append([interface, name, variant.value])
            return Message.new_method_return(message)
        return None

    bus = await open_bus(address)
    bus.add_message_handler(answer)
    await bus.request_name("org.gnome.Orca1.Service")
    await asyncio.to_thread(tell, Choice(System.SPIEL), 51, send)
    close_bus(bus)
    return heard


def test_one_that_does_not_answer_is_an_error() -> None:
    with sound_session() as session:
        send = partial(run, session.environment, "dbus-send")
        with pytest.raises(OrcaSettingsError, match="dbus-send"):
            tell(Choice(), 51, send)
