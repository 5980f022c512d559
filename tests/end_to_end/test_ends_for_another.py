"""A daemon that can speak no more, or was not put together, ends with an error: whoever started it
starts another one."""

from __future__ import annotations

import subprocess
import sys

from bus import Bus, private_bus
from sotto.cli.exits import FAILED
from waiting import wait_until

DAEMON = """
import time
{}
from sotto.cli.main import main
raise SystemExit(main(["serve"]))
"""
NOTHING_LEFT = """
from dataclasses import replace
from sotto.voice.espeak import EspeakEngine
from sotto.voice.late import LateEngine
def hang(self, *given, **more):
    time.sleep(3600)
EspeakEngine.speak = LateEngine.speak = hang
EspeakEngine.abilities = replace(EspeakEngine.abilities, hang_ms=300)
"""
NOT_LOADED = """
import sotto.ensemble
async def wrong(engine):
    raise ZeroDivisionError("nobody thought of it")
sotto.ensemble.load_voice = wrong
"""


def serve(bus: Bus, wrong: str) -> subprocess.Popen[bytes]:
    return bus.spawn(sys.executable, "-c", DAEMON.format(wrong))


def test_where_every_voice_hangs() -> None:
    with private_bus() as bus:
        bus.write_settings("deadline_ms = 50\nphrase_cache_mb = 0\n")
        process = serve(bus, NOTHING_LEFT)
        wait_until(lambda: bus.owner_pid() is not None, "a daemon")
        while process.poll() is None:
            bus.sotto("say", "--out", "x.wav", "Hello")
        assert process.returncode == FAILED
        assert "nothing is left that could speak" in bus.log


def test_where_loading_ends_unforeseen() -> None:
    with private_bus() as bus:
        process = serve(bus, NOT_LOADED)
        wait_until(lambda: process.poll() is not None, "it ends")
        assert process.returncode == FAILED
        assert "nobody thought of it" in bus.log
