"""The daemon with a libespeak-ng that hangs in it: every text is spoken all the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from bus import Bus, private_bus
from desk import in_loop
from sotto_client import Word, connect
from waiting import wait_until

HANGING = """
import sys, time
import sotto.phonemes.binding as binding
def hang(*given):
    time.sleep(3600)
binding.EspeakLibrary.{} = hang
from sotto.cli.main import main
raise SystemExit(main(["serve"]))
"""


@pytest.fixture(params=["phoneme_groups", "set_voice", "voices", "__init__"])
def bus(request: pytest.FixtureRequest) -> Iterator[Bus]:
    with private_bus(LANG="en_US.UTF-8") as made:
        made.write_settings("phrase_cache_mb = 0\n")
        made.spawn(sys.executable, "-c", HANGING.format(request.param))
        wait_until(lambda: made.owner_pid() is not None, "a daemon")
        yield made


@in_loop
async def test_every_text_is_spoken(bus: Bus) -> None:
    async with await connect(bus.address) as client:
        for _ in range(8):
            async with await client.synthesize("Hello there.") as stream:
                words = [frame async for frame in stream if isinstance(frame, Word)]
            assert len(words) == 2
    assert bus.owner_pid() is not None
