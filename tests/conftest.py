"""Tests that hear real sound may be repeated: without real-time priority, which a test run may
not have, PulseAudio and PipeWire themselves lose sound on a busy machine.

A repeated test is named in the summary, so that one that needs it often is seen.
"""

from pathlib import Path

import pytest

REPEATS = 2
HERE = Path(__file__).parent
HEARING = ("audio", "bench", "cli", "dbus", "end_to_end", "orca_integration", "speechd_module")


def hears(path: Path) -> bool:
    """Whether the tests of that file listen to a sound server or to a whole desktop."""
    inside = path.relative_to(HERE)
    return inside.parts[0] in HEARING or inside.name == "test_sound.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if hears(item.path):
            item.add_marker(pytest.mark.flaky(reruns=REPEATS))
