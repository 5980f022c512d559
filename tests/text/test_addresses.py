"""URLs, mail addresses, paths, file names and identifiers lose nothing."""

from __future__ import annotations

import pytest

from text.reading import heard, phrased, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a.b/c?d=1", "http colon slash slash a~ dot b~ slash c~ question d~ equals 1"),
        ("see https://x.org.", "see https colon slash slash x~ dot org"),
        ("(https://x.org)", "https colon slash slash x~ dot org"),
        ("www.x-y.org/z_1", "www dot x~ dash y~ dot org slash z~ underscore 1"),
        ("me@x.org!", "me at x~ dot org"),
        ("a.b+c@x.co.uk", "a~ dot b~ plus c~ at x~ dot co dot uk"),
        ("/usr/local/bin", "slash usr slash local slash bin"),
        ("~/notes.txt", "tilde slash notes dot txt"),
        ("../up", "dot dot slash up"),
        ("C:\\Temp", "C~ colon backslash Temp"),
        ("daemon/sotto/app.py", "daemon slash sotto slash app dot py"),
        ("src/app.py", "src slash app dot py"),
        ("and/or", "and or"),
        ("foo.py", "foo dot py"),
        (".bashrc", "dot bashrc"),
        ("x.org", "x~ dot org"),
        ("snake_case_name", "snake case name"),
        ("kebab-case-name", "kebab case name"),
        ("camelCaseName", "camel Case Name"),
        ("HTMLParser", "HTML Parser"),
        ("getURL", "get URL"),
        ("iPhone", "i Phone"),
        ("McDonald PhD PCs", "McDonald PhD P~ C's"),
        ("C# C++ F#", "C~ hash C~ plus plus F~ hash"),
        ("x86_64 MP3", "x86 64 MP3"),
        ("__init__", "init"),
        ("--help", "help"),
        ("a->b", "a right arrow b~"),
        ("key=value", "key equals value"),
    ],
)
def test_english(text: str, expected: str) -> None:
    assert heard(text) == expected


def test_german_and_dutch_signs() -> None:
    assert heard("ich@x.de", "de") == "ich ät x~ Punkt de"
    assert heard("ik@x.be", "nl") == "ik apenstaartje x~ punt be"


def test_the_sentence_goes_on_behind_an_address() -> None:
    assert phrased(read("Try x.org, or go.")) == "Try x dot org, or go.350"


def test_an_address_ends_before_the_full_stop_of_its_sentence() -> None:
    assert phrased(read("Go to a@b.org. Now")) == "Go to a at b dot org.350 Now"
