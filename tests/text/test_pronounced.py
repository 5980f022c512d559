"""Words whose sounds are given: in SSML and among the listener's own words, with their places."""

from __future__ import annotations

import pytest

from sotto.errors import InvalidOptionError
from sotto.messages import Capitals, Clause, Kind, Options
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered
from sotto.text.dictionary.dictionary import Dictionary, DictionaryEntry, Match, read_entry
from sotto.text.dictionary.import_words import import_words
from sotto.text.own_words import said_with


def read(text: str, options: Options, language: str, words: Dictionary | None) -> list[Clause]:
    spoken = list(clauses(text, options, language, words))
    assert uncovered(text, options, spoken) == []
    for word in (word for clause in spoken for word in clause.words):
        assert 0 <= word.start < word.end <= len(text)
        assert "qjq" not in word.text.lower()
    return spoken


def told(clauses: list[Clause]) -> str:
    """The words; one that has its sounds given with these behind it."""
    return " ".join(
        f"{word.text}/{word.ipa}/" if word.ipa else word.text
        for clause in clauses
        for word in clause.words
    )


def ssml(text: str, language: str = "en") -> str:
    return told(read(text, Options(kind=Kind.SSML), language, None))


def own(text: str, *entries: DictionaryEntry, language: str = "en") -> str:
    return told(read(text, Options(), language, Dictionary(entries)))


GIF = '<phoneme alphabet="ipa" ph="dʒɪf">GIF</phoneme>'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"the {GIF} file", "the GIF/dʒɪf/ file"),
        ("<phoneme ph='dʒɪf'>GIF</phoneme>", "GIF/dʒɪf/"),
        ('<phoneme alphabet="IPA" ph="d&#x292;ɪf">GIF</phoneme>', "GIF/dʒɪf/"),
        ('<ssml:phoneme ph="dʒɪf">GIF</ssml:phoneme> x', "GIF/dʒɪf/ x"),
        (f"Dr. {GIF}'s {GIF}, 5 {GIF}", "Doctor GIF/dʒɪfs/ GIF/dʒɪf/ 5 GIF/dʒɪf/"),
        (f"un{GIF}ly {GIF}{GIF}", "un GIF/dʒɪf/ ly GIF/dʒɪf/ GIF/dʒɪf/"),
        (f"<prosody rate='2'><lang xml:lang='de'>ein {GIF}</lang></prosody>", "ein GIF/dʒɪf/"),
        (f"<emphasis>{GIF}</emphasis> <s>{GIF}</s>", "GIF/dʒɪf/ GIF/dʒɪf/"),
        (f'<say-as interpret-as="characters">{GIF}a</say-as>', "GIF/dʒɪf/ a"),
        (f'<sub alias="picture">{GIF}</sub>', "picture"),
        # Around several words.
        ('<phoneme ph="ˈnuː jɔːk">New York</phoneme>', "New/ˈnuː/ York/jɔːk/"),
        ('<phoneme ph="njuːjɔːk">New York</phoneme>', "New York/njuːjɔːk/"),
        ('<phoneme ph="faɪv dɒləz">$5</phoneme>', "5/faɪv/ dollars/dɒləz/"),
        ('<phoneme ph="faɪv">$5.50</phoneme>', "5 dollars 50 cents/faɪv/"),
        ('<phoneme ph="ænd">&amp;</phoneme> x', "and/ænd/ x"),
        # Without content.
        ('a <phoneme ph="dʒɪf"/> b', "a jif/dʒɪf/ b"),
        ('<phoneme ph="dʒɪf"></phoneme>', "jif/dʒɪf/"),
        # What is no pronunciation is read as it is written.
        ('a <phoneme alphabet="x-sampa" ph="dZIf">dog</phoneme>', "a dog"),
        ('a <phoneme alphabet="ipa" ph="dZIf">dog</phoneme>', "a dog"),
        ('a <phoneme alphabet="ipa" ph="">dog</phoneme>', "a dog"),
        ("a <phoneme>dog</phoneme>", "a dog"),
        (f"a <phoneme ph='{'a' * 201}'>dog</phoneme>", "a dog"),
        ('a <phoneme ph="dʒɪf">dog, never ended', "a dog never ended"),
        ('a <phoneme ph="dʒɪf">dog <sub alias="b">x</sub></phoneme>', "a dog b"),
        ('<phoneme ph="a">x <phoneme ph="b">y</phoneme> z</phoneme>', "x y/b/ z"),
    ],
)
def test_the_sounds_of_ssml_are_said(text: str, wanted: str) -> None:
    assert ssml(text) == wanted


def test_words_that_look_like_the_one_that_stands_in_are_words() -> None:
    (clause,) = clauses(f"qjqw {GIF} QJQW", Options(kind=Kind.SSML), "en")
    assert [word.ipa for word in clause.words][:2] == ["", "dʒɪf"]
    assert clause.words[0].text == "qjqw"


