"""What one run of the daemon rendered while it was silent, the next one says without the voice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import Bus, private_bus
from sotto_client import Explanation, Sound, connect
from waiting import wait_until

FIRST = 5
"""Letters that are waited for; a whole list would take a busy machine long."""


@pytest.fixture
def bus() -> Iterator[Bus]:
    """A bus for daemons that keep phrases."""
    with private_bus(LANG="en_US.UTF-8") as made:
        made.write_settings("deadline_ms = 5000\n")
        yield made


def say(bus: Bus, texts: str) -> list[tuple[bytes, Explanation]]:
    """The sound of each character, and how it was made."""

    async def ask() -> list[tuple[bytes, Explanation]]:
        found = []
        async with await connect(bus.address) as client:
            for text in texts:
                async with await client.synthesize(text, kind="character") as stream:
                    sound = [frame.samples async for frame in stream if isinstance(frame, Sound)]
                found.append((b"".join(sound), await client.why(stream.id)))
        return found

    return asyncio.run(ask())


def kept(bus: Bus) -> list[Path]:
    """Files that are whole; those being written have other names."""
    found = bus.home.glob(".cache/sotto/phrases/*/*")
    return [file for file in found if not file.name.startswith("new-")]


def test_a_letter_needs_no_voice_after_a_restart(bus: Bus) -> None:
    process = bus.serve()
    wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
    # The first letter of a manner makes the others ready, but is not so itself.
    fresh = say(bus, "aaa")
    assert [why.engine for _, why in fresh] == ["neural"] * 3
    assert [why.cached for _, why in fresh] == [False, True, True]
    wait_until(lambda: len(kept(bus)) >= FIRST, "letters are kept")
    process.terminate()
    assert process.wait(20) == 0
    bus.serve()
    wait_until(lambda: bus.log.count("loaded;") == 2, "the voice is loaded again")
    same, why = say(bus, "a")[0]
    assert same == fresh[0][0]
    assert (why.engine, why.cached, list(why.stages or ())) == ("neural", True, ["disk"])
    assert "Traceback" not in bus.log


def test_damaged_sounds_are_rendered_again(bus: Bus) -> None:
    process = bus.serve()
    wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
    fresh = say(bus, "aaa")
    wait_until(lambda: len(kept(bus)) >= FIRST, "letters are kept")
    process.terminate()
    assert process.wait(20) == 0
    for file in kept(bus):
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
    bus.serve()
    wait_until(lambda: bus.log.count("loaded;") == 2, "the voice is loaded again")
    same, why = say(bus, "a")[0]
    assert same == fresh[0][0]
    assert not why.cached
    assert "dropped" in bus.log
