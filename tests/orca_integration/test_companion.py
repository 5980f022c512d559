"""The look-ahead process as one among the desktop's programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sotto_orca import companion
from sotto_orca.errors import OrcaError
from waiting import wait_until

_HOLD = """
import os, sys
from sotto_orca.companion import only_one
with only_one(os.environ) as is_only:
    print(is_only, flush=True)
    sys.stdin.readline()
"""


def environment(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PATH": os.environ["PATH"]}


def hold(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _HOLD],
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_there_is_only_one_and_disable_ends_it(tmp_path: Path) -> None:
    assert not companion.is_running(environment(tmp_path))
    with hold(tmp_path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "True\n"
        assert companion.is_running(environment(tmp_path))
        with hold(tmp_path) as second:
            assert second.communicate("\n")[0] == "False\n"
        companion.disable(environment(tmp_path))
        assert first.wait() == -15
    wait_until(lambda: not companion.is_running(environment(tmp_path)), "it has ended")


def test_disable_harms_nobody_when_the_process_is_gone(tmp_path: Path) -> None:
    (tmp_path / "sotto-look-ahead.lock").write_text(str(os.getpid()))
    companion.disable(environment(tmp_path))


def test_it_is_begun_at_login_until_disabled(tmp_path: Path) -> None:
    file = companion.autostart_file(environment(tmp_path))
    companion.enable(environment(tmp_path))
    assert "orca look-ahead" in file.read_text()
    companion.disable(environment(tmp_path))
    assert not file.exists()


def test_what_the_user_turned_off_stays_off(tmp_path: Path) -> None:
    file = companion.autostart_file(environment(tmp_path))
    companion.enable(environment(tmp_path))
    file.write_text(file.read_text() + "Hidden=true\n")
    companion.enable(environment(tmp_path))
    assert "Hidden=true" in file.read_text()


def test_without_a_session_it_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(OrcaError, match="XDG_RUNTIME_DIR"),
        companion.only_one({"HOME": str(tmp_path)}),
    ):
        pytest.fail("it was let in")
