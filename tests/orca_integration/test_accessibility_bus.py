"""Without an accessibility bus there is a sentence, where the library would end the process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bus import private_bus

NOWHERE = "unix:path=/nonexistent/bus"


@pytest.mark.parametrize("command", [("read",), ("read", "--window"), ("orca", "look-ahead")])
@pytest.mark.parametrize(
    "wrong",
    [
        {"DBUS_SESSION_BUS_ADDRESS": NOWHERE},
        {"AT_SPI_BUS_ADDRESS": NOWHERE},
        {"AT_SPI_BUS_ADDRESS": "nonsense"},
        {},
    ],
    ids=["no session bus", "no bus there", "no address", "nobody knows it"],
)
def test_a_missing_accessibility_bus_is_told_with_what_to_do(
    command: tuple[str, ...], wrong: dict[str, str]
) -> None:
    with private_bus() as bus:
        done: subprocess.CompletedProcess[str] = bus.run(
            sys.executable, "-m", "sotto", *command, **wrong
        )
        assert done.returncode in (1, 3), done
        if "look-ahead" in command and "ended" in done.stdout:
            return
        assert "accessibility bus does not answer" in done.stderr
        assert "toolkit-accessibility" in done.stderr
        assert len(done.stderr.splitlines()) == 1
