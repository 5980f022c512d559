"""The front door: real requests of real clients, laziness, bounds, and nothing lost."""

from __future__ import annotations

import itertools
import random
import string
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sotto.errors import TextTooLongError
from sotto.messages import Capitals, Kind, Options, Punctuation, Segment
from sotto.text.build import LATER
from sotto.text.clauses import clauses
from sotto.text.coverage import speakable, uncovered
from sotto.text.markup.parse import LONGEST_TEXT, parse
from sotto.text.markup.ssml import Tag, tokens
from sotto.text.scan import scan
from sotto.text.tokens.items import Item, Pronunciation, Say
from sotto.text.tokens.mode import ReadingMode
from text.reading import check_sound, heard, marks, phrased, read, read_ssml, words

ODD = [
    "<speak></speak>", "<speak> </speak>", " dot ", "<speak>open", "<speak><speak>twice</speak>",
    "ctrl \x01 byte", "it&apos;s", "&apos;", "<", "&", "日本語", "_", "é", "speak Hello",
    "<say-as interpret-as='characters'><</say-as>", "a < b & c", "<mark name='__spd_0'/>",
    "<mark name='a:b'/>x<mark name='__spd_1'/>.", "50  percent  a and b", "e g. Dr. Smith",
    "3 .5", "http:  a b c d 1", " left paren(x right paren)", "</speak>", "<speak", "&#xZZ;",
    "\ud7ff\ue000\ufffd", "\U0010ffff", "﷽", "ﷺ", "ⅷ ㎞ ①", "a\u0301\u0301\u0301", "\u0301",
    "🏴\U000e0067\U000e0062\U000e007f", "\u202eabc\u202c", "İstanbul ǅ ß", "---", "…", "«»",
]  # fmt: skip
FRAGMENTS = [
    "Hello", "Dr.", "e.g.", " ", "\n\n", ".", ",", "3 .5", "14:30", "$5.50", "5km", "a@b.cd",
    "http://a.b/c", "/usr/x", "--", "…", "’", '"', "(", ")", "é", "e\u0301", "Ж", "日本", "한",
    "ا", "ב", "है", "😀", "👍🏽", "🇩🇪", "\u200d", "\ufe0f", "\x01", "\xad", "½", "𝓗", "ﬁ",
    "٣", "\ue000", "ᚠ", "ʰ", "_", "camelCase", "1.2.3", "1st", "3.", "%", "&", "<", ">", "؟",
    "。", "·", "\u20e3", "①", "º",
]  # fmt: skip
TAGS = [
    "<speak>", "</speak>", "<mark name='a'/>", "<break/>", "<prosody rate='fast'>", "</prosody>",
    "<lang xml:lang='de'>", "</lang>", "<say-as interpret-as='characters'>", "</say-as>",
    "<say-as interpret-as='digits'>", "<sub alias='X y'>", "</sub>", "<p>", "</p>", "<s>",
    "&amp;", "&lt;", "&#65;", "&bad;", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>",
    "<!DOCTYPE a [", "]>", "<emphasis>", "</emphasis>", "<foo bar='x'>", "<mark name=",
]  # fmt: skip

options = st.builds(
    Options,
    kind=st.sampled_from(Kind),
    punctuation=st.sampled_from(Punctuation),
    capitals=st.sampled_from(Capitals),
    language=st.sampled_from(["", "en-us", "de", "fr", "ru", "ja", "c"]),
)
languages = st.sampled_from(["en", "de", "nl", "ja"])
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(FRAGMENTS) | st.characters(), max_size=14).map("".join),
)
markup = st.lists(st.sampled_from(FRAGMENTS + TAGS * 2) | st.characters(), max_size=20)


def count(clauses_: Iterator[object]) -> int:
    return sum(1 for _ in clauses_)


@given(texts, options, languages)
@settings(max_examples=600, deadline=None)
@example("·\u2062", Options(punctuation=Punctuation.MOST), "en")
@example(" \u0301", Options(kind=Kind.SPELL), "en")
def test_nothing_is_lost(text: str, wanted: Options, language: str) -> None:
    check_sound(text, wanted, language)


