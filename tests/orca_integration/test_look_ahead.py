"""Look-ahead beside a real Orca: what it says next was ready, and secrets are left alone."""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

import pytest

from orca_integration.orca_desktop import LIST, OrcaDesktop, orca_desktop
from orca_integration.window import BUTTON, CHECK_BOX, ROWS, TABS, TEXT
from sotto_client import connect
from waiting import wait_until

LINES = TEXT.split("\n")

pytestmark = pytest.mark.hears


@pytest.fixture(scope="module")
def desktop() -> Iterator[OrcaDesktop]:
    with orca_desktop() as made:
        made.sotto("orca", "enable", "--no-look-ahead")
        made.start_orca()
        start_looking(made)
        yield made


def start_looking(desktop: OrcaDesktop) -> subprocess.Popen[bytes]:
    process = desktop.session.start(sys.executable, "-m", "sotto_orca.look_ahead")
    lock = desktop.session.runtime / "sotto-look-ahead.lock"
    wait_until(lambda: lock.exists() and lock.read_text() != "", "it looks ahead")
    return process


def tab_to(desktop: OrcaDesktop, *words: str) -> None:
    for _ in range(8):
        desktop.forget()
        desktop.press("ctrl+Tab")
        desktop.wait_for_rest()
        if any(each in text for text in desktop.said() for each in words):
            return
    pytest.fail(f"{words} cannot be reached")


def tab_to_cards(desktop: OrcaDesktop) -> None:
    """Without a reader only the wishes tell where the focus is."""

    def is_there() -> bool:
        desktop.forget()
        desktop.press("ctrl+Tab")
        time.sleep(2)
        return "Sound page tab." in desktop.wished_since()

    wait_until(is_there, "the tabs have the focus", patience=90)


def _is_said(desktop: OrcaDesktop, word: str) -> bool:
    return any(word in text for text in desktop.said())


def test_tabs_are_ready_when_they_are_said(desktop: OrcaDesktop) -> None:
    tab_to(desktop, "page tab")
    desktop.press("Home")
    desktop.wait_for_rest()
    for tab in TABS[1:]:
        desktop.forget()
        desktop.press("Right")
        wait_until(partial(_is_said, desktop, tab), "it is said")
        desktop.wait_for_rest()
    told = desktop.recent(len(TABS) - 1)
    assert sum(each["cached"] for each in told) >= 0.8 * len(told)


def test_what_is_ready_is_asked_for_as_orca_says_it(desktop: OrcaDesktop) -> None:
    assert f"{TABS[2]} page tab." in desktop.wished()


def test_rows_that_are_made_when_asked_for_are_not_asked_for(desktop: OrcaDesktop) -> None:
    """The program would tell Orca more of those that are there, and each costs it time. No caret
    is in a row either: what is near in its text, and what may be typed, keeps the daemon busy."""
    tab_to(desktop, *LIST)
    desktop.press("Home")
    desktop.wait_for_rest()
    desktop.forget()
    for row in ROWS[1:4]:
        desktop.press("Down")
        desktop.wait_for(f"{row}.")
        desktop.wait_for_rest()
    for text in desktop.wished_since():
        assert len(text) > 1 and not any(row in text for row in ROWS)


def test_secrets_are_not_read(desktop: OrcaDesktop) -> None:
    tab_to(desktop, "Secret")
    desktop.press("Right", "Left", "End")
    desktop.wait_for_rest()
    assert not any("sword" in text or "fish" in text for text in desktop.wished())
    desktop.forget()
    desktop.press("Left")
    desktop.wait_for_rest()
    assert desktop.wished_since() == []


def test_reading_on_is_ready_sentence_by_sentence_and_line_by_line(desktop: OrcaDesktop) -> None:
    tab_to(desktop, "Document")
    desktop.press("ctrl+Home")
    wanted = ("It has several lines and sentences.", "Some lines hold two of them.", *LINES[1:3])
    wait_until(lambda: set(wanted) <= set(desktop.wished()), "the next sentences are wished for")


def test_what_is_typed_is_ready_as_orca_names_it(desktop: OrcaDesktop) -> None:
    tab_to(desktop, "Name")
    desktop.press("End")
    # These come after the others, and each is tried once: what was said is ready anyway.
    last = iter(["slash", "parenright", "parenleft", "semicolon", "colon", "exclam", "quotedbl"])

    def is_done() -> bool:
        time.sleep(1.0)
        return _is_ready(desktop, next(last))

    wait_until(is_done, "the last signs are ready", patience=60)
    # The first letter makes the others ready.
    _is_ready(desktop, "q")
    for key in ("x", "7", "space", "period", "comma", "question"):
        assert _is_ready(desktop, key), key


def _is_ready(desktop: OrcaDesktop, key: str) -> bool:
    desktop.forget()
    desktop.press(key)
    wait_until(lambda: desktop.said() != [], "it is said")
    desktop.wait_for_rest()
    return bool(desktop.recent(1)[0]["cached"])


@pytest.mark.parametrize(("key", "name"), [("Tab", BUTTON), ("shift+Tab", CHECK_BOX)])
def test_what_tab_goes_to_is_ready(desktop: OrcaDesktop, key: str, name: str) -> None:
    tab_to(desktop, CHECK_BOX if key == "Tab" else BUTTON)
    wait_until(lambda: any(name in text for text in desktop.wished_since()), "it looks ahead")
    desktop.forget()
    desktop.press(key)
    wait_until(lambda: any(name in text for text in desktop.said()), "it is said")
    desktop.wait_for_rest()
    assert [each["cached"] for each in desktop.recent(1)] == [True]


def test_the_wording_is_learned_from_what_was_said() -> None:
    """A reader that Orca 43 is not: it counts, and has another word for tabs."""

    async def say(desktop: OrcaDesktop, text: str) -> None:
        async with await connect(desktop.session.environment["DBUS_SESSION_BUS_ADDRESS"]) as client:
            await client.speak(text, detach=True)

    with orca_desktop() as desktop:
        start_looking(desktop)
        tab_to_cards(desktop)
        cards = [f"{tab}, card {place} of 6" for place, tab in enumerate(TABS, start=1)]
        assert not set(cards) & set(desktop.wished())
        steps = itertools.cycle([("Right", cards[1]), ("Left", cards[0])])

        def is_learned() -> bool:
            key, text = next(steps)
            asyncio.run(say(desktop, text))
            desktop.forget()
            desktop.press(key)
            wait_until(lambda: desktop.wished_since() != [], "it looks ahead")
            return cards[2] in desktop.wished_since()

        wait_until(is_learned, "it words the next tab likewise", patience=60)


def test_it_ends_with_the_desktop() -> None:
    with orca_desktop() as desktop:
        process = start_looking(desktop)
        pid = desktop.bus_pid()
        desktop.session.run("kill", str(pid))
        wait_until(lambda: process.poll() is not None, "it ends")
