"""Orca itself: what it says, asked of the daemon through Speech Dispatcher's module, and what is
heard of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hearing import Recorder
from orca_integration.orca_desktop import LIST, OrcaDesktop, orca_desktop
from orca_integration.window import ROWS, TEXT

pytestmark = pytest.mark.hears


@pytest.fixture(scope="module")
def desktop() -> Iterator[OrcaDesktop]:
    with orca_desktop() as made:
        yield made


@pytest.fixture(scope="module")
def orca(desktop: OrcaDesktop) -> OrcaDesktop:
    desktop.sotto("orca", "enable", "--no-look-ahead")
    desktop.start_orca()
    return desktop


@pytest.fixture(scope="module")
def recorder(orca: OrcaDesktop) -> Iterator[Recorder]:
    with Recorder(orca.session) as made:
        yield made


@pytest.fixture
def fresh(orca: OrcaDesktop, recorder: Recorder) -> OrcaDesktop:
    """At rest, with nothing said or heard."""
    orca.press("Control_L")
    orca.wait_for_rest()
    recorder.wait_for_quiet()
    orca.forget()
    recorder.clear()
    return orca


def go_to(desktop: OrcaDesktop, *words: str) -> None:
    """Press Tab until something is focused that one of these tells, and let it finish."""
    for _ in range(8):
        desktop.forget()
        desktop.press("ctrl+Tab")
        desktop.wait_for_rest()
        if any(each in text for text in desktop.said() for each in words):
            break
    else:
        pytest.fail(f"{words} cannot be reached")
    desktop.press("Control_L")
    desktop.wait_for_rest()
    desktop.forget()


def test_the_key_that_was_typed_is_heard(fresh: OrcaDesktop, recorder: Recorder) -> None:
    go_to(fresh, "Name")
    recorder.wait_for_quiet()
    recorder.clear()
    fresh.press("q")
    fresh.wait_for("q")
    recorder.wait_for_sound()


def test_rows_are_said_whole_and_heard(fresh: OrcaDesktop, recorder: Recorder) -> None:
    go_to(fresh, *LIST)
    fresh.press("Home")
    fresh.wait_for_rest()
    for row in ROWS[1:4]:
        fresh.forget()
        recorder.wait_for_quiet()
        recorder.clear()
        fresh.press("Down")
        fresh.wait_for(f"{row}.")
        recorder.wait_for_silence(after_samples=10_000)


def test_the_next_key_cuts_the_last_row_off(fresh: OrcaDesktop, recorder: Recorder) -> None:
    go_to(fresh, *LIST)
    fresh.press("Home")
    fresh.wait_for_rest()
    fresh.forget()
    fresh.press(*["Down"] * 8, delay=40)
    fresh.wait_for(f"{ROWS[8]}.")
    fresh.wait_for_rest()
    calls = [said.member for said in fresh.all_said()]
    assert "Cancel" in calls
    assert fresh.said()[-1] == f"{ROWS[8]}."
    recorder.wait_for_silence(after_samples=10_000)


def test_all_of_a_document_is_read_in_order(fresh: OrcaDesktop, recorder: Recorder) -> None:
    go_to(fresh, "Document")
    fresh.press("ctrl+Home")
    fresh.wait_for_rest()
    fresh.forget()
    recorder.clear()
    fresh.press("KP_Add")
    fresh.wait_for("The last line ends the document.")
    said = " ".join(text for text in fresh.said() if text != "plus")
    assert said.split() == TEXT.split()
    recorder.wait_for_silence(after_samples=200_000)


def test_control_silences(fresh: OrcaDesktop, recorder: Recorder) -> None:
    go_to(fresh, "Document")
    fresh.press("ctrl+Home")
    fresh.wait_for_rest()
    recorder.wait_for_quiet()
    recorder.clear()
    fresh.press("KP_Add")
    recorder.wait_for_sound()
    fresh.press("Control_L")
    recorder.wait_for_quiet()
    fresh.forget()
    fresh.wait_for_rest()
    assert fresh.said() == []
