"""What the module plays itself goes to the device that was chosen, while that is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from hearing import Recorder, tone
from sotto_speechd.devices import Devices, Names, chosen
from sotto_speechd.own_sound import OwnSound
from sound import NULL_SINK, Server, SoundSession, sound_session
from speechd_module.dispatcher import SPEECHD_CONF, Desktop

RATE = 22_050
OTHER = "other"
TONE = (tone(0.3, RATE) * 32_767).astype("<i2").tobytes()


@pytest.fixture
def session() -> Iterator[SoundSession]:
    with sound_session(Server.PULSEAUDIO) as session, session.applied():
        session.add_null_sink(OTHER)
        session.set_default(NULL_SINK)
        yield session


def write(session: SoundSession, name: str, text: str) -> None:
    file = Path(session.environment["XDG_CONFIG_HOME"]) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def assert_heard(session: SoundSession, sink: str) -> None:
    """By who begins then, as after a pause."""
    lost = threading.Event()
    read = partial(chosen, session.environment, by_server=False)
    sound = OwnSound(lost.set, Devices(read).names)
    with Recorder(session, sink) as recorder:
        sound.play(TONE, RATE)
        recorder.wait_for_sound()
    assert not lost.is_set()


@pytest.mark.hears
def test_the_chosen_device_and_without_it_the_default_one(session: SoundSession) -> None:
    write(session, "sotto/settings.toml", f'device = "{OTHER}"\n')
    assert_heard(session, OTHER)
    # By its number: there are two null sinks.
    modules = session.pactl("list", "short", "modules").splitlines()
    session.pactl("unload-module", next(line for line in modules if OTHER in line).split()[0])
    assert_heard(session, NULL_SINK)


@pytest.mark.hears
@pytest.mark.parametrize("audio", ["auto", "server"])
def test_the_plain_voice_is_heard_there(session: SoundSession, audio: str) -> None:
    desktop = Desktop(session)
    desktop.write_settings(f'audio = "{audio}"\n')
    write(session, "sotto/settings.toml", f'device = "{OTHER if audio == "auto" else NULL_SINK}"\n')
    # Nobody starts the daemon. Version 0.12 plays to its own device even with "auto".
    desktop.start_server(stock=f'{SPEECHD_CONF.read_text()}\nAudioPulseDevice "{OTHER}"\n')
    with Recorder(session, OTHER) as recorder, desktop.client() as client:
        client.speak("Hello.")
        recorder.wait_for_sound()


@pytest.mark.parametrize(
    ("settings", "conf", "names"),
    [
        ("", "", ()),
        ('device = "a"', 'AudioPulseDevice "b"', ("a", "b")),
        ('device = ""', 'AudioPulseDevice "default"', ()),
        ("device = 7", "# AudioPulseDevice no\nAudioPulseDevice b\n", ("b",)),
        ("device = [[[", "audiopulsedevice 'b'", ("'b'",)),
    ],
)
def test_what_the_files_say(tmp_path: Path, settings: str, conf: str, names: Names) -> None:
    for name, text in (("sotto/settings.toml", settings), ("speech-dispatcher/speechd.conf", conf)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    found = partial(chosen, {"XDG_CONFIG_HOME": str(tmp_path)}, of_all=tmp_path / "none")
    assert found(by_server=False) == names
    assert found(by_server=True) == tuple(name for name in names if name != "a")
    (tmp_path / "sotto" / "settings.toml").unlink()
    (tmp_path / "sotto" / "settings.toml").mkdir()
    assert found(by_server=False) == found(by_server=True)


def test_files_that_hang_keep_no_sound_waiting() -> None:
    answers, reads = threading.Event(), threading.Semaphore(0)

    def read() -> Names:
        reads.release()
        answers.wait(60)
        return ("a",)

    devices = Devices(read)
    assert [devices.names() for _ in range(2)] == [(), ()]
    hanging = [each for each in threading.enumerate() if each.name == "devices"]
    assert len(hanging) == 1
    answers.set()
    hanging[0].join(60)
    assert devices.names() == ("a",)
    assert reads.acquire(timeout=60) and reads.acquire(timeout=60)
