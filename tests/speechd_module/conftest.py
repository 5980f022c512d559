"""Desktops with Speech Dispatcher on them; they are slow to start, so tests share them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hearing import Recorder
from sound import Server, sound_session
from speechd_module.dispatcher import Client, Desktop


@pytest.fixture(scope="module", params=["daemon", "server"])
def desktop(request: pytest.FixtureRequest) -> Iterator[Desktop]:
    """Both ways of sound: the daemon plays, or Speech Dispatcher does."""
    with sound_session(Server.PULSEAUDIO) as session:
        desktop = Desktop(session)
        desktop.write_settings(f'audio = "{request.param}"\nicons = "{session.home / "icons"}"\n')
        desktop.start_daemon()
        desktop.start_server()
        yield desktop


@pytest.fixture(scope="module")
def recorder(desktop: Desktop) -> Iterator[Recorder]:
    """What is heard."""
    with Recorder(desktop.session) as recorder:
        yield recorder


@pytest.fixture
def client(desktop: Desktop) -> Iterator[Client]:
    """A client of its own for every test; afterwards nobody speaks."""
    with desktop.client() as client:
        yield client
        client.command("CANCEL ALL")
