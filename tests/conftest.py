"""Tests marked `hears` listen to a sound server or use a whole desktop, and may be repeated:
without real-time priority, which a test run may not have, PulseAudio and PipeWire themselves lose
sound on a busy machine.

A repeated test is named in the summary, so that one that needs it often is seen.
"""

import pytest

from sound import users

REPEATS = 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("hears"):
            item.add_marker(pytest.mark.flaky(reruns=REPEATS))


class Notes:
    """Prints at once what the sessions note: a run that is ended from outside has said why."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal
        self._printed = 0

    def pytest_runtest_logfinish(self) -> None:
        for note in users.notes[self._printed :]:
            self._terminal.write_line(f"\n{note}")
        self._printed = len(users.notes)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(Notes(terminal))
