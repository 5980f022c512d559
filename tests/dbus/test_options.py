"""Every option of a request is checked for its name, its type and its range."""

from __future__ import annotations

import math

import pytest
from dbus_next import Variant

from sotto.dbus.options import parse_options
from sotto.errors import InvalidOptionError
from sotto.messages import (
    Capitals,
    Clarity,
    Kind,
    Numbers,
    Options,
    Priority,
    Prosody,
    Punctuation,
    Quality,
    Reading,
    Style,
    Wording,
)

DEFAULTS = Options(prosody=Prosody(2.0, 1.1, 0.9, 0.8), punctuation=Punctuation.SOME)

GOOD = [
    ({}, DEFAULTS),
    ({"kind": Variant("s", "ssml")}, {"kind": Kind.SSML}),
    ({"kind": Variant("s", "key")}, {"kind": Kind.KEY}),
    ({"voice": Variant("s", "sotto:linda")}, {"voice": "sotto:linda"}),
    ({"language": Variant("s", "nl-BE")}, {"language": "nl-BE"}),
    (
        {"voices": Variant("s", "de=a:b, pt-PT=c")},
        {"voices": (("de", "a:b"), ("pt-PT", "c"))},
    ),
    ({"voices": Variant("s", "")}, {"voices": ()}),
    ({"rate": Variant("d", 0.3)}, {"prosody": Prosody(0.3, 1.1, 0.9, 0.8)}),
    ({"rate": Variant("u", 6)}, {"prosody": Prosody(6.0, 1.1, 0.9, 0.8)}),
    ({"pitch": Variant("d", 2.0)}, {"prosody": Prosody(2.0, 2.0, 0.9, 0.8)}),
    ({"pitch_range": Variant("i", 0)}, {"prosody": Prosody(2.0, 1.1, 0.0, 0.8)}),
    ({"volume": Variant("d", 0.0)}, {"prosody": Prosody(2.0, 1.1, 0.9, 0.0)}),
    (
        {"style": Variant("s", "whisper")},
        {"prosody": Prosody(2.0, 1.1, 0.9, 0.8, Style.WHISPER)},
    ),
    (
        {"clarity": Variant("s", "on")},
        {"prosody": Prosody(2.0, 1.1, 0.9, 0.8, clarity=Clarity.ON)},
    ),
    (
        {"quality": Variant("s", "light")},
        {"prosody": Prosody(2.0, 1.1, 0.9, 0.8, quality=Quality.LIGHT)},
    ),
    ({"priority": Variant("s", "progress")}, {"priority": Priority.PROGRESS}),
    ({"punctuation": Variant("s", "none")}, {"punctuation": Punctuation.NONE}),
    ({"capitals": Variant("s", "icon")}, {"capitals": Capitals.ICON}),
    ({"numbers": Variant("s", "digits")}, {"reading": Reading(numbers=Numbers.DIGITS)}),
    ({"reading": Variant("s", "literal")}, {"reading": Reading(wording=Wording.LITERAL)}),
    ({"resume": Variant("b", True)}, {"resume": True}),
]

BAD = [
    ("rat", Variant("d", 1.0)),
    ("", Variant("s", "")),
    ("x" * 100_000, Variant("s", "")),
    ("kind", Variant("s", "TEXT")),
    ("kind", Variant("s", "")),
    ("kind", Variant("d", 1.0)),
    ("kind", Variant("as", ["text"])),
    ("voice", Variant("i", 3)),
    ("voice", Variant("s", "v" * 101)),
    ("language", Variant("b", True)),
    ("language", Variant("s", "l" * 1_000_000)),
    ("rate", Variant("d", 0.29)),
    ("rate", Variant("d", 6.01)),
    ("rate", Variant("d", math.nan)),
    ("rate", Variant("d", math.inf)),
    ("rate", Variant("d", -math.inf)),
    ("rate", Variant("t", 2**64 - 1)),
    ("rate", Variant("s", "1")),
    ("rate", Variant("b", True)),
    ("rate", Variant("v", Variant("d", 1.0))),
    ("pitch", Variant("d", 0.49)),
    ("pitch", Variant("d", 2.01)),
    ("pitch_range", Variant("d", -0.01)),
    ("pitch_range", Variant("d", 2.01)),
    ("volume", Variant("d", -1.0)),
    ("volume", Variant("d", 2.01)),
    ("style", Variant("s", "shout")),
    ("style", Variant("s", "CALM")),
    ("style", Variant("i", 1)),
    ("clarity", Variant("s", "loud")),
    ("clarity", Variant("b", True)),
    ("quality", Variant("s", "best")),
    ("quality", Variant("i", 1)),
    ("priority", Variant("s", "urgent")),
    ("priority", Variant("u", 1)),
    ("punctuation", Variant("s", "few")),
    ("capitals", Variant("s", "loud")),
    ("resume", Variant("s", "true")),
    ("resume", Variant("i", 1)),
    ("detach", Variant("d", 1.0)),
    ("detach", Variant("a{sv}", {})),
]


@pytest.mark.parametrize(("given", "expected"), GOOD)
def test_good_options_go_over_the_defaults(
    given: dict[str, Variant], expected: dict[str, object] | Options
) -> None:
    request = parse_options(given, DEFAULTS)
    if isinstance(expected, Options):
        assert request.options == expected
        return
    for name in Options.__dataclass_fields__:
        wanted = expected.get(name, getattr(DEFAULTS, name))
        assert getattr(request.options, name) == wanted


@pytest.mark.parametrize(("name", "variant"), BAD, ids=lambda each: str(each)[:20])
def test_bad_options_are_refused_in_few_words(name: str, variant: Variant) -> None:
    with pytest.raises(InvalidOptionError) as refusal:
        parse_options({name: variant}, DEFAULTS)
    assert len(str(refusal.value)) < 300
    assert name[:50] in str(refusal.value)


def test_one_bad_option_spoils_the_request() -> None:
    given = {"rate": Variant("d", 1.0), "volume": Variant("d", 9.0)}
    with pytest.raises(InvalidOptionError, match="volume"):
        parse_options(given, DEFAULTS)


@pytest.mark.parametrize("value", [True, False])
def test_detachment_is_told_beside_the_options(*, value: bool) -> None:
    request = parse_options({"detach": Variant("b", value)}, DEFAULTS)
    assert request.is_detached is value
    assert request.options == DEFAULTS
