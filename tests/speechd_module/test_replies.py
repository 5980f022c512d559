"""Bytes as the server wants them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sotto_speechd import replies


def decoded(event: bytes) -> tuple[dict[bytes, int], bytes]:
    """As the server takes sound apart: fields, then escaped data up to the line's end."""
    head, _, rest = event.partition(b"705-AUDIO\0")
    fields = {name: int(value) for name, value in re.findall(rb"705-(\w+)=(\d+)\n", head)}
    data, _, end = rest.partition(b"\n")
    assert end == b"705 AUDIO\n"
    plain = re.sub(rb"\x7d(.)", lambda found: bytes([found[1][0] ^ 0x20]), data, flags=re.DOTALL)
    return fields, plain


@given(st.binary(max_size=500).filter(lambda data: len(data) % 2 == 0))
def test_sound_comes_out_as_it_went_in(pcm: bytes) -> None:
    fields, plain = decoded(replies.audio(pcm, 22_050))
    assert plain == pcm
    assert fields == {
        b"bits": 16,
        b"num_channels": 1,
        b"sample_rate": 22_050,
        b"num_samples": len(pcm) // 2,
        b"big_endian": 0,
    }


def test_sound_has_the_bytes_of_the_protocol() -> None:
    assert replies.audio(b"\x0a\x7d", 8000) == (
        b"705-bits=16\n705-num_channels=1\n705-sample_rate=8000\n705-num_samples=1\n"
        b"705-big_endian=0\n705-AUDIO\0\x7d\x2a\x7d\x5d\n705 AUDIO\n"
    )


@given(st.text())
def test_a_mark_is_always_two_lines(name: str) -> None:
    event = replies.mark(name)
    assert event.startswith(b"700-") and event.endswith(b"\n700 INDEX MARK\n")
    assert event.count(b"\n") == 2
    assert b"\0" not in event


def test_voices() -> None:
    entries = [("A voice", "en-US", "none"), ("ta\tb", "de", "none")]
    assert replies.voices(entries) == (
        b"200-A voice\ten-US\tnone\n200-ta b\tde\tnone\n200 OK VOICE LIST SENT\n"
    )
    assert replies.voices([]) == b"304 CANT LIST VOICES\n"


def test_an_icon() -> None:
    assert replies.icon("/a/b.wav") == b"706-/a/b.wav\n706 ICON\n"
