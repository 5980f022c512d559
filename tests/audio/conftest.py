"""Sound for the audio tests: one session and one recorder for each kind of server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hearing import Recorder
from sotto.audio.pulse import PulseSink
from sound import Server, SoundSession, sound_session

EXACT = "exact"


@pytest.fixture(scope="session", params=list(Server), ids=lambda server: server.value)
def session(request: pytest.FixtureRequest) -> Iterator[SoundSession]:
    """A session that the tests share; its default device records exactly."""
    with sound_session(request.param) as session, session.applied():
        session.add_null_sink(EXACT, is_exact=True)
        session.set_default(EXACT)
        yield session


@pytest.fixture(scope="session")
def shared_recorder(session: SoundSession) -> Iterator[Recorder]:
    with Recorder(session, EXACT) as recorder:
        yield recorder


@pytest.fixture
def recorder(shared_recorder: Recorder) -> Recorder:
    """What the default device plays from now on."""
    shared_recorder.wait_for_quiet()
    shared_recorder.clear()
    return shared_recorder


@pytest.fixture
def own_session(request: pytest.FixtureRequest) -> Iterator[SoundSession]:
    """A session of the test's own, to be damaged; parametrise it indirectly."""
    with sound_session(request.param) as session, session.applied():
        yield session


@pytest.fixture
def lost() -> list[Exception]:
    """What the sink reported."""
    return []


@pytest.fixture
def sink(session: SoundSession, lost: list[Exception]) -> Iterator[PulseSink]:
    """An open sink on the shared session that must not be lost."""
    sink = PulseSink()
    sink.open(lost.append)
    yield sink
    sink.close()
    assert lost == []
