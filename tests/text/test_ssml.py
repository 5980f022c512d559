"""The tolerant tokenizer: what is markup, what is content, what it costs."""

from __future__ import annotations

import pytest

from sotto.messages import Kind
from sotto.text.markup.ssml import Chars, Tag, tokens
from text.reading import heard


def content(text: str) -> str:
    return "".join(token.text for token in tokens(text) if isinstance(token, Chars))


def tags(text: str) -> list[str]:
    return [
        ("/" if token.closes else "") + token.name + ("/" if token.empty else "")
        for token in tokens(text)
        if isinstance(token, Tag)
    ]


@pytest.mark.parametrize(
    ("text", "expected", "names"),
    [
        ("plain", "plain", []),
        ("<speak>a</speak>", "a", ["speak", "/speak"]),
        ("<speak><speak>a", "a", ["speak", "speak"]),
        ("a</speak>b", "ab", ["/speak"]),
        ("<mark name='x'/>", "", ["mark/"]),
        ('<mark name="x" />', "", ["mark/"]),
        ("<break time=500ms/>", "", ["break/"]),
        ("<BREAK TIME='1s'></BREAK>", "", ["break", "/break"]),
        ("<ssml:break/>", "", ["break/"]),
        ("<b>bold</b>", "bold", ["b", "/b"]),
        ("<mark foo>", "", ["mark"]),
        ("a < b", "a < b", []),
        ("a<b and c>d", "a<b and c>d", []),
        ("1<2", "1<2", []),
        ("<</say-as>", "<", ["/say-as"]),
        ("<3 you", "<3 you", []),
        ("AT&T", "AT&T", []),
        ("a & b &", "a & b &", []),
        ("&amp;&lt;&gt;&apos;&quot;", "&<>'\"", []),
        ("&AMP;", "&", []),
        ("&#65;&#x42;&#X43;", "ABC", []),
        ("&#128512;", "😀", []),
        ("&amp;lt;", "&lt;", []),
        ("&nbsp;&eacute;", "\xa0&eacute;", []),
        ("&#0;&#xD800;&#x110000;", "&#0;&#xD800;&#x110000;", []),
        ("&#99999999999;", "&#99999999999;", []),
        ("<!-- no <b> -->yes", "yes", []),
        ("<!-- open", "<!-- open", []),
        ("<?xml version='1.0'?>yes", "yes", []),
        ("<![CDATA[a < b &amp; c]]>", "a < b &amp; c", []),
        ("<![CDATA[open", "<![CDATA[open", []),
        ("<!DOCTYPE speak>yes", "yes", []),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>yes &b;", "yes &b;", []),
        ("<!DOCTYPE a [ open", "<!DOCTYPE a [ open", []),
        ("end <mark name='x", "end ", []),
        ("end <speak", "end ", []),
        ("end </speak", "end ", []),
        ("end <nothing", "end <nothing", []),
        ("<>", "<>", []),
        ("</>", "</>", []),
    ],
)
def test_content_and_tags(text: str, expected: str, names: list[str]) -> None:
    assert content(text) == expected
    assert tags(text) == names


def test_attributes() -> None:
    (tag,) = tokens("""<say-as Interpret-As="a>b" format='&quot;' x=y xml:lang = "de"/>""")
    assert isinstance(tag, Tag)
    assert tag.attributes == {"interpret-as": "a>b", "format": '"', "x": "y", "xml:lang": "de"}


def test_offsets_count_the_markup() -> None:
    found = list(tokens("a<b>&lt;c"))
    assert [(token.start, token.end) for token in found] == [(0, 1), (1, 4), (4, 8), (8, 9)]


ENTITY_BOMB = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(1, 10))
    + "]><speak>&lol9;</speak>"
)


def test_an_entity_bomb_stays_as_small_as_it_is_written() -> None:
    assert content(ENTITY_BOMB) == "&lol9;"


@pytest.mark.parametrize(
    "piece",
    ["<", "&", "&amp;", "<!--", "<![CDATA[", "<!DOCTYPE a [", "<?", "<mark ", '<a b="', "<a b=c ",
     "</", "<speak>", "&#", "<a" + " " * 70],
)  # fmt: skip
def test_first_tokens_come_before_the_rest_is_read(piece: str) -> None:
    """A text that counts how often it is searched to its end shows that it is once at most."""
    text = CountingText("x " + piece * 20_000)
    assert next(iter(tokens(text))) == Chars("x ", 0, 2)
    for _ in tokens(text):
        pass
    assert text.searches <= 8


class CountingText(str):
    """Counts the searches for a terminator that may run to the end."""

    searches = 0

    def find(self, *arguments: object) -> int:
        self.searches += 1
        return super().find(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("List<String> so", "List less String greater so"),
        ("vector<a> so", "vector less a greater so"),
        ("Array<s>", "Array less s~ greater"),
        ("std::vector<std::string> so", "std vector less std string greater so"),
        ("press <ctrl> now", "press less ctrl greater now"),
        ("word<b>bold</b>", "wordbold"),
        ("one<br>two", "onetwo"),
        ("<p>one</p><s>two</s>", "one two"),
    ],
)
def test_what_looks_like_text_and_cannot_be_markup_is_said(text: str, wanted: str) -> None:
    assert heard(f"<speak>{text}</speak>", kind=Kind.SSML) == wanted
