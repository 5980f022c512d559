"""A secret is said through every door, errors included: no file and no log ever has it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from dbus_next import MessageType

from calls import Address, call
from sotto_bus import close_bus, open_bus
from sotto_client import ClientError, connect
from sound import Server, SoundSession, sound_session
from speechd_module import dispatcher
from speechd_module.dispatcher import Desktop
from spiel_client import EVENTS, INTERFACE, NAME, PATH, Client, read_first

SECRET = "Xylophonkaefer"
TEXT = f"My secret is {SECRET}, tell nobody."
MARKED = f"<speak>My <mark name='{SECRET}'/>secret <prosody rate='{SECRET}'>is {SECRET}"


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    serve = "from sotto.cli.main import main; main(['serve', '--log', 'debug'])"
    monkeypatch.setattr(dispatcher, "_SERVE", serve)
    with sound_session(Server.PULSEAUDIO) as session:
        made = Desktop(session)
        made.start_daemon()
        made.start_server()
        yield made


async def _through_the_bus(address: str) -> None:
    async with await connect(address) as client:
        await client.finished(await client.speak(TEXT))
        await client.finished(await client.speak(MARKED, kind="ssml"))
        async with await client.synthesize(TEXT) as stream:
            async for _ in stream:
                pass
        await client.prefetch([TEXT])
        for wrong in ({"voice": SECRET}, {"kind": SECRET}, {"rate": SECRET}, {SECRET: 1}):
            with contextlib.suppress(ClientError):
                await client.speak(TEXT, **wrong)
        with contextlib.suppress(ClientError):
            await client.speak(SECRET * 100_000)
        for kind in ("spell", "key", "character"):
            await client.cancel_all()
            await client.speak(SECRET, kind=kind)
        await client.cancel_all()


async def _through_spiel(address: str) -> None:
    bus = await open_bus(address)
    client = Client(bus)
    assert await client.speak(TEXT)
    assert await client.speak(MARKED, EVENTS, is_ssml=True)
    assert await client.speak(f"<speak>{TEXT}<mark name='{SECRET}'/></speak>", EVENTS, is_ssml=True)
    await client.speak(TEXT, SECRET)
    await client.speak(TEXT, language=SECRET)
    await client.speak(TEXT, pitch=float("nan"), rate=float("inf"))
    await client.speak(SECRET * 200_000)
    reader = await client.synthesize(f"{TEXT} " * 200)
    await read_first(reader)
    os.close(reader)  # a reader that is gone is an error to the daemon
    to = Address(NAME, PATH, INTERFACE)
    refused = await call(bus, to, "Synthesize", "s", [SECRET])
    assert refused.message_type is MessageType.ERROR
    assert SECRET not in str(refused.body)
    # Without the descriptor that it names: how it is answered is the daemon's to say.
    await call(bus, to, "Synthesize", "hssddbs", [0, TEXT, SECRET, 1.0, 1.0, False, ""])
    assert await client.speak(TEXT)
    close_bus(bus)


def _files_with(secret: str, session: SoundSession) -> list[Path]:
    """All that is written in the session, but Speech Dispatcher's own log."""
    found = []
    for file in session.home.rglob("*"):
        if file.is_file() and not file.is_symlink() and not file.name.startswith("speech-disp"):
            data = file.read_bytes()
            if secret.encode() in data or secret.encode("utf-16-le") in data:
                found.append(file)
    return found


@pytest.mark.hears
def test_no_file_and_no_log_has_it(desktop: Desktop) -> None:
    session = desktop.session
    asyncio.run(_through_the_bus(session.environment["DBUS_SESSION_BUS_ADDRESS"]))
    asyncio.run(_through_spiel(session.environment["DBUS_SESSION_BUS_ADDRESS"]))
    session.run("spd-say", "-w", TEXT, SPEECHD_ADDRESS=f"unix_socket:{desktop.socket}")
    with desktop.client() as client:
        client.say(TEXT)
        client.say(MARKED)
        os.kill(desktop.daemon_pid(), signal.SIGSTOP)
        try:
            client.say(TEXT)
        finally:
            os.kill(desktop.daemon_pid(), signal.SIGKILL)
        client.say(TEXT)
    assert _files_with("the bus name is owned", session), "the daemon's log is looked at"
    assert _files_with(SECRET, session) == []


def test_files_are_the_users_own(desktop: Desktop) -> None:
    """What the daemon and the module write nobody else reads."""
    home = desktop.session.home
    kept = [*home.rglob("cache/sotto/**/*"), *home.rglob("state/sotto/**/*")]
    assert [file for file in kept if file.is_file() and file.stat().st_mode & 0o077] == []
