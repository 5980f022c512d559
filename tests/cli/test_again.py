"""`sotto again`: asked for by name, and forgotten when asked to."""

from __future__ import annotations

import json

from bus import private_bus


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
