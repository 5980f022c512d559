"""Faults while the real Speech Dispatcher speaks: afterwards it speaks, nothing is left over."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator

import pytest

from hearing import Recorder
from sound import RECORD_RATE, Server, sound_session
from speechd_module.dispatcher import Client, Desktop, descriptors_of, memory_of
from waiting import wait_until

SENTENCES = 6
LONG = " ".join(f"This is sentence number {index} of a long text." for index in range(SENTENCES))

pytestmark = pytest.mark.hears


def assert_speaks(client: Client, recorder: Recorder) -> None:
    recorder.wait_for_quiet()
    recorder.clear()
    assert client.say("It speaks again.")[-1].kind == "END"
    assert len(recorder.wait_for_silence(0.2).sound()) > 0.3 * RECORD_RATE


def terminal(client: Client, message: str) -> list[str]:
    return [e.kind for e in client.of(message) if e.kind in ("END", "CANCELED", "PAUSED")]


def speak_and_hear(client: Client, recorder: Recorder) -> str:
    """A long text, some of which was heard."""
    recorder.wait_for_quiet()
    recorder.clear()
    message = client.speak(LONG)
    recorder.wait_for_silence(0.0, after_samples=20_000)
    return message


def test_the_daemon_is_killed_in_a_message(
    desktop: Desktop, client: Client, recorder: Recorder
) -> None:
    message = speak_and_hear(client, recorder)
    os.kill(desktop.daemon_pid(), signal.SIGKILL)
    client.wait(message, "END", patience=60)
    assert terminal(client, message) == ["END"]
    # The rest was spoken by the plain voice: each sentence takes long at any voice's rate.
    assert len(recorder.recording().voiced()) > SENTENCES * RECORD_RATE
    desktop.start_daemon()
    assert_speaks(client, recorder)


def test_the_daemon_freezes_in_a_message(
    desktop: Desktop, client: Client, recorder: Recorder
) -> None:
    daemon = desktop.start_daemon()
    message = speak_and_hear(client, recorder)
    os.kill(daemon, signal.SIGSTOP)
    try:
        client.wait(message, "END", patience=60)
        assert terminal(client, message) == ["END"]
        assert len(recorder.recording().voiced()) > SENTENCES * RECORD_RATE
        assert_speaks(client, recorder)
    finally:
        os.kill(daemon, signal.SIGCONT)
    assert_speaks(client, recorder)


@pytest.mark.parametrize("is_frozen", [True, False])
def test_a_message_is_stopped_while_the_daemon_is_frozen_or_gone(
    desktop: Desktop, client: Client, recorder: Recorder, is_frozen: bool
) -> None:
    daemon = desktop.start_daemon()
    assert_speaks(client, recorder)
    os.kill(daemon, signal.SIGSTOP if is_frozen else signal.SIGKILL)
    try:
        for wait in (0, 0.02, 0.09, 0.11, 0.3):
            message = client.speak(LONG)
            time.sleep(wait)
            client.cancel()
            client.wait_for(
                lambda message=message: next(  # type: ignore[misc]
                    (e for e in client.of(message) if e.kind == "CANCELED"), None
                ),
                "the end of it",
            )
            assert terminal(client, message) == ["CANCELED"]
    finally:
        if is_frozen:
            os.kill(daemon, signal.SIGCONT)
    assert_speaks(client, recorder)


def test_nobody_reads_what_the_module_writes(
    desktop: Desktop, client: Client, recorder: Recorder
) -> None:
    message = speak_and_hear(client, recorder)
    desktop.signal_server(signal.SIGSTOP)
    time.sleep(2)
    desktop.signal_server(signal.SIGCONT)
    client.wait(message, "END", patience=60)
    assert terminal(client, message) == ["END"]
    assert_speaks(client, recorder)


def test_two_thousand_messages_cut_off_leave_nothing(
    desktop: Desktop, client: Client, recorder: Recorder
) -> None:
    generator = random.Random(4)
    module = desktop.module_pid()

    def cut_off(count: int) -> None:
        for index in range(count):
            message = client.speak(f"Message number {index}, which is not heard to its end.")
            time.sleep(generator.uniform(0, 0.02))
            client.cancel()
            client.wait(message, "CANCELED", "END")

    cut_off(200)
    assert_speaks(client, recorder)
    descriptors, memory = descriptors_of(module), memory_of(module)
    cut_off(1800)
    assert_speaks(client, recorder)
    assert descriptors_of(module) <= descriptors + 2
    assert memory_of(module) < memory + (8 << 20)
    ends = [terminal(client, event.message) for event in client.events if event.kind == "BEGIN"]
    assert all(len(found) == 1 for found in ends)


def test_messages_cut_off_while_voices_are_listed(desktop: Desktop, client: Client) -> None:
    generator = random.Random(5)
    with desktop.client("lister") as other:
        for index in range(150):
            message = client.speak(f"Message {index}.")
            other.send("LIST SYNTHESIS_VOICES")
            time.sleep(generator.uniform(0, 0.02))
            client.cancel()
            assert other.reply()[-1].startswith("249")
            client.wait(message, "CANCELED", "END")


# ---- a desktop each


@pytest.fixture
def bare() -> Iterator[Desktop]:
    """Sound, but no daemon yet, and no way to start one."""
    with sound_session(Server.PULSEAUDIO) as session:
        yield Desktop(session)


def test_the_daemon_cannot_be_started_and_then_it_can(bare: Desktop) -> None:
    bare.start_server()
    with Recorder(bare.session) as recorder, bare.client() as client:
        assert_speaks(client, recorder)
        message = speak_and_hear(client, recorder)
        client.cancel()
        client.wait(message, "CANCELED")
        bare.start_daemon()
        assert_speaks(client, recorder)

        def are_known() -> bool:
            client.say("And?")
            return len(client.command("LIST SYNTHESIS_VOICES")) > 2

        wait_until(are_known, "its voices are known")


def test_the_sound_server_is_killed_and_comes_back(bare: Desktop) -> None:
    bare.start_daemon()
    bare.start_server()
    with bare.client() as client:
        with Recorder(bare.session) as recorder:
            message = speak_and_hear(client, recorder)
            bare.session.stop_server()
        client.wait(message, "END", "CANCELED", patience=60)
        assert len(terminal(client, message)) == 1
        # Nothing can be heard, and nothing gets stuck.
        for _ in range(3):
            message = client.speak("Nobody hears this.")
            client.wait(message, "END", "CANCELED", patience=60)
        bare.session.start_server()
        with Recorder(bare.session) as recorder:
            # Whoever lost the server may take some seconds to find it again.
            recorder.wait(lambda _: bool(client.say("Hello?")) and _heard(recorder), "speech")
            assert_speaks(client, recorder)


def _heard(recorder: Recorder) -> bool:
    return len(recorder.recording().loud()) > 0
