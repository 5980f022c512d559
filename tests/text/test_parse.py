"""Segments of a request: what each element becomes, and what broken markup does not break."""

from __future__ import annotations

import pytest

from sotto.errors import SottoError, TextTooLongError
from sotto.messages import (
    Break,
    Kind,
    LanguageChange,
    Mark,
    Pronounced,
    Prosody,
    ProsodyChange,
    SayAs,
    SayAsForm,
    Segment,
    Text,
)
from sotto.text.markup.leap import PARAGRAPH, SENTENCE
from sotto.text.markup.parse import DEEPEST, LONGEST_TEXT, clean_language, parse


def ssml(text: str) -> list[Segment]:
    return list(parse(text, Kind.SSML))


def said(text: str) -> str:
    kinds = Text | SayAs | Pronounced
    return "".join(segment.text for segment in ssml(text) if isinstance(segment, kinds))


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (Kind.CHARACTER, SayAsForm.GLYPHS),
        (Kind.KEY, SayAsForm.KEY),
        (Kind.SPELL, SayAsForm.SPELL),
    ],
)
def test_kinds_without_markup(kind: Kind, form: SayAsForm) -> None:
    assert list(parse("<a>", kind)) == [SayAs("<a>", 0, form)]


def test_plain_text_is_never_markup() -> None:
    assert list(parse("<break/> &amp;", Kind.TEXT)) == [Text("<break/> &amp;", 0)]


@pytest.mark.parametrize("kind", Kind)
def test_nothing_gives_nothing(kind: Kind) -> None:
    assert list(parse("", kind)) == []


@pytest.mark.parametrize("kind", Kind)
def test_too_long_is_refused_at_once(kind: Kind) -> None:
    with pytest.raises(TextTooLongError) as caught:
        parse("x" * (LONGEST_TEXT + 1), kind)
    assert isinstance(caught.value, SottoError | ValueError)
    assert next(iter(parse("x" * LONGEST_TEXT, kind)))


def test_marks_breaks_and_text_keep_their_order() -> None:
    assert ssml('a<mark name="1"/><break time="1s"/>b<mark name="2"/>') == [
        Text("a", 0),
        Mark("1"),
        Break(1000),
        Text("b", 35),
        Mark("2"),
    ]


def test_a_mark_without_a_name_is_still_a_mark() -> None:
    assert ssml("<mark/>") == [Mark("")]


def test_an_entity_is_a_piece_with_its_own_length() -> None:
    assert ssml("a&lt;b") == [Text("a", 0), Text("<", 1, 5), Text("b", 5)]


@pytest.mark.parametrize(
    ("tag", "form"),
    [
        ('interpret-as="characters"', SayAsForm.CHARACTERS),
        ('interpret-as="characters" format="glyphs"', SayAsForm.GLYPHS),
        ('interpret-as="tts:char"', SayAsForm.CHARACTERS),
        ('interpret-as="tts:key"', SayAsForm.KEY),
        ('interpret-as="spell-out"', SayAsForm.SPELL),
        ('interpret-as="digits"', SayAsForm.DIGITS),
        ('interpret-as="telephone"', SayAsForm.DIGITS),
        ('interpret-as="time" format="hms24"', SayAsForm.TIME),
        ("type='characters'", SayAsForm.CHARACTERS),
    ],
)
def test_say_as(tag: str, form: SayAsForm) -> None:
    text = f"<say-as {tag}>X1</say-as>y"
    (first, second) = ssml(text)
    assert first == SayAs("X1", text.index("X1"), form)
    assert isinstance(second, Text)


@pytest.mark.parametrize("kind", ["currency", "unit", "", "what"])
def test_other_say_as_is_running_text(kind: str) -> None:
    (segment,) = ssml(f'<say-as interpret-as="{kind}">12</say-as>')
    assert isinstance(segment, Text)


def test_an_unescaped_glyph() -> None:
    text = '<speak><say-as interpret-as="characters" format="glyphs"><</say-as></speak>'
    assert ssml(text) == [SayAs("<", text.index("<<"), SayAsForm.GLYPHS)]


