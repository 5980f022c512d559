"""Calls of any shape to the real daemon: each gets an answer, and the daemon lives on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator

import pytest
from dbus_next import Message, MessageType, Variant
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bus import Bus, private_bus
from sotto_bus import close_bus, open_bus

EXAMPLES = int(os.environ.get("SOTTO_EXAMPLES", "60"))
VOICE = ("org.sotto.Voice1", "/org/sotto/Voice1")
INTERFACES = (
    "org.sotto.Voice1", "org.sotto.Settings1", "org.freedesktop.DBus.Properties",
    "org.freedesktop.DBus.Introspectable", "org.freedesktop.Speech.Provider", "org.nobody",
)  # fmt: skip
MEMBERS = (
    "Speak", "Synthesize", "Cancel", "CancelAll", "Pause", "Resume", "Prefetch", "Why", "Said",
    "Again", "Get", "GetAll", "Set", "Introspect", "Undo", "Reset", "Words", "SetWord", "Nothing",
)  # fmt: skip

letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES = {
    "s": letters,
    "u": st.integers(0, 2**32 - 1),
    "t": st.integers(0, 2**64 - 1),
    "i": st.integers(-(2**31), 2**31 - 1),
    "d": st.floats(),
    "b": st.booleans(),
    "as": st.lists(letters, max_size=5),
    "v": st.builds(Variant, st.just("s"), letters) | st.builds(Variant, st.just("d"), st.floats()),
    "a{sv}": st.dictionaries(
        letters | st.sampled_from(["kind", "rate", "voice", "priority", "language"]),
        st.builds(Variant, st.just("s"), letters | st.sampled_from(["ssml", "key", "text"]))
        | st.builds(Variant, st.just("d"), st.floats()),
        max_size=4,
    ),
}


@st.composite
def calls(draw: st.DrawFn) -> Message:
    kinds = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=4))
    body = [draw(VALUES[kind]) for kind in kinds]
    return Message(
        *VOICE,
        draw(st.sampled_from(INTERFACES)),
        draw(st.sampled_from(MEMBERS)),
        signature="".join(kinds),
        body=body,
    )


@pytest.fixture(scope="module")
def served() -> Iterator[Bus]:
    with private_bus(LANG="en_US.UTF-8") as made:
        made.serve()
        yield made


def test_any_call_is_answered(served: Bus) -> None:
    daemon = served.owner_pid()
    loop = asyncio.new_event_loop()
    bus = loop.run_until_complete(open_bus(served.address))

    @given(calls())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def answered(call: Message) -> None:
        reply = loop.run_until_complete(asyncio.wait_for(bus.call(call), 30))
        assert reply.message_type in (MessageType.METHOD_RETURN, MessageType.ERROR)
        assert reply.error_name != "org.freedesktop.DBus.Error.NoReply"

    answered()
    close_bus(bus)
    loop.close()
    assert served.owner_pid() == daemon
    assert "Traceback" not in served.log, served.log[-3000:]
