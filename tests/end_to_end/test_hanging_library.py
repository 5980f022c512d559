"""The daemon with a libespeak-ng for phonemes that hangs or crashes: every text is spoken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from bus import Bus, private_bus
from desk import in_loop
from sotto_client import Client, Word, connect
from waiting import wait_until

WRONG = {
    "hangs": "import time; time.sleep(3600)",
    "crashes": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "crashes once": """
        import os, signal
        mark = os.path.join(os.environ["XDG_CACHE_HOME"], "crashed")
        if not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), signal.SIGSEGV)
        return original(*given)""",
}
# The first instance is the one for phonemes; what steps in for it is sound.
DAEMON = """
import sys
import sotto.phonemes.owner as owner
import sotto.phonemes.remote as remote
head, tail = remote.PROGRAM.split("from sotto", 1)
broken = head + '''
import sotto.phonemes.binding as binding
original = binding.EspeakLibrary.{method}
def wrong(*given):
    {wrong}
binding.EspeakLibrary.{method} = wrong
from sotto''' + tail
makers = [lambda: remote.RemoteLibrary(broken)]
made = owner.EspeakThread.__init__
def make(self, first, *rest, **more):
    made(self, makers.pop() if makers else first, *rest, **more)
owner.EspeakThread.__init__ = make
from sotto.cli.main import main
raise SystemExit(main(["serve"]))
"""


@pytest.fixture
def broken_bus() -> Callable[[str, str], AbstractContextManager[Bus]]:
    @contextmanager
    def make(wrong: str, method: str) -> Iterator[Bus]:
        with private_bus(LANG="en_US.UTF-8") as made:
            made.write_settings("phrase_cache_mb = 0\n")
            wrong_lines = WRONG[wrong].strip().replace("\n    ", "\n")
            made.spawn(sys.executable, "-c", DAEMON.format(method=method, wrong=wrong_lines))
            wait_until(lambda: made.owner_pid() is not None, "a daemon")
            yield made

    return make


async def words_of(client: Client, text: str) -> int:
    async with await client.synthesize(text) as stream:
        return len([frame async for frame in stream if isinstance(frame, Word)])


@pytest.mark.parametrize("method", ["phoneme_groups", "set_voice", "voices", "__init__"])
@pytest.mark.parametrize("wrong", ["hangs", "crashes"])
@in_loop
async def test_every_text_is_spoken(
    wrong: str, method: str, broken_bus: Callable[[str, str], AbstractContextManager[Bus]]
) -> None:
    with broken_bus(wrong, method) as bus:
        daemon = bus.owner_pid()
        async with await connect(bus.address) as client:
            for _ in range(6):
                assert await words_of(client, "Hello there.") == 2
        assert bus.owner_pid() == daemon


@in_loop
async def test_a_crash_loses_nothing_and_repeats_nothing(
    broken_bus: Callable[[str, str], AbstractContextManager[Bus]],
) -> None:
    with broken_bus("crashes once", "phoneme_groups") as bus:
        daemon = bus.owner_pid()
        async with await connect(bus.address) as client:
            assert await words_of(client, "Hello there. This is all of it, said once.") == 9
            assert await words_of(client, "And the next.") == 3
        assert bus.owner_pid() == daemon