def test_prosody_nests_and_ends() -> None:
    text = "<prosody rate='2'><prosody pitch='1.5'>a</prosody>b</prosody>c"
    changes = [s.prosody for s in ssml(text) if isinstance(s, ProsodyChange)]
    assert changes == [Prosody(2), Prosody(2, 1.5), Prosody(2), Prosody()]


def test_language_nests_and_ends() -> None:
    text = "<speak xml:lang='de'>a<lang xml:lang='nl_BE'>b</lang>c</speak>d"
    changes = [s.language for s in ssml(text) if isinstance(s, LanguageChange)]
    assert changes == ["de", "nl-BE", "de", ""]


def test_any_element_may_carry_a_language() -> None:
    assert LanguageChange("de") in ssml("<voice xml:lang='de'>x</voice>")
    assert LanguageChange("de") in ssml("<span lang='de'>x</span>")


def test_no_change_no_segment() -> None:
    assert ssml("<prosody rate='medium'>a</prosody>") == [Text("a", 23)]


def test_paragraphs_and_sentences_are_separators() -> None:
    assert said("<p><s>a</s><s>b</s></p>") == (
        f"{PARAGRAPH}{SENTENCE}a{SENTENCE}{SENTENCE}b{SENTENCE}{PARAGRAPH}"
    )


def test_a_substitute_stands_for_its_content() -> None:
    text = '<sub alias="World">W<mark name="m"/>W</sub>.'
    start, end = text.index("W<"), text.index("</sub")
    assert ssml(text) == [Text("World", start, end), Mark("m"), Text(".", len(text) - 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<sub alias='x'>open", "open"),
        ("<sub alias=''>y</sub>", "y"),
        ("<sub>y</sub>", "y"),
        ("<sub alias='a'><sub alias='b'>x</sub>y</sub>z", "ayz"),
        ("<phoneme ph='x'>word</phoneme>", "word"),
        ("<unknown>word</unknown>", "word"),
        ("<audio src='x'>instead</audio>", "instead"),
        ("<prosody>a</lang>b</prosody></prosody>c", "abc"),
        ("</p></speak></say-as>x", f"{PARAGRAPH}x"),
        ("<say-as interpret-as='digits'>1", "1"),
    ],
)
def test_broken_markup_keeps_its_content(text: str, expected: str) -> None:
    assert said(text) == expected


def test_overlapping_elements_end_by_name() -> None:
    text = "<prosody rate='2'><lang xml:lang='de'>a</prosody>b</lang>c"
    changes = [s for s in ssml(text) if isinstance(s, ProsodyChange | LanguageChange)]
    assert changes == [
        ProsodyChange(Prosody(2)),
        LanguageChange("de"),
        ProsodyChange(Prosody()),
        LanguageChange(""),
    ]


def test_deep_nesting_is_bounded_and_balanced() -> None:
    depth = 1000
    text = "<lang xml:lang='de'>" * depth + "a" + "</lang>" * depth + "b"
    segments = ssml(text)
    assert segments[-2] == LanguageChange("")
    assert said(text) == "ab"
    assert depth > DEEPEST


def test_a_hundred_thousand_tags() -> None:
    assert said("<b>" * 100_000 + "x") == "x"
    assert said("<p>" * 100_000 + "x").strip() == "x"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de", "de"), ("en-US", "en-US"), ("en_us", "en-us"), (" nl ", "nl"), ("cmn", "cmn"),
        ("c", ""), ("", ""), ("x" * 50, ""), ("de;rm", ""), ("../x", ""), ("POSIX", ""),
    ],
)  # fmt: skip
def test_language_tags(tag: str, expected: str) -> None:
    assert clean_language(tag) == expected


def test_parsing_is_lazy() -> None:
    segments = parse("a<break/>" + "<b>" * 300_000, Kind.SSML)
    assert next(segments) == Text("a", 0)
    assert next(segments) == Break(250)
