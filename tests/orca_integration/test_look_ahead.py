"""Look-ahead beside a real Orca: what it says next was ready, and secrets are left alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from orca_integration.orca_desktop import OrcaDesktop, orca_desktop
from orca_integration.window import ROWS
from sound import wait_until


@pytest.fixture(scope="module")
def desktop() -> Iterator[OrcaDesktop]:
    with orca_desktop() as made:
        made.sotto("orca", "enable", "--no-look-ahead")
        made.start_orca()
        made.session.start(sys.executable, "-m", "sotto_orca.look_ahead")
        lock = made.session.runtime / "sotto-look-ahead.lock"
        wait_until(lambda: lock.exists() and lock.read_text() != "", "it looks ahead")
        yield made


def tab_to(desktop: OrcaDesktop, said: str) -> None:
    for _ in range(6):
        desktop.forget()
        desktop.press("ctrl+Tab")
        desktop.wait_for_rest()
        if any(said in text for text in desktop.said()):
            return
    pytest.fail(f"{said!r} cannot be reached")


def test_rows_are_ready_when_they_are_said(desktop: OrcaDesktop) -> None:
    tab_to(desktop, "table with")
    desktop.press("Home")
    desktop.wait_for_rest()
    for row in ROWS[1:]:
        desktop.forget()
        desktop.press("Down")
        desktop.wait_for(f"{row}.")
        desktop.wait_for_rest()
    told = desktop.recent(len(ROWS) - 1)
    assert sum(each["cached"] for each in told) >= 0.8 * len(told)


def test_what_is_ready_is_asked_for_as_orca_says_it(desktop: OrcaDesktop) -> None:
    wished = [text for text in desktop.wished() if text.endswith(".")]
    assert f"{ROWS[2]}." in wished


def test_secrets_are_not_read(desktop: OrcaDesktop) -> None:
    tab_to(desktop, "Secret")
    desktop.press("Right", "Left", "End")
    desktop.wait_for_rest()
    assert not any("sword" in text or "fish" in text for text in desktop.wished())
    desktop.forget()
    desktop.press("Left")
    desktop.wait_for_rest()
    assert desktop.wished_since() == []


def test_it_ends_with_the_desktop() -> None:
    with orca_desktop() as desktop:
        process = desktop.session.start(sys.executable, "-m", "sotto_orca.look_ahead")
        lock = desktop.session.runtime / "sotto-look-ahead.lock"
        wait_until(lambda: lock.exists() and lock.read_text() != "", "it looks ahead")
        pid = desktop.bus_pid()
        desktop.session.run("kill", str(pid))
        wait_until(lambda: process.poll() is not None, "it ends")
