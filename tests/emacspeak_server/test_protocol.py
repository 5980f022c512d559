"""Bytes as Emacspeak sends them, whole, in pieces, and as Tcl would never end them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sotto_emacspeak.protocol import COMMANDS, LONGEST, Command, Parser


def parse(text: str | bytes) -> list[Command]:
    parser = Parser()
    data = text.encode() if isinstance(text, str) else text
    return [*parser.feed(data), *parser.close()]


@pytest.mark.parametrize(
    ("sent", "name", "argument"),
    [
        ("q {Hello, }\n", "q", "Hello, "),
        ("tts_say { Mark set}\n", "tts_say", " Mark set"),
        ("l {a}\n", "l", "a"),
        ("d\n", "d", ""),
        ("s\r\n", "s", ""),
        ("  sh 50\n", "sh", "50"),
        ("t 440 50\n", "t", "440 50"),
        ("r {200}\n", "r", "{200}"),
        ("tts_capitalize  1\n", "tts_capitalize", "1"),
        ("set_lang de nil \n", "set_lang", "de nil"),
        ("tts_sync_state all 0 1 0 225\n", "tts_sync_state", "all 0 1 0 225"),
        ("a /usr/share/sounds/close.wav\n", "a", "/usr/share/sounds/close.wav"),
        ("q word\n", "q", "word"),
        ('q "a \\"b\\" \\n c"\n', "q", 'a "b" \n c'),
        ('c {<voice gender="male" variant="1"> }\n', "c", '<voice gender="male" variant="1"> '),
        ("version", "version", ""),
    ],
)
def test_one_command(sent: str, name: str, argument: str) -> None:
    assert parse(sent) == [Command(name, argument)]


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("q {one\ntwo\n three }\n", "one\ntwo\n three "),
        ("q {if (a) {\n  b;\n}\nelse }\n", "if (a) {\n  b;\n}\nelse "),
        ("q {a \\{ b }\n", "a \\{ b "),
        ("q {{a} and {b}}\n", "{a} and {b}"),
        ("q {}\n", ""),
        ("q {\n}\n", "\n"),
        ("q {d\n}\n", "d\n"),
    ],
)
def test_braces_hold_lines_and_braces(sent: str, text: str) -> None:
    assert parse(sent + "d\n") == [Command("q", text), Command("d")]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("tts_say { one { two}\ns\n", [("tts_say", " one { two"), ("s", "")]),
        ("q {one { two }\nd\n", [("q", "one { two "), ("d", "")]),
        ("tts_say { one } two}\nd\n", [("tts_say", " one } two"), ("d", "")]),
        ("q {one } two\nd\n", [("q", "one } two"), ("d", "")]),
        ("q {one\nq {two }\nd\n", [("q", "one"), ("q", "two "), ("d", "")]),
        ("q {one\ns\nd\n", [("q", "one"), ("s", ""), ("d", "")]),
        ("l {{}\nl {}}\nl {\\}\n", [("l", "{"), ("l", "}"), ("l", "\\")]),
        ("l {\n}\ns\n", [("l", "\n"), ("s", "")]),
        ("tts_say { a }\n b}\nd\n", [("tts_say", " a "), ("tts_say", " b"), ("d", "")]),
        (
            "q {open\ntts_sync_state some 0 0 0 225\nd\n",
            [("q", "open"), ("tts_sync_state", "some 0 0 0 225"), ("d", "")],
        ),
        ("nonsense 1 2\n}\n\nd\n", [("d", "")]),
        ("q\nl\nd\n", [("q", ""), ("l", ""), ("d", "")]),
    ],
)
def test_what_tcl_would_never_end_ends(sent: str, expected: list[tuple[str, str]]) -> None:
    assert parse(sent) == [Command(*each) for each in expected]


def test_an_open_argument_looks_ended_only_behind_a_brace() -> None:
    first, parser = Parser(), Parser()
    assert first.feed(b"tts_say { one { two}\n") == []
    assert first.may_be_over
    assert first.flush() == [Command("tts_say", " one { two")]
    assert parser.feed(b"q {one {\n") == []
    assert parser.feed(b"two } }") == []
    assert not parser.may_be_over
    assert parser.feed(b"\nd\n") == [Command("q", "one {\ntwo } "), Command("d")]


def test_bytes_come_in_any_pieces_and_may_be_no_text() -> None:
    sent = "q {Grüße 😀 }\ntts_say { a\nb}\nd\n".encode()
    expected = parse(sent)
    for size in range(1, len(sent)):
        parser = Parser()
        pieces = [sent[i : i + size] for i in range(0, len(sent), size)]
        assert [c for piece in pieces for c in parser.feed(piece)] == expected
    assert parse(b"q {a\xff\xfeb }\n") == [Command("q", "a\ufffd\ufffdb ")]


def test_a_text_without_end_is_cut_and_kept() -> None:
    text = "word " * (LONGEST // 4)
    commands = parse("q {" + text)
    assert len(commands) >= 1
    assert "".join(command.argument for command in commands).split() == text.split()


def test_lines_that_are_no_command_are_told() -> None:
    parser = Parser()
    assert parser.feed(b"hello there\nd\n") == [Command("d")]
    assert parser.unknown == ["hello there"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["q {", "}", "{", "\n", "s\n", "d\n", " x ", "l {", "\\", "tts_say "]))
)
def test_whatever_comes_a_stop_is_a_stop(parts: list[str]) -> None:
    parser = Parser()
    parser.feed("".join(parts).encode())
    commands = parser.feed(b"\ns\n")
    assert commands[-1] == Command("s")
    assert all(command.name in COMMANDS for command in commands)
