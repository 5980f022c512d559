"""One window for all tests: it is changed back by each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bus import private_bus
from settings_window.screen import Screen
from waiting import wait_until


@pytest.fixture(scope="package")
def screen() -> Iterator[Screen]:
    """The window, open, beside a daemon without a sound server."""
    with private_bus(LANG="C.UTF-8", GTK_A11Y="atspi", GSK_RENDERER="cairo") as bus:
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        made = Screen(bus)
        made.open()
        yield made
        made.close()
