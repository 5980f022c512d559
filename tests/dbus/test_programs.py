"""Whose connection it is, and that settings of a program hold for that program alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import Bus, private_bus
from sotto.dbus.programs import program_of
from waiting import wait_until


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with private_bus() as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


def process(root: Path, executable: str, *command: str) -> int:
    folder = root / "7"
    folder.mkdir(parents=True)
    if executable:
        (folder / "exe").symlink_to(executable)
    (folder / "cmdline").write_bytes(b"\0".join(each.encode() for each in command))
    return 7


@pytest.mark.parametrize(
    ("executable", "command", "expected"),
    [
        ("/usr/lib/firefox/firefox", ("firefox",), "firefox"),
        ("/usr/bin/evince (deleted)", ("evince",), "evince"),
        ("/usr/bin/python3.11", ("/usr/bin/python3", "/usr/bin/orca", "--replace"), "orca"),
        ("/usr/bin/python3.13", ("python3", "-I", "tool.py"), "tool"),
        ("/usr/bin/python3", ("python3", "-m", "sotto", "say"), "sotto"),
        ("/usr/bin/python3", ("python3", "/opt/thing/__main__.py"), "thing"),
        ("/usr/bin/python3", ("python3", "-c", "print()"), "python3"),
        ("/usr/bin/python3", ("python3",), "python3"),
        ("/usr/bin/python3", ("my title",), "my title"),
        ("/usr/bin/gjs-console", ("gjs", "-m"), "gjs-console"),
        ("/bin/bash", ("bash", "./talk"), "talk"),
        ("", ("/usr/bin/other-user",), "other-user"),
        ("", (), ""),
    ],
)
def test_what_a_process_is_called(
    tmp_path: Path, executable: str, command: tuple[str, ...], expected: str
) -> None:
    assert program_of(process(tmp_path, executable, *command), tmp_path) == expected


def test_a_process_that_is_gone_has_no_name(tmp_path: Path) -> None:
    assert program_of(1, tmp_path) == ""
    assert program_of(os.getpid()) != ""


def voice_of(bus: Bus, program: str) -> str:
    """The voice that speaks when a program of that name asks for a text."""
    file = bus.home / program
    file.write_text(
        "import asyncio; from sotto_client import connect\n"
        "async def main():\n"
        "    async with await connect() as c:\n"
        "        stream = await c.synthesize('one', rate=1.0)\n"
        "        async for _ in stream: pass\n"
        "        print((await c.why(stream.id)).voice)\n"
        "asyncio.run(main())\n"
    )
    done = bus.run(sys.executable, str(file))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_program_has_its_own_voice_at_once_and_the_others_have_not(bus: Bus) -> None:
    done = bus.sotto("set", "--program", "reader", "voice", "espeak:fr")
    assert done.stdout == "voice: espeak:fr\n", done.stderr
    assert voice_of(bus, "reader.py").startswith("espeak:")
    assert not voice_of(bus, "other.py").startswith("espeak:")
    assert bus.sotto("get", "--program", "Reader", "voice").stdout == "espeak:fr\n"
    assert bus.sotto("get", "voice").stdout == "\n"
    file = bus.home / "config" / "sotto" / "settings.toml"
    wait_until(lambda: 'programs = "reader: voice=espeak:fr"' in file.read_text(), "it is kept")
    assert bus.sotto("undo").stdout.startswith("programs")
    assert not voice_of(bus, "reader.py").startswith("espeak:")


def test_it_is_reset_and_what_is_wrong_is_refused(bus: Bus) -> None:
    bus.sotto("set", "--program", "reader", "style", "calm")
    bus.sotto("set", "--program", "reader", "rate", "2")
    assert bus.sotto("reset", "--program", "reader", "style").stdout == "rate: 2.0\n"
    assert bus.sotto("reset", "--program", "reader").stdout == "reader: as all programs\n"
    for name, value in (("device", "x"), ("rate", "99"), ("voice", "nobody"), ("nonesuch", "1")):
        assert bus.sotto("set", "--program", "reader", name, value).returncode != 0
    assert bus.sotto("get", "programs").stdout == "\n"
