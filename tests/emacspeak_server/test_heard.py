"""From the pipe to the loudspeaker, with the daemon and its voice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from bus import Bus, private_bus
from hearing import Recorder, Recording, pitch_of
from sound import RECORD_RATE, Server, SoundSession, sound_session
from waiting import wait_until

LONG = "This is a sentence of some length that takes a while to be spoken. " * 4

pytestmark = pytest.mark.hears


@pytest.fixture(scope="module")
def session() -> Iterator[SoundSession]:
    with sound_session(Server.PULSEAUDIO) as made:
        yield made


@pytest.fixture(scope="module")
def bus(session: SoundSession) -> Iterator[Bus]:
    names = ("PULSE_SERVER", "PULSE_COOKIE", "PULSE_CLIENTCONFIG")
    sound = {name: session.environment[name] for name in names}
    with private_bus(**sound, LANG="en_US.UTF-8") as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


@pytest.fixture
def recorder(session: SoundSession) -> Iterator[Recorder]:
    with Recorder(session) as made:
        yield made


@pytest.fixture
def server(bus: Bus) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "sotto_emacspeak"],
        env=bus.environment,
        stdin=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def send(server: subprocess.Popen[str], text: str) -> None:
    assert server.stdin is not None
    server.stdin.write(text)
    server.stdin.flush()


def test_stop_is_silence_and_what_follows_is_heard(
    server: subprocess.Popen[str], recorder: Recorder
) -> None:
    send(server, f"tts_sync_state some 0 0 0 225\nq {{{LONG}}}\nq {{{LONG}}}\nd\n")
    recorder.wait_for_sound()
    send(server, "s\n")
    recorder.wait_for_silence()
    recorder.clear()
    send(server, "l {a}\nt 880 200\nd\n")
    # The tone comes behind the letter, by itself.
    recorder.wait_for_sound()
    heard = recorder.wait(ends_in_the_tone, "the tone")
    # A tenth of a second is the tone.
    assert len(heard.sound()) > 0.15 * RECORD_RATE


def ends_in_the_tone(heard: Recording) -> bool:
    end = heard.sound()[-RECORD_RATE // 10 :]
    return len(end) == RECORD_RATE // 10 and abs(pitch_of(end) - 880) < 15


def test_faster_is_shorter_and_a_silence_is_one(
    server: subprocess.Popen[str], recorder: Recorder
) -> None:
    lengths = []
    for rate in (150, 450):
        recorder.clear()
        send(server, f"tts_set_speech_rate {rate}\nq {{A short sentence.}}\nd\n")
        lengths.append(len(recorder.wait_for_silence().sound()))
    assert lengths[1] < 0.6 * lengths[0]
    recorder.clear()
    send(server, "q {one }\nsh 700\nq {two }\nd\n")
    heard = recorder.wait_for_silence(1.0)
    assert any(gap > 0.6 for gap in heard.gaps())
