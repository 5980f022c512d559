"""From the command to the loudspeaker, on both sound servers."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bus import Bus, private_bus
from desk import in_loop
from hearing import Recorder
from sotto_client import Client, Event, Finished, MarkReached, Started, WordReached, connect
from sound import Server, SoundSession, sound_session
from waiting import wait_until

LONG = "This is a sentence of some length that takes a while to be spoken. " * 4

pytestmark = [pytest.mark.hears, pytest.mark.alone]


def on_sound(session: SoundSession) -> dict[str, str]:
    """What a bus must know so that its daemon plays in the session."""
    names = ("PULSE_SERVER", "PULSE_COOKIE", "PULSE_CLIENTCONFIG")
    return {name: session.environment[name] for name in names} | {"LANG": "en_US.UTF-8"}


@pytest.fixture(scope="module", params=list(Server), ids=lambda server: server.value)
def session(request: pytest.FixtureRequest) -> Iterator[SoundSession]:
    with sound_session(request.param) as made:
        yield made


@pytest.fixture(scope="module")
def bus(session: SoundSession) -> Iterator[Bus]:
    """A daemon whose voice is loaded, with a sound server."""
    with private_bus(**on_sound(session)) as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


@pytest.fixture(scope="module")
def attached(session: SoundSession) -> Iterator[Recorder]:
    with Recorder(session) as recorder:
        yield recorder


@pytest.fixture
def recorder(attached: Recorder) -> Recorder:
    """What is played from now on."""
    attached.clear()
    return attached


@in_loop
async def test_what_is_said_is_heard_from_the_first_word_to_the_last(
    bus: Bus, recorder: Recorder
) -> None:
    async with await connect(bus.address) as client:
        events: list[tuple[float, Event]] = []
        client.listen(lambda event: events.append((time.monotonic(), event)))
        text = '<speak>Hello <mark name="m"/>there, my good friend.</speak>'
        number = await client.speak(text, kind="ssml")
        assert await client.finished(number) == "finished"
        kinds = [type(event) for _, event in events]
        assert kinds[0] is Started and kinds[-1] is Finished
        assert kinds.count(WordReached) == 5 and kinds.count(MarkReached) == 1
        assert (await client.why(number)).engine == "neural"
    recording = await asyncio.to_thread(recorder.wait_for_silence)
    first, last = recording.first_sound(0.004), recording.last_sound(0.004)
    assert first is not None and last is not None
    assert 0.5 < last - first < 5
    # Words are told when they are heard: within the time of the sound.
    words = [moment for moment, event in events if isinstance(event, WordReached)]
    assert all(first - 0.5 < moment < last + 0.5 for moment in words)
    assert words[-1] - words[0] > 0.3 * (last - first)


def test_stop_is_silence(bus: Bus, recorder: Recorder) -> None:
    assert bus.sotto("say", LONG).returncode == 0
    recorder.wait_for_sound()
    assert bus.sotto("stop").returncode == 0
    recorder.wait_for_silence()
    done = bus.sotto("status")
    assert "nothing is being spoken" in done.stdout
    assert "sound: yes" in done.stdout


def test_pause_and_resume_by_command(bus: Bus, recorder: Recorder) -> None:
    assert bus.sotto("say", LONG).returncode == 0
    recorder.wait_for_sound()
    assert bus.sotto("pause").returncode == 0
    recorder.wait_for_silence()
    assert "paused" in bus.sotto("status").stdout
    recorder.clear()
    assert bus.sotto("resume").returncode == 0
    recorder.wait_for_sound()
    assert bus.sotto("stop").returncode == 0


def test_a_stream_of_text_is_spoken_while_it_comes(bus: Bus, recorder: Recorder) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sotto", "say"], env=bus.environment, stdin=subprocess.PIPE
    )
    with process:
        assert process.stdin is not None
        process.stdin.write(b"The first sentence. The sec")
        process.stdin.flush()
        recorder.wait_for_sound()
        assert process.poll() is None
        process.stdin.write(b"ond one.")
        process.stdin.close()
        assert process.wait(30) == 0


def test_an_interrupted_command_takes_its_speech_along(bus: Bus, recorder: Recorder) -> None:
    process = bus.spawn(sys.executable, "-m", "sotto", "say", "--wait", LONG)
    recorder.wait_for_sound()
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(20) == 130
    recorder.wait_for_silence()
    assert "nothing is being spoken" in bus.sotto("status").stdout


@in_loop
async def test_a_client_that_is_killed_falls_silent(bus: Bus, recorder: Recorder) -> None:
    code = (
        "import asyncio, sotto_client\n"
        "async def main():\n"
        "    client = await sotto_client.connect()\n"
        f"    await client.speak({LONG!r})\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    process = bus.spawn(sys.executable, "-c", code)
    await asyncio.to_thread(recorder.wait_for_sound)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    await asyncio.to_thread(recorder.wait_for_silence)
    async with await connect(bus.address) as client:
        assert (await client.state()).utterances == ()


async def _until_spoken(client: Client, text: str) -> str:
    return await client.finished(await client.speak(text))


@pytest.mark.parametrize("server", list(Server), ids=lambda server: server.value)
def test_the_sound_server_may_die_in_the_middle(server: Server) -> None:
    with sound_session(server) as session, private_bus(**on_sound(session)) as bus:
        bus.serve()
        with Recorder(session) as recorder:
            assert bus.sotto("say", LONG).returncode == 0
            recorder.wait_for_sound()
        session.stop_server()
        session.start_server()
        with Recorder(session) as recorder:
            recorder.wait_for_sound()
        assert bus.sotto("stop").returncode == 0
        assert bus.sotto("say", "--wait", "Here I am again.").returncode == 0


def test_a_sound_server_that_comes_later_is_found(session: SoundSession) -> None:
    environment = on_sound(session) | {"PULSE_SERVER": "unix:/nonexistent/pulse"}
    with private_bus(**environment) as bus:
        link = bus.home / "pulse"
        bus.environment["PULSE_SERVER"] = f"unix:{link}"
        bus.serve()
        assert bus.sotto("say", "--wait", "Nobody hears this.").returncode == 4
        assert "sound: no" in bus.sotto("status").stdout
        link.symlink_to(session.socket)
        assert bus.sotto("say", "--wait", "This is heard.").returncode == 0
        assert "sound: yes" in bus.sotto("status").stdout


@in_loop
async def test_a_daemon_killed_in_the_middle_comes_back_with_sound(
    session: SoundSession, recorder: Recorder
) -> None:
    with private_bus(**on_sound(session)) as bus:
        bus.make_activatable()
        async with await connect(bus.address) as client:
            number = await client.speak(LONG)
            await asyncio.to_thread(recorder.wait_for_sound)
            pid = bus.owner_pid()
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            assert await client.finished(number) == "daemon-gone"
            await asyncio.to_thread(recorder.wait_for_silence)
            recorder.clear()
            assert await _until_spoken(client, "Here I am again.") == "finished"
            assert len(recorder.recording().loud())
