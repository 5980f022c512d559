"""`sotto again`: asked for by name, and forgotten when asked to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bus import private_bus
from sotto.cli.parser import make_parser


def test_it_is_said_again_until_it_is_forgotten() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        bus.serve()
        assert bus.sotto("again").returncode == 1
        first = json.loads(bus.sotto("say", "--json", "Hello there").stdout)["ids"]
        for options in ((), ("--slower",), ("--spell",), ("0",)):
            done = bus.sotto("again", "--json", *options)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["ids"] > first
        assert "nothing is remembered" in bus.sotto("again", "1").stderr
        assert bus.sotto("again", "--forget").returncode == 0
        assert bus.sotto("again").returncode == 1


@pytest.mark.parametrize(
    ("session", "program"), [("WAYLAND_DISPLAY", "wl-copy"), ("DISPLAY", "xclip")]
)
def test_it_is_copied_by_what_the_session_has(tmp_path: Path, session: str, program: str) -> None:
    tools, clipboard = tmp_path / "bin", tmp_path / "clipboard"
    tools.mkdir()
    stand_in = tools / program
    stand_in.write_text(f'#!/bin/sh\n[ ! -e "{tmp_path}/broken" ] && cat > "{clipboard}"\n')
    stand_in.chmod(0o755)
    with private_bus(LANG="en_US.UTF-8", DISPLAY="", WAYLAND_DISPLAY="") as bus:
        bus.serve()
        bus.sotto("say", "Grüße & more", "--wait")
        bus.environment["PATH"] = f"{tools}:{bus.environment['PATH']}"
        without = bus.sotto("again", "--copy")
        assert without.returncode == 3
        assert "graphical session" in without.stderr
        bus.environment[session] = ":9"
        assert bus.sotto("again", "--copy").returncode == 0
        assert clipboard.read_text() == "Grüße & more"
        (tmp_path / "broken").touch()
        refused = bus.sotto("again", "--copy")
        assert refused.returncode == 1
        assert program in refused.stderr


def test_a_text_cannot_be_said_after_and_instead() -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["say", "--now", "--after", "x"])
    assert not make_parser().parse_args(["say", "--after", "x"]).now


def test_now_is_instead_of_what_was_to_be_said() -> None:
    with private_bus(LANG="en_US.UTF-8", PULSE_SERVER="unix:/nonexistent") as bus:
        bus.serve()
        held = []
        for text in ("One.", "Two."):
            held += json.loads(bus.sotto("say", "--json", text * 500).stdout)["ids"]
        now = json.loads(bus.sotto("say", "--json", "--now", "Three.").stdout)["ids"]
        left = json.loads(bus.sotto("status", "--json").stdout)["utterances"]
        assert not {each["id"] for each in left} & set(held)
        assert now[0] > max(held)
