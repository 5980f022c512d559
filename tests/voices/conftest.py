"""A mirror for every test that wants one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mirror import Mirror, mirror


@pytest.fixture
def server() -> Iterator[Mirror]:
    """A web server without files."""
    with mirror() as running:
        yield running
