"""Signs of life: told only while something would be spoken."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from bus import private_bus
from sotto.watchdog import feed
from speech.stage import in_loop


def listener(path: Path) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.bind(str(path))
    made.settimeout(30)
    return made


@in_loop
async def test_life_is_told_while_something_speaks_and_not_afterwards(tmp_path: Path) -> None:
    answers = [True, True, False]
    asked_all = asyncio.Event()

    async def is_able() -> bool:
        if not answers:
            asked_all.set()
        return bool(answers) and answers.pop(0)

    with listener(tmp_path / "notify") as heard:
        given = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "20000"}
        task = asyncio.create_task(feed(given, is_able))
        await asyncio.wait_for(asked_all.wait(), 30)
        task.cancel()
        assert [heard.recv(100), heard.recv(100)] == [b"WATCHDOG=1"] * 2
        heard.setblocking(False)
        with pytest.raises(BlockingIOError):
            heard.recv(100)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"WATCHDOG_USEC": "1000"},
        {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "many"},
        {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"},
    ],
)
@in_loop
async def test_where_nobody_watches_nothing_is_done(environment: dict[str, str]) -> None:
    async def is_able() -> bool:
        raise AssertionError

    await feed(environment, is_able)


def test_the_daemon_tells_that_it_speaks() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus, listener(bus.home / "notify") as heard:
        bus.serve(NOTIFY_SOCKET=str(bus.home / "notify"), WATCHDOG_USEC="400000")
        assert heard.recv(100) == b"WATCHDOG=1"
