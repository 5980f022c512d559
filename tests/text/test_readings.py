"""The corpus of readings: `readings/<language>.tsv`, what is written, the way in, what is said.

The ways are plain, ssml, and speechd: what Speech Dispatcher 0.11.4 makes of a text. A line end
in the text is written `\\n`, a tab `\\t`; what is said has its stops and pauses in milliseconds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sotto.messages import Kind, Options, Punctuation
from text.reading import check_sound, phrased, read, read_ssml

LINES = [
    (file.stem, *line.split("\t"))
    for file in sorted((Path(__file__).parent / "readings").glob("*.tsv"))
    for line in file.read_text().splitlines()
]


@pytest.mark.parametrize(("language", "text", "way", "said"), LINES)
def test_as_written(language: str, text: str, way: str, said: str) -> None:
    written, kind = _sent(text.replace("\\n", "\n").replace("\\t", "\t"), way)
    assert phrased(check_sound(written, Options(kind=kind), language)) == said


def _sent(text: str, way: str) -> tuple[str, Kind]:
    """A line of the corpus as a client, or Speech Dispatcher, sends it."""
    if way == "speechd":
        return f"<speak>{text}</speak>", Kind.SSML
    return text, {"plain": Kind.TEXT, "ssml": Kind.SSML}[way]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("List<String> x", "List less String greater x"),
        ("use <ctrl> key", "use less ctrl greater key"),
        ("Map<K> and Set<V>", "Map less K greater and Set less V greater"),
        ("#include <stdlib.h>", "hash include less stdlib dot h greater"),
        ("</test> a", "less slash test greater a"),
        ("<foo>x</foo> y", "x y"),
        ("<b>bold</b> <br/> x", "bold x"),
        ("<own:tag>x", "x"),
        ('<speak>a <mark name="m"/>b</speak>', "a b"),
    ],
)
def test_what_cannot_be_markup_is_spoken(text: str, said: str) -> None:
    assert phrased(read_ssml(text)) == said


def test_many_tags_that_are_no_markup_cost_linear_time() -> None:
    text = "<a1>" * 20_000
    assert len(read_ssml(text)) > 100


@pytest.mark.parametrize("text", ["𝗻𝗼𝘄 x", "a ﬁnal", "it 2 .6 .10 x", "ｆｕｌｌ on"])
def test_places_are_those_of_the_original(text: str) -> None:
    spoken = check_sound(text, Options(), "en")
    assert spoken[-1].words[-1].end == len(text)
    assert spoken[0].words[0].start == 0


@pytest.mark.parametrize("text", ["A´¼", "´", "5´6", "a‘", "𝟝´x", "ᚠ`Hello", "ab´" * 30])
def test_an_accent_beside_no_letters_is_no_apostrophe(text: str) -> None:
    for level in Punctuation:
        check_sound(text, Options(punctuation=level), "en")


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.SSML])
def test_the_region_decides_the_order_of_day_and_month(kind: Kind) -> None:
    american = phrased(read("3/4/2023", "en-US", kind=kind))
    british = phrased(read("3/4/2023", "en-GB", kind=kind))
    assert (american, british) == ("March 4th 2023", "April 3rd 2023")


@pytest.mark.parametrize(
    ("language", "sent", "written"),
    [
        ("en", "2 .6 .10 x", "2.6.10 x"), ("en", "192 .168 .0 .1 x", "192.168.0.1 x"),
        ("en", "1,234,567 .89 x", "1,234,567.89 x"), ("en", "$5 .50 x", "$5.50 x"),
        ("en", "31 .12 .2024 x", "31.12.2024 x"), ("en", "(3 .5) x", "(3.5) x"),
        ("de", "Kernel 2 .6 .10 x", "Kernel 2.6.10 x"), ("de", "1 234 ,56  Euro", "1.234,56 €"),
        ("de", "1 234 567 ,89 Euro", "1.234.567,89 Euro"), ("de", "1 ,5-2 ,5 x", "1,5-2,5 x"),
        ("de", "31 Punkt 12 Punkt 2024 x", "31.12.2024 x"),
        ("de", "14 Punkt 30 Uhr", "14.30 Uhr"),
        ("fr", "1 234 567 ,89 x", "1 234 567,89 x"), ("fr", "3 ,14 x", "3,14 x"),
        ("es", "1 .234 .567,89 x", "1.234.567,89 x"), ("es", "31 .12 .2024 x", "31.12.2024 x"),
        ("it", "1 .234 .567,89 x", "1.234.567,89 x"), ("it", "3 .5 x", "3.5 x"),
        ("nl", "1.234.567 ,89 Euro", "1.234.567,89 Euro"), ("nl", "0 ,5 x", "0,5 x"),
        ("pl", "1 .234 .567,89 x", "1.234.567,89 x"), ("pl", "2 .6 .10 x", "2.6.10 x"),
    ],
)  # fmt: skip
def test_figures_that_speech_dispatcher_parts_are_read_whole(
    language: str, sent: str, written: str
) -> None:
    """`sent` is what the server 0.11.4 made of `written`, punctuation none."""
    said = phrased(check_sound(sent, Options(), language))
    assert said.replace(".", "") == phrased(check_sound(written, Options(), language)).replace(
        ".", ""
    )
