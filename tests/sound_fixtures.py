"""Fixtures of a module that hears real sound: a session of each kind of server, and a recorder.

A conftest that imports them offers them to its folder; they end with the module.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hearing import Recorder
from sound import NULL_SINK, Server, SoundSession, sound_session

EXACT = "exact"


@pytest.fixture(scope="module", params=list(Server), ids=lambda server: server.value)
def session(request: pytest.FixtureRequest) -> Iterator[SoundSession]:
    """A session that the tests share; its default device records exactly."""
    with sound_session(request.param, EXACT, is_exact=True) as session, session.applied():
        session.add_null_sink(NULL_SINK)
        yield session


@pytest.fixture(scope="module")
def shared_recorder(session: SoundSession) -> Iterator[Recorder]:
    """What the default device plays."""
    with Recorder(session, EXACT) as recorder:
        yield recorder


@pytest.fixture
def recorder(shared_recorder: Recorder) -> Recorder:
    """What the default device plays from now on."""
    shared_recorder.wait_for_quiet()
    shared_recorder.clear()
    return shared_recorder
