"""What was made ready is what is then spoken, whatever a screen reader puts around it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bus import Bus, private_bus
from sotto_client import Client, InvalidOptionError, Sound, connect
from waiting import wait_until

READER: dict[str, str | float] = {"rate": 1.5, "pitch": 1.07, "language": "en-us", "volume": 0.9}


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with private_bus() as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


async def is_cached(client: Client, text: str, **options: str | float) -> bool:
    """Whether a text was ready, asked for as sound."""
    stream = await client.synthesize(text, **options)
    async for _ in stream:
        pass
    return (await client.why(stream.id)).cached


def marked(number: int) -> str:
    """A row as Orca and Speech Dispatcher send it."""
    return (
        '<speak><mark name="0:5"/>First <mark name="6:13"/>message <mark name="14:18"/>from '
        f'<mark name="19:24"/>Cleo, <mark name="25:27"/>{number}.<mark name="__spd_0"/></speak>'
    )


def test_marks_and_wrappers_make_no_difference(bus: Bus) -> None:
    async def run() -> None:
        async with await connect(bus.address) as client:
            said = await client.speak("<speak>Hello</speak>", kind="ssml", **READER)
            await client.finished(said)
            # A text that was asked for is ready ever after, so each try has a text of its own.
            for number in range(1, 40):
                await client.prefetch([f"First message from Cleo, {number}."], like_last=True)
                await asyncio.sleep(0.05 * number)
                if await is_cached(client, marked(number), kind="ssml", **READER):
                    break
            else:
                pytest.fail("nothing is ever ready")
            assert not await is_cached(client, marked(0), kind="ssml", **READER)

    asyncio.run(run())


def test_a_known_beginning_sounds_as_the_whole_did(bus: Bus) -> None:
    text = "This sentence is longer than what is kept of any text. " * 3

    async def sound(client: Client) -> tuple[bytes, bool]:
        stream = await client.synthesize(text, **READER)
        frames = [frame async for frame in stream]
        data = b"".join(frame.samples for frame in frames if isinstance(frame, Sound))
        return data, (await client.why(stream.id)).cached

    async def run() -> None:
        async with await connect(bus.address) as client:
            whole, was_known = await sound(client)
            assert not was_known
            for number in range(1, 40):
                await client.prefetch([text], **READER)
                await asyncio.sleep(0.05 * number)
                again, is_known = await sound(client)
                assert again == whole
                if is_known:
                    break
            else:
                pytest.fail("the beginning is never ready")

    asyncio.run(run())


def test_the_flag_is_checked(bus: Bus) -> None:
    async def run() -> None:
        async with await connect(bus.address) as client:
            with pytest.raises(InvalidOptionError):
                await client.prefetch(["x"], like_last="yes")
            with pytest.raises(InvalidOptionError):
                await client.speak("x", like_last=True)

    asyncio.run(run())


def test_nothing_is_made_ready_where_look_ahead_is_off(bus: Bus) -> None:
    async def run() -> None:
        async with await connect(bus.address) as client:
            setting = await client.settings.find("look-ahead")
            await client.settings.set(setting, "off")
            await client.prefetch(["One that is not wanted."], **READER)
            assert await client.said(["One"]) == ()
            await asyncio.sleep(0.3)
            assert not await is_cached(client, "One that is not wanted.", **READER)
            await client.settings.set(setting, "on")
            # It holds at once; a text that was asked for is ready ever after.
            for number in range(1, 40):
                await client.prefetch([f"One that is wanted, {number}."], **READER)
                await asyncio.sleep(0.05 * number)
                if await is_cached(client, f"One that is wanted, {number}.", **READER):
                    return
            raise AssertionError("nothing was ever ready")

    asyncio.run(run())
