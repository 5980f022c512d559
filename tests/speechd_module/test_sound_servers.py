"""Other sound servers than a PulseAudio that everybody reaches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hearing import Recorder
from sound import Server, SoundSession, sound_session
from speechd_module.dispatcher import Desktop

TEXT = "This is spoken by whoever can be heard."

pytestmark = pytest.mark.hears


@pytest.fixture(params=list(Server), ids=lambda server: server.value)
def session(request: pytest.FixtureRequest) -> Iterator[SoundSession]:
    with sound_session(request.param) as session:
        yield session


def assert_heard(desktop: Desktop) -> None:
    """All of a text, the beginning of another, and silence when that is cancelled."""
    with Recorder(desktop.session) as recorder, desktop.client() as client:
        client.say("Hello.")
        recorder.wait_for_quiet()
        recorder.clear()
        assert [event.kind for event in client.say(TEXT)] == ["BEGIN", "END"]
        assert len(recorder.wait_for_silence(0.3).sound()) > 48_000
        recorder.clear()
        message = client.speak(TEXT * 10)
        recorder.wait_for_sound()
        client.cancel()
        client.wait(message, "CANCELED")
        recorder.wait_for_quiet()


@pytest.mark.parametrize("audio", ["auto", "server"])
def test_both_ways_of_sound(session: SoundSession, audio: str) -> None:
    desktop = Desktop(session)
    desktop.write_settings(f'audio = "{audio}"\n')
    desktop.start_daemon()
    desktop.start_server()
    assert_heard(desktop)


def test_speech_dispatcher_plays_when_the_daemon_has_no_sound_server(session: SoundSession) -> None:
    desktop = Desktop(session)
    desktop.start_daemon(PULSE_SERVER=f"unix:{session.runtime}/nowhere")
    desktop.start_server()
    assert_heard(desktop)
    assert "Sotto" not in session.pactl("list", "sink-inputs")
    assert "plain voice" not in (session.runtime / "sotto.log").read_text()
