"""The lines that one synthetic voice reads: short items a few at a time, and sentences.

In a line `_b` stands for the name of the letter b.
"""

import re
from collections.abc import Sequence
from itertools import chain
from random import Random
from string import ascii_lowercase

from sotto_models.phrases import interface, words
from sotto_models.phrases.numerals import COUNTED, UNITS, numerals
from sotto_models.phrases.sentences import EXCLAMATIONS, LISTS, QUESTIONS, STATEMENTS, sentences

COMMON_WORDS = 240
# Of the common words, how many one voice says.
PAIRS, SPELLED, INITIALS, NUMERALS = 40, 24, 18, 80
CONTROLS, KEY_CHORDS, CLUSTERS = 40, 50, 40
SENTENCES = {STATEMENTS: 50, QUESTIONS: 32, EXCLAMATIONS: 20, LISTS: 14}


def make_lines(seed: int) -> list[str]:
    """Return a voice's lines in random order; another seed gives other samples and groups."""
    rng = Random(seed)
    lines = [*_letters(rng), *_digits(rng), *_spelled(rng), *_interface(rng), *_words(rng)]
    lines += _grouped(rng, numerals(rng, NUMERALS), 1, 3)
    for templates, count in SENTENCES.items():
        lines += sentences(rng, templates, count)
    rng.shuffle(lines)
    return lines


def spoken(line: str) -> str:
    """Return a line as flite and festival read it rightly; alone, "a" would be the article."""
    return re.sub(r"\b_a\b", "ay", line).replace("_", "")


def _grouped(rng: Random, items: Sequence[str], least: int, most: int) -> list[str]:
    """Join shuffled items, each closed by its own mark or a full stop."""
    left = rng.sample(items, len(items))
    lines = []
    while left:
        size = rng.randint(least, most)
        lines.append(" ".join(item if item[-1] in ".?!" else item + "." for item in left[:size]))
        left = left[size:]
    return lines


def _listed(rng: Random, items: Sequence[str], least: int, most: int) -> list[str]:
    """Join shuffled items by commas."""
    left = rng.sample(items, len(items))
    lines = []
    while left:
        size = rng.randint(least, most)
        lines.append(", ".join(left[:size]) + ".")
        left = left[size:]
    return lines


def spell(word: str) -> str:
    """Return a word letter by letter, other words of a phrase after a comma."""
    return ", ".join(" ".join("_" + letter for letter in part) for part in word.split())


def _letters(rng: Random) -> list[str]:
    names = ["_" + letter for letter in ascii_lowercase]
    clusters = [" ".join(rng.sample(names, rng.choice((2, 2, 3)))) for _ in range(CLUSTERS)]
    alone = [_grouped(rng, names, 2, 5) for _ in range(2)]
    listed = [_listed(rng, names, 4, 7) for _ in range(2)]
    questions = [f"{name}?" for name in rng.sample(names, 6)] + ["capital " + n for n in names]
    return [*chain(*alone, *listed), *_grouped(rng, clusters + questions, 2, 4)]


def _digits(rng: Random) -> list[str]:
    listed = [*_listed(rng, COUNTED, 4, 6), *_listed(rng, COUNTED[:11], 4, 6)]
    return [*listed, *_grouped(rng, COUNTED, 2, 5), *_grouped(rng, UNITS, 3, 5)]


def _spelled(rng: Random) -> list[str]:
    lines = []
    for word in rng.sample(words.SPELLED, SPELLED):
        slowly = spell(word).replace(" _", ", _").replace(",,", ",")
        lines.append(rng.choice([f"{word}, {spell(word)}.", f"{spell(word)}.", f"{slowly}."]))
    return lines + _grouped(rng, [spell(w) for w in rng.sample(words.INITIALS, INITIALS)], 2, 4)


def _interface(rng: Random) -> list[str]:
    keys = [f"{rng.choice(interface.MODIFIERS)} {_key(rng)}" for _ in range(KEY_CHORDS)]
    controls = [_control(rng) for _ in range(CONTROLS)]
    numbered = [_number(rng, template) for template in interface.NUMBERED for _ in range(2)]
    fixed = [*interface.ROLES, *interface.STATES, *interface.NAMES, *interface.NOTICES]
    fixed += [*interface.KEYS, *interface.SIGNS]
    return _grouped(rng, list(dict.fromkeys([*fixed, *keys, *controls, *numbered])), 2, 4)


def _key(rng: Random) -> str:
    letter = "_" + rng.choice(ascii_lowercase)
    return rng.choice([letter, letter, rng.choice(interface.KEYS), f"_f {rng.randint(1, 12)}"])


def _control(rng: Random) -> str:
    name, role = rng.choice(interface.NAMES), rng.choice(interface.ROLES)
    state = rng.choice(interface.STATES)
    return rng.choice([f"{name} {role}", f"{name}, {role}, {state}", f"{role} {state}"])


def _number(rng: Random, template: str) -> str:
    total = rng.choice([rng.randint(2, 30), rng.randint(30, 999)])
    return template.format(
        n=rng.randint(2, total), total=total, small=rng.randint(1, 6), percent=rng.randint(1, 100)
    )


def _words(rng: Random) -> list[str]:
    chosen = rng.sample(words.COMMON, COMMON_WORDS)
    marked = [word + rng.choice(["", "", "", "", "", "", "?", "!"]) for word in chosen]
    pairs = [pair.replace(" ", ", ") for pair in rng.sample(words.PAIRS, PAIRS)]
    return [*_grouped(rng, marked, 1, 4), *_grouped(rng, pairs, 1, 2)]
