"""Tests marked `hears` listen to a sound server or use a whole desktop, and may be repeated:
without real-time priority, which a test run may not have, PulseAudio and PipeWire themselves lose
sound on a busy machine.

A repeated test is named in the summary, so that one that needs it often is seen. Tests may run in
processes side by side, which print nothing: what they note travels with their reports. Those marked
`alone` run while no other does.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sound import users

REPEATS = 2
NOTE = "note"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("hears"):
            item.add_marker(pytest.mark.flaky(reruns=REPEATS))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return (yield)
    with beside_others(is_alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextlib.contextmanager
def beside_others(*, is_alone: bool) -> Iterator[None]:
    """Beside what the other processes of this run do, or while they wait."""
    folder = os.open(Path(__file__).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH)
        yield
    finally:
        # A forked child may still have it open.
        fcntl.flock(folder, fcntl.LOCK_UN)
        os.close(folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    report.user_properties += [(NOTE, note) for note in users.new_notes()]
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """A process without any user left ends the run, not only itself."""
    if not users.left:
        session.shouldstop = "\n".join(users.notes)
    return (yield)


class Notes:
    """Prints at once what the sessions note: a run that is ended from outside has said why."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, note in report.user_properties:
            if name == NOTE:
                self._terminal.write_line(f"\n{note}")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # No test measures time: the first example may load a table, and the machine may be busy.
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(Notes(terminal))
