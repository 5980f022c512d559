"""How well a system's phones are heard: sentences, letters and foreign words, in any language."""

from collections.abc import Sequence
from pathlib import Path

from sotto.phonemes.espeak import Espeak
from sotto_models.align import load_alignment
from sotto_models.config import Paths
from sotto_models.evaluation.phone_judge import PhoneJudge
from sotto_models.evaluation.phones import is_phone, phone_error_rate
from sotto_models.evaluation.systems import Form, Line, Sotto, System
from sotto_models.evaluation.texts import LETTERS, foreign_lines


def wanted_phones(paths: Paths, reader: str, lines: Sequence[Line]) -> list[list[str]]:
    """Return the phones of a reader's sentences as the aligner had them."""
    aligned = load_alignment(paths, reader)
    return [[t.symbol for t, _ in aligned[line.clip] if is_phone(t.symbol)] for line in lines]


def names_of(words: Sequence[str], language: str, are_letters: bool) -> dict[str, list[str]]:
    """Return the phones of words said alone."""
    espeak = Espeak()
    found = {w: espeak.phonemes([w], language, [are_letters])[0] for w in words}
    return {w: [p.symbol for p in row if is_phone(p.symbol)] for w, row in found.items()}


def judge_phones(
    ear: Path, system: System, lines: Sequence[Line], wanted: Sequence[Sequence[str]]
) -> dict[str, float]:
    """Return the phone error rate of sentences in percent."""
    judge = PhoneJudge(ear)
    sounds = [system.say(line) for line in lines]
    judge.used_to(sounds)
    heard = [judge.hear(sound, line.language) for sound, line in zip(sounds, lines, strict=True)]
    return {"per": phone_error_rate(wanted, heard)}


def judge_letters(ear: Path, system: System, lines: Sequence[Line]) -> dict[str, object]:
    """Return how many letter names of the lines' language are told from all others, in percent."""
    judge = PhoneJudge(ear)
    judge.used_to([system.say(line) for line in lines])
    language = lines[0].language
    names = names_of(LETTERS, language, are_letters=True)
    wrong = []
    for letter in LETTERS:
        sound = system.say(Line(letter, language, Form.CHARACTER))
        heard = judge.choose(sound, language, names)
        if names[heard] != names[letter]:
            wrong.append(f"{letter}>{heard}")
    return {"right": 100.0 * (1 - len(wrong) / len(LETTERS)), "wrong": wrong}


def judge_foreign(
    ear: Path, voice: Sotto, language: str, lines: Sequence[Line]
) -> dict[str, float]:
    """Return phone error rates of foreign words in English sentences.

    `switched` are read in their own language, `unswitched` as if they were English.
    """
    judge = PhoneJudge(ear)
    judge.used_to([voice.say(line) for line in lines])
    said = foreign_lines(language)
    names = names_of([word for _, word, _ in said], language, are_letters=False)
    wanted = [names[word] for _, word, _ in said]
    rates = {}
    for name, spoken in (("switched", language), ("unswitched", "en-us")):
        heard = [judge.hear(voice.say_foreign(line, spoken), language) for line in said]
        rates[name] = phone_error_rate(wanted, heard)
    return rates
