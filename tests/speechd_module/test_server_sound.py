"""A server that plays through PulseAudio is sent sound only where PulseAudio answers."""

from __future__ import annotations

import os

import pytest

from sotto_speechd.server_sound import ServerSound
from speechd_module.dispatcher import Client, Desktop

pytestmark = pytest.mark.hears

GONE = "/nonexistent/native"


@pytest.mark.parametrize(
    "environment",
    [
        {"PULSE_SERVER": f"unix:{GONE}"},
        {"PULSE_SERVER": GONE},
        {"PULSE_RUNTIME_PATH": "/nonexistent"},
        {"XDG_RUNTIME_DIR": "/nonexistent"},
    ],
)
def test_without_pulseaudio_it_has_no_sound(
    desktop: Desktop, client: Client, environment: dict[str, str]
) -> None:
    # The server chooses its way of sound at the first message.
    client.say("Hello.")
    assert not ServerSound(desktop.server_pid(), environment).is_there()


@pytest.mark.parametrize(
    "environment",
    [{"PULSE_SERVER": "tcp:elsewhere"}, {"PULSE_SERVER": f"{{0}}unix:{GONE} tcp:a"}, {}],
)
def test_where_it_is_not_plain_it_may_have_sound(
    desktop: Desktop, environment: dict[str, str]
) -> None:
    assert ServerSound(desktop.server_pid(), environment).is_there()


def test_with_pulseaudio_it_has_sound(desktop: Desktop) -> None:
    assert ServerSound(desktop.server_pid(), desktop.session.environment).is_there()


def test_another_way_of_sound_is_not_judged() -> None:
    assert ServerSound(os.getpid(), {"PULSE_SERVER": GONE}).is_there()
