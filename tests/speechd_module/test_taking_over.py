"""What the daemon fails at is said by the plain voice: all of the rest, and nothing twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from sotto_speechd.outlet import Outlet
from sotto_speechd.pieces import Piece
from sotto_speechd.request import Request
from sotto_speechd.server_sound import ServerSound
from sotto_speechd.speaker import Speaker
from waiting import wait_until

TEXT = "one two three four five six"


class FakeLink:
    """Keeps what the daemon would be asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def speak(self, number: int, request: Request) -> None:
        self.asked.append(request.text)

    stream = speak

    def cancel(self, number: int) -> None:
        pass

    def ping(self) -> None:
        pass

    def close(self) -> None:
        pass


class FakePlain:
    """Keeps what the plain voice is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def rate(self) -> int:
        return 22_050

    def close(self) -> None:
        pass

    def speak(self, request: Request, take: Callable[[Piece], bool]) -> None:
        self.asked.append(request.text)


class Module:
    def __init__(self) -> None:
        self.reader, writer = os.pipe()
        self.link, self.plain = FakeLink(), FakePlain()
        self.speaker = Speaker(Outlet(writer), ServerSound(0, {}))
        self.speaker._link = self.link  # type: ignore[assignment]
        self.speaker._plain = self.plain  # type: ignore[assignment]

    def ended(self) -> bool:
        return not self.speaker.is_speaking


@pytest.fixture
def module() -> Iterator[Module]:
    made = Module()
    yield made
    made.speaker.close()
    os.close(made.reader)


@pytest.mark.parametrize(
    ("text", "heard", "rest"),
    [
        (TEXT, None, [TEXT]),
        (TEXT, 0, [TEXT[3:]]),
        (TEXT, 8, [TEXT[13:]]),
        (TEXT, TEXT.index("six"), []),
        ("<speak>one <mark name='a'/>two</speak>", 27, []),
        ("<speak>one<mark name='a'/> two</speak>", 7, ["<mark name='a'/> two</speak>"]),
    ],
)
def test_a_failed_message_is_finished_by_the_plain_voice(
    module: Module, text: str, heard: int | None, rest: list[str]
) -> None:
    module.speaker.speak(Request(text))
    module.speaker.on_accepted(1)
    if heard is not None:
        module.speaker.on_started(1)
        module.speaker.on_word(1, heard)
    module.speaker.on_finished(1, "failed")
    wait_until(module.ended, "the message is over")
    assert module.plain.asked == rest


def test_a_second_take_over_repeats_nothing(module: Module) -> None:
    module.speaker.speak(Request(TEXT))
    module.speaker.on_accepted(1)
    module.speaker.on_word(1, TEXT.index("three"))
    module.speaker.on_finished(1, "no-sound")
    assert module.link.asked == [TEXT, TEXT[8:]]
    module.speaker.on_accepted(1)
    module.speaker.on_word(1, module.link.asked[1].index("five"))
    module.speaker.on_failed(1, "it went away")
    wait_until(module.ended, "the message is over")
    assert module.plain.asked[0] == "five six"
