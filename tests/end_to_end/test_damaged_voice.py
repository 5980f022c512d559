"""A damaged voice in the user's folder: the bundled one speaks, and the user is told once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import CHECKOUT, Bus, private_bus
from desk import in_loop
from sotto_client import connect
from waiting import wait_until

VOICE = CHECKOUT / "models" / "voices" / "sotto"


@pytest.fixture
def bus() -> Iterator[Bus]:
    with private_bus(LANG="en_GB.UTF-8") as made:
        for name in ("sotto", "another"):
            folder = made.home / "data" / "sotto" / "voices" / name
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(VOICE, folder)
            shutil.copy(folder / "vocoder.onnx", folder / "encoder.onnx")
        odd: Path = made.home / "data" / "sotto" / "voices" / "odd" / "voice.json"
        odd.mkdir(parents=True)
        # However busy the machine is, nobody speaks for it.
        made.write_settings("deadline_ms = 5000\n")
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


@in_loop
async def test_the_bundled_voice_speaks_all_the_same(bus: Bus) -> None:
    async with await connect(bus.address) as client:
        spoken = {"en-GB": "neural", "de": "neural", "fr": "neural", "pl": "espeak-ng"}
        for language, engine in spoken.items():
            async with await client.synthesize("Bonjour.", language=language) as stream:
                frames = [frame async for frame in stream]
            why = await client.why(stream.id)
            assert (why.engine, why.reason) == (engine, "")
            assert frames
        state = await client.state()
    problems = [each for each in state.problems if "voice" in each.lower()]
    assert len(problems) == 3
    assert not any("still being loaded" in each for each in state.problems)
