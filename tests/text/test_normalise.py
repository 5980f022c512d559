"""Text as its writer meant it: what changes, what does not, and where everything came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.text.tokens.normalise import normalise

STYLES = (0x1D400, 0x1D434, 0x1D468, 0x1D5A0, 0x1D5D4, 0x1D608, 0x1D63C, 0x1D670, 0xFF21, 0x24B6)
"""First capitals of mathematical, full width and circled alphabets."""


def plain(text: str) -> str:
    return normalise(text).text


@pytest.mark.parametrize("first", STYLES)
def test_every_letter_of_every_styled_alphabet_is_plain(first: int) -> None:
    for place in range(26):
        styled = chr(first + place)
        if unicodedata.name(styled, ""):
            assert plain(styled) == chr(ord("A") + place)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ﬁnal ﬂag ﬃ", "final flag ffi"), ("Ⅳ and ⅷ", "4 and 8"), ("🅽🅴🆆", "NEW"), ("🄷🄸", "HI"),
        ("ʜᴇʟʟᴏ", "hello"), ("don´t", "don't"), ("don‘t", "don't"), ("don‛t", "don't"),
        ("can＇t", "can't"), ("o`clock", "o'clock"), ("donʼt", "don't"), ("20℃ 68℉", "20°C 68°F"),
        ("5 kΩ", "5 kΩ"), ("H₂O", "H2O"), ("20º C", "20º C"), ("20ºC", "20°C"), ("１２３", "123"),
        ("ａｂｃ", "abc"), ("㎏", "kg"), ("5 ㎞", "5 km"),
    ],
)  # fmt: skip
def test_what_is_meant(text: str, wanted: str) -> None:
    assert plain(text) == wanted


@pytest.mark.parametrize(
    "text", ["plain", "naïve", "Straße", "x² + y³", "½", "日本語", "it's", "1.º", "→ ★", ""]
)
def test_what_stays_as_it_is(text: str) -> None:
    assert plain(text) == text
    assert normalise(text).starts == ()


@given(st.text(st.sampled_from("a1 .,'´‛ﬁ𝗻🅽Ⅳ₂ｆ℃ʜ\u0301é中"), max_size=40))
def test_every_character_knows_where_it_came_from(text: str) -> None:
    normal = normalise(text)
    places = [normal.place(at) for at in range(len(normal.text))]
    assert places == sorted(places)
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert 0 <= start < end <= len(text)
    if normal.text and text:
        assert normal.span(0, len(normal.text))[1] <= len(text)


@given(st.text(max_size=60))
def test_it_is_plain_after_one_pass_and_never_fails(text: str) -> None:
    once = plain(text)
    assert len(once) <= 4 * len(text) + 4
    changed = normalise(text)
    assert len(changed.starts) in (0, len(changed.text))
    assert len(changed.starts) == len(changed.ends)


@given(
    st.text(
        st.characters(max_codepoint=0x7E, min_codepoint=0x20, exclude_characters="`."), max_size=40
    )
)
def test_plain_ascii_without_figures_apart_is_left_alone(text: str) -> None:
    if any(char.isdecimal() for char in text):
        return
    assert plain(text) == text
