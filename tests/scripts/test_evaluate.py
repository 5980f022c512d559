"""script/evaluate: what it says when it cannot begin, before anything is installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts.account import CHECKOUT


def evaluate(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CHECKOUT / "script" / "evaluate", *options], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "options", [(), ("--data",), ("--data", "a"), ("--work", "a"), ("--fast",)]
)
def test_it_tells_how_it_is_used(options: tuple[str, ...]) -> None:
    done = evaluate(*options)
    assert done.returncode == 1
    assert "usage: script/evaluate --data DIR --work DIR" in done.stderr


def test_it_wants_readers(tmp_path: Path) -> None:
    done = evaluate("--data", str(tmp_path), "--work", str(tmp_path / "work"))
    assert (done.returncode, "holds no readers" in done.stderr) == (1, True)
    assert not (tmp_path / "work").exists()


def test_it_wants_a_voice(tmp_path: Path) -> None:
    (tmp_path / "kathleen.csv").touch()
    done = evaluate("--data", str(tmp_path), "--work", str(tmp_path), "--voice", str(tmp_path))
    assert (done.returncode, "is no voice" in done.stderr) == (1, True)


def test_a_voice_that_learned_from_a_teacher_is_judged_beside_it(tmp_path: Path) -> None:
    (tmp_path / "kathleen.csv").touch()
    done = evaluate("--data", str(tmp_path), "--work", str(tmp_path / "work"))
    assert (done.returncode, "neither the teacher" in done.stderr) == (1, True)
    assert not (tmp_path / "work").exists()


def test_help_tells_every_option() -> None:
    done = evaluate("--help")
    assert done.returncode == 0
    for option in ("--data", "--work", "--voice", "--quick"):
        assert option in done.stdout
