"""A call that was put together is the one that dbus-next makes, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dbus_next import Message, Variant
from hypothesis import given
from hypothesis import strategies as st

from sotto_bus.text_calls import TextCalls

OPTIONS: dict[str, dict[str, Any]] = {
    "none": {},
    "one": {"rate": Variant("d", 1.5)},
    "many": {
        "kind": Variant("s", "character"),
        "rate": Variant("d", 2.0),
        "resume": Variant("b", True),
        "voice": Variant("s", "sotto-en-us-heart"),
    },
}


def maker(options: dict[str, Any]) -> Callable[[str], Message]:
    return lambda text: Message(
        "org.sotto.Voice1", "/org/sotto/Voice1", "org.sotto.Voice1", "Speak",
        signature="sa{sv}", body=[text, options],
    )  # fmt: skip


@given(texts=st.lists(st.text(), min_size=1), kind=st.sampled_from(sorted(OPTIONS)))
def test_it_is_the_same(texts: list[str], kind: str) -> None:
    calls, make = TextCalls(), maker(OPTIONS[kind])
    for serial, text in enumerate(texts, 1):
        made, wanted = calls.call(kind, text, make), make(text)
        made.serial = wanted.serial = serial
        if "\0" not in text:
            assert made._marshall(negotiate_unix_fd=True) == bytes(wanted._marshall())
        assert (made.body, made.signature) == (wanted.body, wanted.signature)


def test_two_at_once_keep_their_texts() -> None:
    calls, make = TextCalls(), maker(OPTIONS["many"])
    first, second = (calls.call("k", text, make) for text in ("eins", "zwei"))
    first.serial, second.serial = 1, 2
    assert b"eins" in first._marshall()
    assert b"zwei" in second._marshall()


def test_what_is_the_same_is_marshalled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, make = TextCalls(), maker(OPTIONS["many"])
    calls.call("k", "a", make)
    monkeypatch.setattr(Message, "_marshall", lambda *_: pytest.fail("marshalled again"))
    message = calls.call("k", "b", make)
    message.serial = 5
    assert b"b\0" in message._marshall(negotiate_unix_fd=True)


def test_kinds_are_bounded() -> None:
    calls, make = TextCalls(), maker({})
    for number in range(1000):
        calls.call(number, "a", make)
    assert len(calls._known) <= 100


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_no_text_of_the_bus_is_made_as_ever(text: str) -> None:
    assert TextCalls().call("k", text, maker({})).body == [text, {}]
