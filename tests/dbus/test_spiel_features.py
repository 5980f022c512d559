"""What a voice says about itself to Spiel's clients is what is heard: a sample for every feature
of markup, beside the same in plain words, spoken by a natural voice and by one of espeak-ng's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from bus import Bus
from spiel_client import Client, play, speaking_bus

NATURAL, PLAIN = "sotto:linda", "espeak:en-us"
EVENTS = 0xF

ALIKE = {
    0x10: ('<say-as interpret-as="date" format="dm">3/4</say-as>', "April 3rd"),
    0x20: ('<say-as interpret-as="time">1430</say-as>', "14:30"),
    0x40: ('<say-as interpret-as="telephone">212</say-as>', "2 1 2"),
    0x80: ('<say-as interpret-as="characters">w</say-as>', "w"),
    0x100: ('<say-as interpret-as="characters" format="glyphs"> </say-as>', "space"),
    0x200: ('<say-as interpret-as="cardinal">XIV</say-as>', "14"),
    0x400: ('<say-as interpret-as="ordinal">21</say-as>', "21st"),
    0x800: ('<say-as interpret-as="currency">USD 12.50</say-as>', "12 dollars 50 cents"),
    0x2000: ('<sub alias="World Wide Web">WWW</sub>', "World Wide Web"),
    0x4000: ('<phoneme alphabet="ipa" ph="t͡ʃæt">qjq</phoneme>', "chat"),
    0x40000: ('<token>one</token> <w role="x">two</w>', "one two"),
}
"""Feature: markup, and plain text that sounds the same."""

LONGER = {
    0x1000: ('one<break time="700ms"/>two', "one two"),
    0x10000: ('<prosody rate="slow">one two</prosody>', "one two"),
    0x20000: ("<s>one</s><s>two</s>", "one two"),
}
"""Feature: markup, and plain text that takes less time."""

OTHER = {
    0x8000: ('<emphasis level="strong">one</emphasis> two', "one two"),
}
"""Feature: markup, and plain text that sounds otherwise."""


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with speaking_bus() as made:
        yield made


async def _both(client: Client, voice: str, markup: str, text: str) -> tuple[bytes, bytes]:
    marked = await client.speak(f"<speak>{markup}</speak>", voice, is_ssml=True)
    return marked, await client.speak(text, voice)


def _is_alike(one: bytes, other: bytes) -> bool:
    """Whether two sounds are as long and as loud from moment to moment: the breath in espeak-ng's
    differs each time."""
    first, second = _loudness(one), _loudness(other)
    short = min(len(first), len(second))
    is_as_long = abs(len(first) - len(second)) <= 1
    return is_as_long and float(np.corrcoef(first[:short], second[:short])[0, 1]) > 0.97


def _loudness(sound: bytes) -> NDArray[np.float64]:
    """Of every 20 ms."""
    samples = np.frombuffer(sound, np.int16).astype(float)
    whole = len(samples) // 480 * 480
    power: NDArray[np.float64] = (samples[:whole].reshape(-1, 480) ** 2).mean(axis=1)
    return np.sqrt(power)


def test_every_feature_has_its_sample_and_every_voice_says_them_all(bus: Bus) -> None:
    async def scene(client: Client) -> None:
        promised = sum(ALIKE | LONGER | OTHER)
        for voice in (await client.voices()).values():
            assert voice[3] & ~EVENTS == promised, voice

    play(bus, scene)


@pytest.mark.parametrize("voice", [NATURAL, PLAIN])
@pytest.mark.parametrize("feature", ALIKE, ids=hex)
def test_what_is_meant_is_said(bus: Bus, voice: str, feature: int) -> None:
    async def scene(client: Client) -> None:
        marked, plain = await _both(client, voice, *ALIKE[feature])
        assert _is_alike(marked, plain)
        assert len(plain) > 1000

    play(bus, scene)


@pytest.mark.parametrize("voice", [NATURAL, PLAIN])
def test_what_is_not_told_is_another_sound(bus: Bus, voice: str) -> None:
    async def scene(client: Client) -> None:
        marked, plain = await _both(client, voice, "qjq", "chat")
        assert not _is_alike(marked, plain)

    play(bus, scene)


@pytest.mark.parametrize("voice", [NATURAL, PLAIN])
@pytest.mark.parametrize("feature", LONGER, ids=hex)
def test_what_takes_its_time(bus: Bus, voice: str, feature: int) -> None:
    async def scene(client: Client) -> None:
        marked, plain = await _both(client, voice, *LONGER[feature])
        assert len(marked) > len(plain) > 1000

    play(bus, scene)


@pytest.mark.parametrize("voice", [NATURAL, PLAIN])
@pytest.mark.parametrize("feature", OTHER, ids=hex)
def test_what_is_heard_otherwise(bus: Bus, voice: str, feature: int) -> None:
    async def scene(client: Client) -> None:
        marked, plain = await _both(client, voice, *OTHER[feature])
        assert marked != plain
        assert len(marked) > 1000

    play(bus, scene)
