"""`sotto setup`: answered on standard input, said by the daemon, taken back to the byte."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import Bus, private_bus
from waiting import wait_until

ORCA = "#!/bin/sh\necho 43.1\n"
OWN = "# mine\ndeadline_ms = 5_000 # slow\nphrase_cache_mb = 0\nrate = 1.50\n"


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    """A daemon with its voice, and an Orca that does not run."""
    (tmp_path / "orca").write_text(ORCA)
    (tmp_path / "orca").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    with private_bus(LANG="en_US.UTF-8", PATH=path) as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


def tree(bus: Bus) -> dict[str, bytes]:
    """Everything that belongs to the user, but sound that is kept."""
    skipped = {"services", ".cache", "bus", "bus.conf"}
    return {
        str(path.relative_to(bus.home)): path.read_bytes() if path.is_file() else b"/"
        for path in sorted(bus.home.rglob("*"))
        if path.relative_to(bus.home).parts[0] not in skipped and path.suffix != ".log"
    }


def answered(bus: Bus, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    done = bus.sotto("setup", *options, text=text)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("content", [None, OWN, "rate = 1.5"])
def test_what_is_chosen_holds_and_is_taken_back_to_the_byte(bus: Bus, content: str | None) -> None:
    file = bus.home / "config" / "sotto" / "settings.toml"
    if content is None:
        file.unlink()
        file.parent.rmdir()
    else:
        bus.write_settings(content)
    rate = float(bus.sotto("get", "rate").stdout)
    before = tree(bus)
    # The second voice, faster twice and slower once, and Orca.
    done = answered(bus, "n\n\nf\nf\ns\n\ny\n")
    assert "I am " in done.stdout and "f is faster" in done.stdout
    assert bus.sotto("get", "voice").stdout.strip() == "chorus:fenrir"
    assert float(bus.sotto("get", "rate").stdout) == pytest.approx(rate * 1.15, abs=0.02)
    assert "speaks with Sotto" in bus.sotto("orca", "status").stdout
    assert tree(bus) != before
    assert bus.sotto("setup", "--undo").returncode == 0
    assert tree(bus) == before
    assert float(bus.sotto("get", "rate").stdout) == rate
    again = bus.sotto("setup", "--undo")
    assert again.returncode == 1
    assert "nothing" in again.stdout


def test_it_asks_nothing_with_yes_and_ends_when_nobody_answers(bus: Bus) -> None:
    before = tree(bus)
    done = answered(bus, "")
    assert "f is faster" not in done.stdout
    assert bus.sotto("get", "rate").stdout == "1.0\n"
    done = answered(bus, "", "--yes")
    assert "Orca" in done.stdout
    assert "speaks with Sotto" in bus.sotto("orca", "status").stdout
    assert bus.sotto("setup", "--undo").returncode == 0
    assert "does not speak" in bus.sotto("orca", "status").stdout
    bus.sotto("reset", "voice")
    assert tree(bus).keys() == before.keys()


def test_a_wish_since_stays(bus: Bus) -> None:
    answered(bus, "\nf\n\nn\n")
    bus.sotto("set", "rate", "3")
    assert bus.sotto("setup", "--undo").returncode == 0
    assert bus.sotto("get", "rate").stdout == "3.0\n"
