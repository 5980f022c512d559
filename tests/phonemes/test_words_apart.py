"""Which phonemes belong to which word, what is asked of the library, and what is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from sotto.errors import PhonemesError
from sotto.messages import Clause, Phoneme, Stop, Word
from sotto.phonemes.binding import EspeakLibrary
from sotto.phonemes.espeak import MOST_WORDS, Espeak
from sotto.phonemes.mnemonics import bracketed, without_brackets
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer


class Scripted(EspeakLibrary):
    """Answers from a table, and a text that is not in it by its letters; keeps the questions."""

    def __init__(self, answers: Mapping[str, Sequence[str]]) -> None:
        self._answers = answers
        self.asked: list[list[str]] = []
        self.chosen: list[str] = []

    def set_voice(self, name: str) -> None:
        self.chosen.append(name)

    def phoneme_groups_of(self, texts: Sequence[str]) -> list[list[str]]:
        self.asked.append(list(texts))
        return [self._answer(text) for text in texts]

    def _answer(self, text: str) -> list[str]:
        if text in self._answers:
            return list(self._answers[text])
        return ["_".join(word) for word in text.split()]


def said(found: Sequence[Sequence[Phoneme]]) -> list[str]:
    return ["".join(phoneme.symbol for phoneme in word) for word in found]


@pytest.mark.parametrize(
    ("alone", "together", "expected"),
    [
        # As many groups as words: dealt out.
        ({"ab": ["a_b"], "cd": ["c_d"]}, ["x", "y"], ["x", "y"]),
        # A number is two groups, alone as well.
        ({"ab": ["a", "b"], "cd": ["c_d"]}, ["a", "b", "c_d"], ["ab", "cd"]),
        # Joined into one group.
        ({"ab": ["a_b"], "cd": ["c_d"]}, ["a_b_c_d"], ["ab", "cd"]),
        # Joined, and a sound between them is new, or lost, or another.
        ({"ab": ["a_b"], "cd": ["c_d"]}, ["a_b_z_c_d"], ["abz", "cd"]),
        ({"ab": ["a_b"], "cd": ["c_d"]}, ["a_c_d"], ["a", "cd"]),
        ({"ab": ["a_b"], "cd": ["c_d"]}, ["a_v_c_d"], ["av", "cd"]),
        # Split into more groups than the words have alone.
        ({"ab": ["a_b"], "cd": ["c_d"]}, ["a", "b", "c", "d"], ["ab", "cd"]),
        # A word without a sound of its own.
        ({"ab": ["a_b"], "cd": []}, ["a_b"], ["ab", ""]),
        ({"ab": [], "cd": ["c_d"]}, ["c_d"], ["", "cd"]),
        ({"ab": ["a_b"], "cd": ["c_d"]}, [], ["", ""]),
    ],
)
def test_every_sound_of_a_clause_belongs_to_one_word(
    alone: Mapping[str, Sequence[str]], together: Sequence[str], expected: list[str]
) -> None:
    espeak = Espeak(Scripted({**alone, "ab cd": together}))
    assert said(espeak.phonemes(["ab", "cd"], "en")) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("h_ə_l_ˈoʊ", [("h", 0), ("ə", 0), ("l", 0), ("oʊ", 2)]),
        ("ˌa_b_ˈeː", [("a", 1), ("b", 0), ("eː", 2)]),
        ("ˈˌa", [("a", 2)]),
        ("aˑ_b", [("a", 0), ("b", 0)]),
        ("(en)_w_iː_(fr)", [("w", 0), ("iː", 0)]),
        ("(en-us)w_(pt-br)_x", [("w", 0), ("x", 0)]),
        ("__a__b_", [("a", 0), ("b", 0)]),
        ("ˈ_a", [("a", 0)]),
        ("l_??_ç", [("l", 0), ("ʊɾ", 0), ("ç", 0)]),
    ],
)
def test_marks_are_no_sounds(group: str, expected: list[tuple[str, int]]) -> None:
    (word,) = Espeak(Scripted({"x": [group]})).phonemes(["x"], "en")
    assert [(phoneme.symbol, phoneme.stress) for phoneme in word] == expected


def test_a_group_of_marks_alone_is_no_group() -> None:
    espeak = Espeak(Scripted({"x": ["(en)", "a", "_"], "y": ["b"], "x y": ["a", "(de)", "b"]}))
    assert said(espeak.phonemes(["x", "y"], "en")) == ["a", "b"]


def test_a_clause_is_one_question_and_known_words_are_not_asked_again() -> None:
    library = Scripted({})
    espeak = Espeak(library)
    espeak.phonemes(["a", "b", "a"], "en")
    espeak.phonemes(["b", "c"], "en")
    espeak.phonemes(["c"], "en")
    assert library.asked == [["a", "b", "a b a"], ["c", "b c"]]
    espeak.phonemes(["c"], "de")
    assert library.asked[2:] == [["c"]]
    assert library.chosen == ["en", "en", "de"]


def test_letters_between_words_part_the_clause() -> None:
    library = Scripted({})
    found = Espeak(library).phonemes(["a", "b", "c", "d"], "en", [False, True])
    assert said(found) == ["a", "b", "c", "d"]
    assert library.asked == [["a"], ["b"], ["c", "d", "c d"]]


def test_the_words_known_longest_are_forgotten_first() -> None:
    library = Scripted({})
    espeak = Espeak(library)
    for number in range(MOST_WORDS + 1):
        espeak.phonemes([str(number)], "en")
    library.asked.clear()
    espeak.phonemes([str(MOST_WORDS)], "en")
    espeak.phonemes(["1"], "en")
    assert library.asked == []
    espeak.phonemes(["0"], "en")
    assert library.asked == [["0"]]


def test_a_clause_of_more_words_than_are_remembered_is_answered_whole() -> None:
    words = [str(number) for number in range(MOST_WORDS + 10)]
    assert said(Espeak(Scripted({})).phonemes(words, "en")) == words


@pytest.mark.parametrize("words", [[], [""], ["", ""], ["-"], ["...", "-"]])
def test_what_has_no_sound_has_an_empty_list_a_word(words: list[str]) -> None:
    assert Espeak().phonemes(words, "en-us") == [[] for _ in words]


def test_a_stop_parts_a_clause_for_the_library() -> None:
    owner = EspeakThread(patience=60)
    phonemizer = Phonemizer(owner)

    def first(stop: Stop) -> str:
        words = (Word("the", 0, 3, stop=stop), Word("apple", 4, 9))
        return said(phonemizer.run(Clause(words, "en-us")).words)[0]

    assert first(Stop.NONE) == "ðɪ"
    assert {first(stop) for stop in Stop if stop is not Stop.NONE} == {"ðə"}
    assert phonemizer.run(Clause((), "en-us")).words == ()
    owner.close()


@pytest.mark.parametrize(
    ("sounds", "written"),
    [
        ([], ""),
        ([("w", 0, ["w"]), ("ɪ", 2, ["I"]), ("n", 0, ["n"])], "[[w|'I|n]]"),
        ([("ə", 1, ["@"]), ("ts", 0, ["t", "s"])], "[[,@|t|s]]"),
        ([("ǃ", 2, []), ("n", 0, ["n"])], "[[n]]"),
        ([("ǃ", 2, [])], ""),
    ],
)
def test_names_of_sounds_are_written_with_their_stress(
    sounds: list[tuple[str, int, list[str]]], written: str
) -> None:
    assert bracketed((Phoneme(s, stress), names) for s, stress, names in sounds) == written


@pytest.mark.parametrize("text", ["[[", "[[[", "[[[[", "a[[b]]c[[d", "[ [["])
def test_no_two_brackets_stand_together(text: str) -> None:
    parted = without_brackets(text)
    assert parted.replace(" ", "") == text.replace(" ", "")
    assert without_brackets("[a] ]]") == "[a] ]]"


def test_an_unknown_language_leaves_the_known_words_known() -> None:
    espeak = Espeak()
    before = espeak.phonemes(["hello"], "en-us")
    for _ in range(2):
        with pytest.raises(PhonemesError):
            espeak.phonemes(["hello"], "xx-none")
    assert espeak.phonemes(["hello"], "en-us") == before
    assert espeak.phonemes(["hello", "there"], "en-us")[0] == before[0]
