"""`sotto again`: asked for by name, and forgotten when asked to."""

from __future__ import annotations

import json

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
