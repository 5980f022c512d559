"""Sound for the audio tests, and where ducking keeps its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sotto.audio.pulse.sink import PulseSink
from sound import SoundSession, sound_session
from sound_fixtures import recorder, session, shared_recorder

__all__ = ["recorder", "session", "shared_recorder"]


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


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Where ducking notes what it owes."""
    return tmp_path / "state" / "ducking.json"
