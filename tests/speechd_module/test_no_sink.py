"""No sink is left, not even a dummy: Speech Dispatcher, which dies of sound then, lives on."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from hearing import Recorder
from sotto_speechd.server_sound import ServerSound
from sotto_speechd.sinks import Sinks, look
from sound import NULL_SINK, Server, SoundSession, sound_session
from speechd_module.dispatcher import Desktop

pytestmark = pytest.mark.hears

NOTHING = "module-null-sink"
LONG = "This goes on for a while, so that something can happen in the middle of it. "


@pytest.fixture
def session() -> Iterator[SoundSession]:
    with sound_session(Server.PULSEAUDIO) as session:
        yield session


def started(session: SoundSession, audio: str) -> Desktop:
    desktop = Desktop(session)
    desktop.write_settings(f'audio = "{audio}"\n')
    desktop.start_daemon()
    return desktop


def assert_heard_again(desktop: Desktop) -> None:
    """A sink comes: the next message is heard, and the server is the same as before."""
    desktop.session.add_null_sink(NULL_SINK)
    with Recorder(desktop.session) as recorder, desktop.client() as client:
        assert client.say("It is heard again.")[-1].kind == "END"
        assert len(recorder.wait_for_silence(0.3).sound()) > 24_000
    assert desktop.server_lives()


@pytest.mark.parametrize("audio", ["daemon", "server"])
def test_it_went_while_nobody_spoke(session: SoundSession, audio: str) -> None:
    desktop = started(session, audio)
    desktop.start_server()
    with desktop.client() as client:
        client.say("Hello.")
        session.pactl("unload-module", NOTHING)
        for _ in range(2):
            assert client.say("Nobody hears it.")[-1].kind == "END"
        message = client.speak("Nobody hears it.")
        client.cancel()
        client.wait(message, "CANCELED")
    told = session.run(sys.executable, "-m", "sotto", "why")
    assert "no output device" in told.stdout, told
    assert_heard_again(desktop)


@pytest.mark.parametrize("audio", ["daemon", "server"])
def test_it_was_never_there(session: SoundSession, audio: str) -> None:
    desktop = started(session, audio)
    session.pactl("unload-module", NOTHING)
    desktop.start_server()
    with desktop.client() as client:
        assert client.say("Nobody hears it.")[-1].kind == "END"
    assert "no output device" in session.run(sys.executable, "-m", "sotto", "why").stdout
    assert_heard_again(desktop)


@pytest.mark.parametrize("is_daemon_there", [True, False])
def test_what_waits_is_said_when_a_sink_comes(session: SoundSession, is_daemon_there: bool) -> None:
    desktop = started(session, "server")
    desktop.start_server()
    with desktop.client() as client:
        client.say("Hello.")
        daemon = desktop.daemon_pid()
        os.kill(daemon, signal.SIGCONT if is_daemon_there else signal.SIGSTOP)
        session.pactl("unload-module", NOTHING)
        message = client.speak("This waits until there is a sink, and all of it is heard then.")
        time.sleep(1)
        session.add_null_sink(NULL_SINK)
        with Recorder(session) as recorder:
            assert client.wait(message).kind == "END"
            assert len(recorder.wait_for_silence(0.3).sound()) > 96_000
        os.kill(daemon, signal.SIGCONT)
    assert desktop.server_lives()


def test_pulseaudio_is_started_anew(session: SoundSession) -> None:
    desktop = started(session, "server")
    desktop.start_server()
    with desktop.client() as client:
        client.say("Hello.")
    session.stop_server()
    session.start_server("other")
    session.pactl("unload-module", NOTHING)
    assert_heard_again(desktop)


def test_what_libpulse_tells(session: SoundSession) -> None:
    player = session.start("pacat", "--playback", "/dev/zero")
    with session.applied():
        found = look(5)
        while not (found and found.players):
            found = look(5)
        # `setpriv` becomes the program.
        assert found == Sinks(1, frozenset({player.pid}))
        session.pactl("unload-module", NOTHING)
        found = look(5)
        assert found is not None and found.count == 0
        session.signal_server(signal.SIGSTOP)
        assert look(0.05) is None
        session.signal_server(signal.SIGCONT)


def test_another_rate_after_each_ended_stream(session: SoundSession) -> None:
    desktop = started(session, "daemon")
    desktop.start_server()
    with desktop.client() as client:
        client.say("Hello.")
    server = desktop.server_pid()
    answers = [
        Sinks(1, frozenset()), Sinks(1, frozenset({server})), Sinks(1, frozenset({server, 1})),
        Sinks(1, frozenset({1})), None, Sinks(0, frozenset()), Sinks(1, frozenset({server})),
    ]  # fmt: skip
    asked = iter(answers)
    sound = ServerSound(server, session.environment, lambda: next(asked))
    told = [(sound.is_there(), sound.rate(100)) for _ in answers]
    assert told == [
        (False, 100), (True, 100), (True, 100), (True, 101), (True, 101), (False, 100), (True, 100),
    ]  # fmt: skip


@pytest.mark.parametrize("is_daemon_there", [True, False])
def test_it_goes_while_the_server_plays(session: SoundSession, is_daemon_there: bool) -> None:
    desktop = started(session, "server")
    desktop.start_server()
    with desktop.client() as client:
        client.say("Hello.")
        daemon = desktop.daemon_pid()
        os.kill(daemon, signal.SIGCONT if is_daemon_there else signal.SIGSTOP)
        for _ in range(2):
            with Recorder(session) as recorder:
                message = client.speak(LONG)
                recorder.wait_for_sound()
            session.pactl("unload-module", NOTHING)
            time.sleep(1)
            assert desktop.server_lives()
            session.add_null_sink(NULL_SINK)
            with Recorder(session) as recorder:
                assert client.wait(message).kind == "END"
                assert len(recorder.wait_for_silence(0.3).sound()) > 48_000
        os.kill(daemon, signal.SIGCONT)