def test_marks_within_and_around_are_told() -> None:
    text = f'<mark name="1"/>a <mark name="2"/>{GIF}<mark name="3"/> b'
    (clause,) = read(text, Options(kind=Kind.SSML), "en", None)
    assert [(mark.word, mark.name) for mark in clause.marks] == [(0, "1"), (1, "2"), (2, "3")]
    text = '<phoneme ph="njuː"><mark name="1"/>New <mark name="2"/>York</phoneme> b'
    (clause,) = read(text, Options(kind=Kind.SSML), "en", None)
    assert told([clause]) == "New York/njuː/ b"
    assert [(mark.word, mark.name) for mark in clause.marks] == [(0, "1"), (1, "2")]
    assert text[clause.words[0].start : clause.words[0].end].endswith("York")


@pytest.mark.parametrize("count", [3, 600, 3000])
def test_sounds_without_words_are_said_however_many_there_are(count: int) -> None:
    assert ssml('<phoneme ph="dʒɪf"/>' * count).count("/dʒɪf/") == count
    assert ssml('<phoneme ph="" />' * count + "end") == "end"


@pytest.mark.parametrize(
    ("text", "entry", "wanted"),
    [
        ("the GIF file", DictionaryEntry("gif", "/dʒɪf/"), "the GIF/dʒɪf/ file"),
        ("St. Nguyen's book", DictionaryEntry("Nguyen", "/wɪn/"), "Saint Nguyen/wɪnz/ book"),
        ("Dr. Voss’s", DictionaryEntry("Voss", "/fɔs/"), "Doctor Voss/fɔsɪz/"),
        ("in New York.", DictionaryEntry("New York", "/njuː jɔːk/"), "in New/njuː/ York/jɔːk/"),
        ("5 km, 5 kg", DictionaryEntry("km", "/klɪks/"), "5 km/klɪks/ 5 kilograms"),
        ("5→6", DictionaryEntry("→", "/tuː/", match=Match.ANYWHERE), "5 right arrow/tuː/ 6"),
        ("microsoft", DictionaryEntry("micro", "/maɪk/", match=Match.START), "micro/maɪk/ soft"),
        ("an unhappy x", DictionaryEntry("app", "/æ/", match=Match.ANYWHERE), "an unh app/æ/ y x"),
        ("see v12", DictionaryEntry(r"v(\d+)", "/viː/", match=Match.PATTERN), "see v12/viː/"),
        ("ⓖⓘⓕ", DictionaryEntry("gif", "/dʒɪf/"), "gif/dʒɪf/"),
        ("a", DictionaryEntry("a", "/aː/"), "a"),
    ],
)
def test_an_own_word_is_said_by_its_sounds(text: str, entry: DictionaryEntry, wanted: str) -> None:
    assert own(text, entry) == wanted


def test_ssml_goes_before_own_words() -> None:
    words = Dictionary([DictionaryEntry("GIF", "/ɡɪf/")])
    spoken = read(f"GIF {GIF}", Options(kind=Kind.SSML), "en", words)
    assert told(spoken) == "GIF/ɡɪf/ GIF/dʒɪf/"


def test_capitals_are_told_as_of_any_word() -> None:
    options = Options(kind=Kind.SSML, capitals=Capitals.SPELL)
    assert told(read(f"a {GIF}", options, "en", None)) == "a capital GIF/dʒɪf/"


@pytest.mark.parametrize("said", ["/GIF/", "//", "/ /", "/dʒɪf!/", "/12/", r"/\1/"])
def test_a_bad_pronunciation_is_refused(said: str) -> None:
    with pytest.raises(InvalidOptionError):
        DictionaryEntry("(g)if", said, match=Match.PATTERN)
    with pytest.raises(InvalidOptionError):
        DictionaryEntry("gif", said)


def test_sounds_are_kept_in_the_file_and_imported() -> None:
    entry = DictionaryEntry("GIF", "/dʒɪf/", "en", True)
    assert read_entry(entry.line) == entry
    assert import_words(f"{entry.line}\nbad\t/?/\n") == (
        [entry],
        ["line 2: '?' (question mark) is no sign of the IPA"],
    )
    assert Dictionary([entry]).revision != Dictionary([DictionaryEntry("GIF", "/ɡɪf/")]).revision


def test_a_word_is_tried_to_be_seen_and_to_be_spoken() -> None:
    shown, markup = said_with(DictionaryEntry("GIF", "/dʒɪf/"), [], "a GIF < b")
    assert shown == "a /dʒɪf/ < b"
    assert ssml(markup) == ssml(f"a {GIF} &lt; b")
