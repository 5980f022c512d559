"""Exactly one terminal event for every message, whatever happens in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_speechd import replies
from sotto_speechd.lifecycle import TABLE, Emit, Messages, Phase, Step

SILENCE = replies.audio(bytes(2), 24_000)
TERMINAL = (replies.END, replies.STOP, replies.PAUSE)


def events(data: bytes) -> list[bytes]:
    """Bytes as whole events; a mark is two lines, sound several."""
    lines = data.splitlines(keepends=True)
    return [line for line in lines if not line.startswith((b"700 ", b"705-"))]


def test_an_ordinary_message() -> None:
    messages = Messages()
    number, told = messages.speak()
    assert told == b""
    assert messages.begin(number) == replies.BEGIN
    assert messages.mark(number, "__spd_0") == b"700-__spd_0\n700 INDEX MARK\n"
    assert messages.tell(number, b"705 x\n") == b"705 x\n"
    assert messages.end(number) == replies.END
    assert messages.end(number) == messages.stop() == messages.pause(SILENCE) == b""


def test_begin_comes_by_itself() -> None:
    messages = Messages()
    number, _ = messages.speak()
    assert messages.mark(number, "a:b").startswith(replies.BEGIN)
    assert messages.begin(number) == b""
    number, _ = messages.speak()
    assert messages.end(number) == replies.BEGIN + replies.END


def test_stop_needs_no_begin_and_pause_does() -> None:
    messages = Messages()
    messages.speak()
    assert messages.stop() == replies.STOP
    messages.speak()
    told = messages.pause(SILENCE) + messages.paused()
    assert events(told) == [replies.BEGIN, b"705 AUDIO\n", b"700-__spd_-1\n", replies.PAUSE]


def test_pause_repeats_the_last_mark_of_the_server() -> None:
    messages = Messages()
    number, _ = messages.speak()
    messages.mark(number, "__spd_0")
    messages.mark(number, "__spd_1")
    messages.mark(number, "3:7")
    assert messages.pause(SILENCE).endswith(replies.mark("__spd_1"))
    assert messages.paused() == replies.PAUSE
    messages.speak()
    assert messages.pause(SILENCE).endswith(replies.mark("__spd_-1"))


def test_a_stop_right_behind_a_pause_is_told_in_its_place() -> None:
    messages = Messages()
    messages.speak()
    messages.pause(SILENCE)
    assert messages.pause(SILENCE) == b""
    assert messages.stop() == replies.STOP
    assert messages.paused() == b""


def test_a_message_right_behind_a_pause_comes_after_its_end() -> None:
    messages = Messages()
    messages.speak()
    messages.pause(SILENCE)
    assert messages.speak()[1] == replies.PAUSE
    assert messages.paused() == b""


def test_what_comes_late_is_told_to_nobody() -> None:
    messages = Messages()
    first, _ = messages.speak()
    messages.stop()
    second, _ = messages.speak()
    late = messages.begin(first) + messages.mark(first, "__spd_5") + messages.end(first)
    assert late == b""
    messages.begin(second)
    assert messages.pause(SILENCE).endswith(replies.mark("__spd_-1"))
    assert messages.paused() == replies.PAUSE


def test_a_message_on_top_of_another_ends_it() -> None:
    messages = Messages()
    messages.speak()
    assert messages.speak()[1] == replies.STOP


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("step", list(Step))
def test_the_table(phase: Phase, step: Step) -> None:
    if (phase, step) not in TABLE:
        assert step is not Step.SPEAK
        is_over = phase in (Phase.NONE, Phase.PAUSING)
        assert is_over or step in (Step.BEGIN, Step.PAUSED)
        return
    target, emits = TABLE[phase, step]
    ends = [emit for emit in emits if emit in (Emit.END, Emit.STOP, Emit.PAUSE)]
    has_ended = target is Phase.NONE or (step is Step.SPEAK and phase is not Phase.NONE)
    assert len(ends) == has_ended
    assert (Emit.BEGIN in emits) <= (phase is Phase.ACCEPTED)


STEPS = st.lists(
    st.tuples(st.sampled_from(["speak", "begin", "mark", "tell", "end", "stop", "pause",
                               "paused"]),
              st.integers(-2, 0)),
    max_size=60,
)  # fmt: skip


@given(STEPS)
def test_every_message_gets_exactly_one_terminal_event(steps: list[tuple[str, int]]) -> None:
    messages, told, begun = Messages(), [], 0
    last = 0
    for step, back in [*steps, ("stop", 0)]:
        number = last + back
        match step:
            case "speak":
                last, data = messages.speak()
                begun += 1
                told += [*events(data), b"accepted"]
                continue
            case "mark":
                data = messages.mark(number, "__spd_1")
            case "tell":
                data = messages.tell(number, b"705 x\n")
            case "begin" | "end":
                data = getattr(messages, step)(number)
            case "pause":
                data = messages.pause(SILENCE)
            case "paused":
                data = messages.paused()
            case _:
                data = messages.stop()
        told += events(data)
    check(told, begun)


def check(told: list[bytes], messages: int) -> None:
    """As the server sees it."""
    open_, has_begun, ends = False, False, 0
    for event in told:
        if event == b"accepted":
            assert not open_
            open_, has_begun = True, False
        elif event in TERMINAL:
            assert open_, "a terminal event without a message"
            assert has_begun or event == replies.STOP
            open_, ends = False, ends + 1
        else:
            assert open_, "an event outside a message"
            assert has_begun != (event == replies.BEGIN)
            has_begun = True
    assert not open_
    assert ends == messages
