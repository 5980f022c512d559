"""A mirror for every test that wants one, and the real Piper voice, prepared once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror import Mirror, mirror
from piper_voice import NAME, made


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real voice, prepared."""
    into = tmp_path_factory.mktemp("piper") / NAME
    assert made(into).streams
    return into


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mirror is reached directly, whatever the machine has."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Mirror]:
    """A web server without files."""
    with mirror() as running:
        yield running
