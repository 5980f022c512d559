"""A stock Piper voice from a server: fetched, prepared and spoken with; a hostile one is none."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import mirror as m
from bus import Bus, private_bus
from mirror import Mirror, mirror
from piper_voice import NAME, STOCK

BAD = "en_US-bad-medium"


def stock_files(key: str, model: bytes) -> dict[str, bytes]:
    """A voice as the index has it, with the description of the real one."""
    files = m.piper_files(key, model)
    described = (STOCK / f"{NAME}.onnx.json").read_bytes()
    return {path: described if path.endswith(".json") else data for path, data in files.items()}


@pytest.fixture(scope="module")
def server() -> Iterator[Mirror]:
    model = (STOCK / f"{NAME}.onnx").read_bytes()
    with mirror() as running:
        running.offer(NAME, stock_files(NAME, model))
        running.offer(BAD, stock_files(BAD, model[:100_000]))
        yield running


@pytest.fixture(scope="module")
def bus(server: Mirror) -> Iterator[Bus]:
    with private_bus(LANG="en_US.UTF-8", SOTTO_VOICES_INDEX=server.url) as made:
        made.make_activatable()
        yield made


def test_it_is_fetched_in_two_parts_prepared_and_speaks(bus: Bus, server: Mirror) -> None:
    (path,) = [path for path in server.files if path.endswith(f"{NAME}.onnx")]
    server.spoilers[path] = m.once(m.truncated(30_000_000))
    assert bus.sotto("status").returncode == 0
    done = bus.sotto("voices", "install", NAME, "--quiet", "--json")
    assert done.returncode == 0, done.stderr
    asked = [begin for asked, begin in server.asked if asked == path]
    assert asked == [None, "bytes=30000000-"]
    (voice,) = json.loads(done.stdout)["voices"]
    listed = json.loads(bus.sotto("voices", "--json", "--language", "en").stdout)
    (info,) = [each for each in listed if each["identifier"] == voice]
    assert (info["licence"], info["best_for"]) == ("CC0", [])
    assert bus.sotto("say", "--out", "joe.wav", "--voice", voice, "Hello").returncode == 0
    (last,) = json.loads(bus.sotto("why", "--json", "--last", "1").stdout)
    assert (last["voice"], last["reason"]) == (voice, "")
    assert bus.sotto("voices", "remove", voice).returncode == 0


def test_a_model_that_is_none_is_refused_though_its_checksum_is_right(bus: Bus) -> None:
    done = bus.sotto("voices", "install", BAD, "--quiet")
    assert done.returncode == 1
    assert done.stderr.startswith("sotto: ") and len(done.stderr.splitlines()) == 1
    assert not (bus.home / "data" / "sotto" / "voices" / BAD).exists()
