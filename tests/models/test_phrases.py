"""The lines that synthetic voices read."""

import re
from string import ascii_lowercase

import pytest

from sotto_models.phrases import interface, make_lines, spoken, words
from sotto_models.phrases.lines import spell
from sotto_models.phrases.numerals import numerals
from sotto_models.phrases.sentences import EXCLAMATIONS, LISTS, QUESTIONS, STATEMENTS
from sotto_models.tokens import is_letter, split_text

SEEDS = range(4)
PHRASES = (
    interface.ROLES + interface.STATES + interface.NAMES + interface.NOTICES,
    interface.NUMBERED + interface.KEYS + interface.SIGNS,
)


def said(seed: int) -> list[str]:
    return [word for line in make_lines(seed) for word, _ in split_text(line)]


def test_a_seed_always_gives_the_same_lines_and_another_gives_others() -> None:
    assert make_lines(7) == make_lines(7)
    assert make_lines(7) != make_lines(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_voice_names_every_letter_alone_in_lists_and_in_clusters(seed: int) -> None:
    lines, names = make_lines(seed), said(seed)
    for letter in ascii_lowercase:
        assert any(re.search(rf"(^|\. )_{letter}\.", line) for line in lines)
        assert any(re.search(rf"_{letter}, _", line) or f", _{letter}." in line for line in lines)
        assert names.count(f"_{letter}") >= 6


@pytest.mark.parametrize("seed", SEEDS)
def test_every_voice_says_every_interface_phrase(seed: int) -> None:
    together = " " + " ".join(make_lines(seed)) + " "
    for phrase in (phrase for group in PHRASES for phrase in group if "{" not in phrase):
        assert f" {phrase.rstrip('.?!')}" in together


def test_there_are_several_hundred_interface_phrases() -> None:
    assert len(set(PHRASES[0] + PHRASES[1])) >= 400


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_is_whole_closed_and_writable_as_a_row(seed: int) -> None:
    for line in make_lines(seed):
        assert line[-1] in ".?!"
        assert not set(line) & set('|\n{}"\\')
        assert all(is_letter(word) for word, _ in split_text(line) if "_" in word)


def test_the_synthesiser_gets_letters_that_it_reads_as_names() -> None:
    assert spoken("a jacket, _j _a _c, _k.") == "a jacket, j ay c, k."


def test_words_of_a_phrase_are_spelled_apart() -> None:
    assert spell("my box") == "_m _y, _b _o _x"


def test_as_many_numerals_as_wanted_and_none_twice() -> None:
    from random import Random

    found = numerals(Random(1), 200)
    assert len(set(found)) == 200


def test_words_that_are_said_alone_are_listed_once() -> None:
    assert len(set(words.COMMON)) == len(words.COMMON) >= 600
    assert all(len(pair.split()) == 2 for pair in words.PAIRS)


@pytest.mark.parametrize(
    ("templates", "end"), [(QUESTIONS, "?"), (EXCLAMATIONS, "!"), (STATEMENTS, "."), (LISTS, ".")]
)
def test_sentences_end_as_their_kind_does(templates: tuple[str, ...], end: str) -> None:
    assert {template[-1] for template in templates} == {end}
