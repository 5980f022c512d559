"""A daemon that can speak no more, or was not put together, ends with an error: whoever started it
starts another one."""

from __future__ import annotations

import subprocess
import sys

from bus import Bus, private_bus
from sotto.cli.exits import FAILED
from sotto.memory import OUT_OF_MEMORY
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
NOT_PUT_TOGETHER = """
import sys
sys.modules["sotto.board"] = None
"""
NO_MEMORY_TO_LOAD = """
import resource
from sotto.app import _Daemon
make_parts = _Daemon._make_parts
def make_with_little(daemon):
    size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + (8 << 20), -1))
    return make_parts(daemon)
_Daemon._make_parts = make_with_little
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


def test_where_it_cannot_be_put_together() -> None:
    with private_bus() as bus:
        process = serve(bus, NOT_PUT_TOGETHER)
        wait_until(lambda: bus.owner_pid() is not None, "a daemon")
        assert "sotto.board" in bus.sotto("say", "Hello").stderr
        wait_until(lambda: process.poll() is not None, "it ends")
        assert process.returncode == FAILED


def test_where_there_is_no_memory_to_load_with() -> None:
    with private_bus() as bus:
        process = serve(bus, NO_MEMORY_TO_LOAD)
        wait_until(lambda: process.poll() is not None, "it ends")
        assert process.returncode == OUT_OF_MEMORY, bus.log
