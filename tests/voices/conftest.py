"""A mirror for every test that wants one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mirror import Mirror, mirror


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
