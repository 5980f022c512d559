"""Bytes from the server become commands, whatever the bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_speechd import protocol
from sotto_speechd.protocol import WITH_BODY, Body, Command, Parser

START = (
    b"INIT\nAUDIO\naudio_output_method=server\n.\nLOGLEVEL\nlog_level=3\n.\n"
    b"DEBUG ON /run/log/sotto.log \nLIST VOICES\n"
)
MESSAGE = (
    b"SET\npitch=0\nrate=20\nvoice=male1\nlanguage=en-us\nsynthesis_voice=NULL\n.\n"
    b'SPEAK\n<speak>One.<mark name="__spd_0"/> Two.</speak>\n.\nSTOP\n'
)


def parsed(data: bytes) -> list[Command | Body]:
    return list(Parser().feed(data))


def test_a_start_as_recorded() -> None:
    assert parsed(START) == [
        Command("INIT"),
        Command("AUDIO"),
        Body("AUDIO", ("audio_output_method=server",)),
        Command("LOGLEVEL"),
        Body("LOGLEVEL", ("log_level=3",)),
        Command("DEBUG", "ON /run/log/sotto.log"),
        Command("LIST", "VOICES"),
    ]


def test_a_message_as_recorded() -> None:
    found = parsed(MESSAGE)
    assert [type(item).__name__ for item in found] == [
        *("Command", "Body", "Command", "Body", "Command"),
    ]
    assert found[3] == Body("SPEAK", ('<speak>One.<mark name="__spd_0"/> Two.</speak>',))
    assert found[4] == Command("STOP")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"SPEAK\n..\n.\n", "."),
        (b"SPEAK\n...\n.\n", ".."),
        (b"SPEAK\none\n..two\nthree.\n.\n", "one\n.two\nthree."),
        (b"CHAR\n..\n.\n", "."),
        (b"SPEAK\n.\n", ""),
        (b"SPEAK\n\n.\n", ""),
        (b"SPEAK\n a \n.\n", " a "),
        (b"SPEAK\nSTOP\n.\n", "STOP"),
        (b"KEY\n\xff\xfe\n.\n", "\ufffd\ufffd"),
        ("SPEAK\né漢字\x01\n.\n".encode(), "é漢字\x01"),
    ],
)
def test_bodies(data: bytes, text: str) -> None:
    last = parsed(data)[-1]
    assert isinstance(last, Body)
    assert last.text == text
    assert not last.is_cut


def test_half_commands_wait_for_their_end() -> None:
    parser = Parser()
    assert list(parser.feed(b"ST")) == []
    assert list(parser.feed(b"OP")) == []
    assert list(parser.feed(b"\nPA")) == [Command("STOP")]
    assert list(parser.feed(b"USE\n")) == [Command("PAUSE")]


def test_empty_lines_between_commands_are_no_commands() -> None:
    assert parsed(b"\n\n  \nSTOP\n") == [Command("STOP")]


def test_a_huge_line_is_cut_and_the_parser_stays_in_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LONGEST_LINE", 100)
    for size in (101, 150, 1000):
        parser = Parser()
        found = list(parser.feed(b"SPEAK\n" + b"x" * size)) + list(parser.feed(b"x\n.\nSTOP\n"))
        assert found[-2] == Body("SPEAK", ("x" * 100,), is_cut=True)
        assert found[-1] == Command("STOP")


def test_a_cut_line_never_ends_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = Parser()
    list(parser.feed(b"SPEAK\n"))
    monkeypatch.setattr(protocol, "LONGEST_LINE", 1)
    assert list(parser.feed(b".a\n")) == []
    assert next(iter(parser.feed(b".\n"))).name == "SPEAK"


def test_a_huge_body_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LONGEST_BODY", 100)
    body = parsed(b"SPEAK\n" + b"123456789\n" * 50 + b".\n")[-1]
    assert body == Body("SPEAK", ("123456789",) * 10, is_cut=True)


def test_memory_is_bounded_without_any_line_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LONGEST_LINE", 1000)
    parser = Parser()
    for _ in range(100):
        list(parser.feed(b"y" * 500))
    assert len(parser._line) <= 1500


@given(st.binary(max_size=2000), st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_any_bytes_in_any_pieces_give_the_same(data: bytes, sizes: list[int]) -> None:
    data += b"\n.\n"
    parser, found, at, step = Parser(), [], 0, 0
    while at < len(data):
        size = sizes[step % len(sizes)]
        found += list(parser.feed(data[at : at + size]))
        at, step = at + size, step + 1
    assert found == parsed(data)


@given(st.binary(max_size=500))
def test_after_any_bytes_it_is_in_step_again(data: bytes) -> None:
    found = parsed(data + b"\n.\nSTOP\n")
    assert found[-1] == Command("STOP")


@given(
    st.sampled_from(sorted(WITH_BODY)),
    st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))),
)
def test_what_is_stuffed_comes_out_as_it_was(name: str, lines: list[str]) -> None:
    data = name.encode() + b"\n"
    for line in lines:
        data += (b"." if line.startswith(".") else b"") + line.encode() + b"\n"
    assert parsed(data + b".\n") == [Command(name), Body(name, tuple(lines))]
