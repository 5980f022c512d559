"""`sotto read` on a real window, without any reader."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from orca_integration.orca_desktop import OrcaDesktop, orca_desktop
from orca_integration.window import ROWS, TEXT
from waiting import wait_until

pytestmark = pytest.mark.hears


@pytest.fixture(scope="module")
def desktop() -> Iterator[OrcaDesktop]:
    with orca_desktop() as made:
        yield made


@pytest.fixture
def fresh(desktop: OrcaDesktop) -> Iterator[OrcaDesktop]:
    desktop.forget()
    yield desktop
    desktop.sotto("stop")


def document(desktop: OrcaDesktop) -> None:
    """The caret at the beginning of the document."""
    desktop.press("ctrl+Tab", "ctrl+Tab")
    desktop.press("ctrl+Home")


def test_without_a_caret_in_front_of_text_it_is_the_window(fresh: OrcaDesktop) -> None:
    fresh.press("End")
    fresh.sotto("read")
    (said,) = fresh.said()
    assert "hello brave world" in said


def test_all_of_the_window_without_its_secret(fresh: OrcaDesktop) -> None:
    fresh.sotto("read", "--window")
    log = fresh.log()
    assert ROWS[0] in log
    assert TEXT.split("\n")[0] in log
    assert "swordfish" not in log


def test_a_selection(fresh: OrcaDesktop) -> None:
    fresh.press("Home", "shift+ctrl+Right")
    fresh.sotto("read")
    assert fresh.said()[-1].startswith("hello")
    assert "world" not in fresh.said()[-1]


def test_the_caret_goes_along_with_the_words(fresh: OrcaDesktop) -> None:
    document(fresh)
    done = fresh.session.run(
        *(sys.executable, "-m", "sotto", "read", "--caret", "--follow", "--json"),
        *("--rate", "6"),
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [TEXT[each["start"] : each["end"]] for each in told][:3] == ["Sotto", "reads", "this"]
    fresh.forget()
    # The caret is on the last word now.
    fresh.sotto("read", "--caret")
    assert fresh.said()[-1] == "document."


def test_it_is_paused_and_resumed_from_elsewhere(fresh: OrcaDesktop) -> None:
    def states() -> list[str]:
        told = json.loads(fresh.sotto("status", "--json"))["utterances"]
        return [each["state"] for each in told]

    fresh.sotto("read", "--window")
    wait_until(lambda: states() == ["speaking"], "it speaks")
    fresh.sotto("pause")
    assert states() == ["paused"]
    fresh.sotto("resume")
    wait_until(lambda: states() == ["speaking"], "it goes on")
    fresh.sotto("stop")
    assert states() == []


def test_nothing_to_read_is_told(fresh: OrcaDesktop) -> None:
    fresh.press("ctrl+End")
    done = fresh.session.run(sys.executable, "-m", "sotto", "read", "--selection")
    assert done.returncode == 1
    assert "no text" in done.stderr


def test_no_window_is_told() -> None:
    with orca_desktop() as desktop:
        desktop.window.terminate()
        desktop.window.wait()
        done = desktop.session.run(sys.executable, "-m", "sotto", "read")
        assert done.returncode == 1
        assert "sotto:" in done.stderr
