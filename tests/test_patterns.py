"""Regular expressions that are compiled late, and what else the first sound does not wait for."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from sotto import patterns
from sotto.patterns import compile_rest, regex

AT_FIRST = """
import sys
from sotto.starting import lean
lean.begin()
from sotto import app, parts
from sotto.audio.pulse import sink
from sotto.live import keep_awake
from sotto.phonemes import phonemizer
from sotto.speech import speaker
from sotto.synthesis import disk_cache, pipeline
from sotto.voice import catalogue, espeak, found
voices, damaged = found.find_voices({"HOME": "/nowhere"})
assert voices and not damaged
from sotto.messages import Options
from sotto.text.clauses import clauses
assert list(clauses("Hello.", Options(), "en-us"))
"""
"""What the daemon imports, finds and reads before anything is heard."""


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The patterns of the text stage stay as they are."""
    monkeypatch.setattr(patterns, "_waiting", [])


def _is_compiled(late: re.Pattern[str]) -> bool:
    return "search" in vars(late)


def test_one_is_compiled_when_it_is_used() -> None:
    late = regex("(a)(?P<n>B*)", re.IGNORECASE)
    assert not _is_compiled(late) and late.pattern == "(a)(?P<n>B*)"
    found = late.fullmatch("Abb")
    assert found is not None and found["n"] == "bb"
    assert _is_compiled(late)
    assert late.sub("-", "xabx") == "x-x" and late.split("xaby")[0] == "x"
    assert [each.end() for each in late.finditer("a ab")] == [1, 4]


@pytest.mark.parametrize("name", ["groups", "groupindex", "flags"])
def test_it_has_what_a_pattern_has(name: str) -> None:
    source = "(a)(?P<n>b*)"
    assert getattr(regex(source, re.DOTALL), name) == getattr(re.compile(source, re.DOTALL), name)


def test_what_no_pattern_has_it_has_not() -> None:
    with pytest.raises(AttributeError):
        regex("a").nothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_rest_is_compiled_at_once() -> None:
    late = [regex(str(number)) for number in range(3)]
    late[1].match("1")
    compile_rest()
    assert all(map(_is_compiled, late)) and patterns._waiting == []


def _left(statement: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", AT_FIRST + statement], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_before_the_first_sound_few_are_compiled() -> None:
    code = "from sotto.patterns import _waiting; print(sum('search' in vars(p) for p in _waiting))"
    compiled = int(_left(code))
    assert 0 < compiled < 40


@pytest.mark.parametrize(
    "name",
    ["onnxruntime", "sotto.voice.kokoro.bundle", "sotto.voice.piper.bundle", "sotto.cli"]
    + [f"sotto.text.tables.{language}" for language in ("german", "dutch", "further")],
)
def test_before_the_first_sound_it_is_not_imported(name: str) -> None:
    assert _left(f"print({name!r} in sys.modules)") == "False"