@pytest.mark.parametrize("sign", ["´", "′", "ʼ", "'"])
def test_what_is_read_as_an_apostrophe_is_as_quiet_as_one(sign: str) -> None:
    check_sound(f"5km{sign}Hello", Options(punctuation=Punctuation.NONE))


@given(markup.map("".join), options, languages)
@settings(max_examples=600, deadline=None)
def test_nothing_is_lost_in_any_markup(text: str, wanted: Options, language: str) -> None:
    check_sound(
        text,
        Options(kind=Kind.SSML, punctuation=wanted.punctuation, capitals=wanted.capitals),
        language,
    )


@given(markup.map("".join))
@settings(max_examples=300, deadline=None)
def test_every_mark_comes_through_in_order(text: str) -> None:
    numbered = "".join(
        f"{part}<mark name='{index}'/>" for index, part in enumerate(text.split("<mark name='a'/>"))
    )
    wanted = [
        token.attributes.get("name", "")
        for token in tokens(numbered)
        if isinstance(token, Tag) and token.name == "mark" and not token.closes
    ]
    assert [name for name, _ in marks(read_ssml(numbered))] == wanted


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("text", ODD)
def test_odd_requests(text: str, kind: Kind) -> None:
    for level in Punctuation:
        check_sound(text, Options(kind=kind, punctuation=level))


def test_two_thousand_random_strings() -> None:
    source = random.Random(2)
    for _ in range(2000):
        length = source.randrange(1, 30)
        text = "".join(chr(source.choice(PLANES)(source)) for _ in range(length))
        check_sound(text, Options())


PLANES = (
    lambda source: source.randrange(0x20, 0x7F),
    lambda source: source.randrange(0x80, 0x3000),
    lambda source: source.randrange(0x3000, 0xD800),
    lambda source: source.randrange(0xE000, 0x20000),
    lambda source: source.randrange(0x20000, 0x110000),
)


@given(texts, options)
@settings(max_examples=100, deadline=None)
def test_same_request_same_clauses(text: str, wanted: Options) -> None:
    assert list(clauses(text, wanted, "en")) == list(clauses(text, wanted, "en"))


ORCA = (
    '<speak><mark name="0:5"/>Hello <mark name="6:11"/>world, <mark name="13:16"/>Dr.'
    '<mark name="__spd_0"/> <mark name="17:22"/>Smith.<mark name="__spd_1"/></speak>'
)


def test_orcas_marks_stand_before_their_words() -> None:
    spoken = read_ssml(ORCA)
    assert phrased(spoken) == "Hello world, Doctor Smith.350"
    assert marks(spoken) == [
        ("0:5", "Hello"), ("6:11", "world"), ("13:16", "Doctor"), ("__spd_0", "Smith"),
        ("17:22", "Smith"), ("__spd_1", ""),
    ]  # fmt: skip


def test_word_positions_count_the_markup() -> None:
    for word in words(read_ssml(ORCA)):
        written = ORCA[word.start : word.end]
        assert written in (word.text, "Dr.")


def test_positions_are_code_points() -> None:
    text = "😀 née x"
    assert [text[w.start : w.end] for w in words(read(text))] == ["😀", "😀", "née", "x"]


def test_marks_come_through_without_words() -> None:
    (clause,) = read_ssml('<speak> <mark name="m"/> </speak>')
    assert (clause.words, [mark.name for mark in clause.marks]) == ((), ["m"])


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.SSML])
def test_silence_gives_no_clause(kind: Kind) -> None:
    assert read(" \n ", kind=kind) == []
    assert read("", kind=kind) == []


@pytest.mark.parametrize(
    ("wanted", "voice", "expected"),
    [
        ("", "de", "de"),
        ("nl", "de", "nl"),
        ("en_US", "de", "en-US"),
        ("c", "de", "de"),
        ("", "", "en"),
    ],
)
def test_the_language_of_a_request(wanted: str, voice: str, expected: str) -> None:
    assert read("Hello", voice, language=wanted)[0].language == expected


