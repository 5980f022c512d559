"""A word of one's own holds at once, also for what was said before and is kept as sound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bus import Bus
from spiel_client import Client, play, speaking_bus

VOICE = "sotto:linda"


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with speaking_bus() as made:
        yield made


def _word(bus: Bus, *arguments: str) -> None:
    done = bus.sotto("word", *arguments)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("written", "added", "alike"),
    [
        ("Qjqville", ("Qjqville", "chat"), "chat"),
        ("a Qjqtown b", ("Qjqtown", "--ipa", "t͡ʃæt"), "a chat b"),
        ("Vqj 7", ("--pattern", r"Vqj (\d+)", r"number \1"), "number 7"),
    ],
)
def test_a_kept_sound_is_not_what_is_said_after_a_word_was_added(
    bus: Bus, written: str, added: tuple[str, ...], alike: str
) -> None:
    async def scene(client: Client) -> None:
        # This voice rests on disk until it is asked for.
        await client.speak("first", VOICE)
        before = await client.speak(written, VOICE)
        # Said again it comes from what is kept.
        assert await client.speak(written, VOICE) == before
        _word(bus, "add", *added)
        after = await client.speak(written, VOICE)
        assert after != before
        assert after == await client.speak(alike, VOICE)
        _word(bus, "remove", added[1] if added[0] == "--pattern" else added[0])
        assert await client.speak(written, VOICE) == before

    play(bus, scene)