def test_the_requests_language_returns_after_an_element() -> None:
    spoken = read("a b<lang xml:lang='fr'>c d</lang>e f", "en", kind=Kind.SSML, language="nl")
    assert [clause.language for clause in spoken] == ["nl", "fr", "nl"]


def test_split_decimals_and_rejoined_abbreviations() -> None:
    text = "It costs 3 .5 e g. at x"
    assert heard(text) == "It costs 3.5 for example at x~"


def test_too_long_is_refused_when_asked() -> None:
    with pytest.raises(TextTooLongError):
        clauses("x" * (LONGEST_TEXT + 1), Options(), "en")


# ---- the first clause does not depend on the length of the text

LONG = {
    "prose": "Hello world, this is a text. ",
    "no punctuation": "hello world ",
    "one word": "x",
    "digits": "1",
    "camel": "aB",
    "ideographs": "日",
    "no spaces": "a.b/c@",
    "emoji": "😀a",
    "abbreviations": "Dr. ",
    "brackets": "a(",
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG.keys())
def test_the_first_clause_of_a_megabyte_is_read_from_its_beginning(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []

    def watched(
        text: str, mode: ReadingMode, pronounced: Mapping[int, Pronunciation]
    ) -> Iterator[Item]:
        for item in scan(text, mode, pronounced):
            looked_at.append(item.start if isinstance(item, Say) else item.at)
            yield item

    monkeypatch.setattr("sotto.text.clauses.scan", watched)
    text = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    first = next(clauses(text, Options(), "en"))
    assert first.words
    assert len(looked_at) <= 5000
    assert max(looked_at) <= 8192


def test_the_first_clause_of_much_markup_is_read_from_its_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = 0

    def watched(text: str, kind: Kind) -> Iterator[Segment]:
        nonlocal seen
        for segment in parse(text, kind):
            seen += 1
            yield segment

    monkeypatch.setattr("sotto.text.clauses.parse", watched)
    text = '<mark name="0:5"/>word ' * 40_000
    assert next(clauses(text, Options(kind=Kind.SSML), "en")).words
    assert seen <= 300


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("piece", ["word ", "x", "<b>", "&amp;", "\u0301", "-", "😀", "1", "ж a"])
def test_long_requests_come_in_small_clauses(kind: Kind, piece: str) -> None:
    text = piece * 3000
    for clause in clauses(text, Options(kind=kind), "en"):
        assert len(clause.words) <= LATER.hard + LATER.slack
        assert sum(len(word.text) for word in clause.words) <= 2 * LATER.weight


def test_deep_nesting_needs_no_stack() -> None:
    text = "<p><prosody rate='fast'><lang xml:lang='de'>" * 20_000 + "Ende"
    assert heard(text, kind=Kind.SSML) == "de:Ende"


def test_an_entity_bomb_is_read_as_written() -> None:
    bomb = "<!DOCTYPE a [<!ENTITY b '&b;&b;'>]><speak>&b;</speak>"
    assert heard(bomb, kind=Kind.SSML) == "and b~"


# ---- the helper that other layers use


def test_uncovered_tells_what_is_missing() -> None:
    spoken = read("one two. three")
    assert uncovered("one two. three", Options(), spoken) == []
    assert uncovered("one two. three", Options(), spoken[:1]) == list(range(9, 14))


def test_speakable_follows_the_level() -> None:
    assert list(speakable("a, b", Options())) == [0, 3]
    assert list(speakable("a, b", Options(punctuation=Punctuation.ALL))) == [0, 1, 3]
    assert list(speakable(",", Options())) == [0]
    assert list(speakable(" ", Options())) == []


def test_speakable_leaves_markup_out() -> None:
    text = "<speak>a&amp;b</speak>"
    assert list(speakable(text, Options(kind=Kind.SSML))) == [7, *range(8, 13), 13]


def test_ascii_letters_and_figures_are_all_speakable() -> None:
    text = string.ascii_letters + string.digits
    assert list(speakable(text, Options())) == list(range(len(text)))
    assert count(itertools.chain(read(text))) > 0
