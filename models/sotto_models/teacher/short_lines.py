"""What a screen reader says: letters, numbers, keys, interface phrases, words, questions, lists."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sotto_models.teacher.phrasebook import (
    AND,
    DAYS,
    EXCLAMATIONS,
    KEYS,
    MONTHS,
    PERCENT,
    PHRASES,
    POINT,
    QUESTIONS,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHARES = {"p": 34, "w": 22, "n": 14, "l": 12, "k": 7, "q": 4, "e": 3, "c": 4}
_DATES = {"fr": "{} {} {}", "it": "{} {} {}", "es": "{} de {} de {}", "pt-br": "{} de {} de {}"}
_OF = {"en": "of", "fr": "sur", "it": "di"}


@dataclass(frozen=True, slots=True)
class Words:
    """Common words, the most frequent first; labels of interfaces; names of places and the like."""

    common: Sequence[str]
    labels: Sequence[str]
    names: Sequence[str]


def short_lines(language: str, words: Words, seed: str, count: int) -> list[str]:
    """`kind|text`, each once, in an order that `seed` fixes."""
    pick = random.Random(seed)
    made = []
    for _ in range(count):
        kind = pick.choices(list(SHARES), list(SHARES.values()))[0]
        line = _MAKERS[kind](language, words, pick)
        if kind in "pnlk" and pick.random() < 0.3:
            line += "."
        made.append(f"{kind}|{line}")
    return list(dict.fromkeys(made))


def _interface(language: str, words: Words, pick: random.Random) -> str:
    role = pick.choice(PHRASES[language].split("|"))
    while "{" in role:
        role = role.replace("{d}", str(pick.randint(1, 6)), 1)
        role = role.replace("{n}", str(pick.randint(2, 99)), 1)
    kind = pick.random()
    if kind < 0.25:
        return pick.choice(words.labels)
    return role if kind < 0.4 else f"{pick.choice(words.labels)}, {role}"


def _word(_: str, words: Words, pick: random.Random) -> str:
    word = pick.choice(words.common[:3000])
    return word.capitalize() + pick.choice(("", ".", "?")) if pick.random() < 0.3 else word


def _number(language: str, _: Words, pick: random.Random) -> str:
    return pick.choice(_NUMBERS)(language, pick)


def _large(_: str, pick: random.Random) -> str:
    sizes = ((100, 999), (1000, 9999), (10_000, 2_000_000))
    return str(pick.randint(*pick.choice(sizes)))


def _date(language: str, pick: random.Random) -> str:
    day, month = pick.randint(1, 28), pick.choice(MONTHS[language].split())
    year = pick.randint(1900, 2030)
    if language == "en":
        return f"{month} {day}, {year}"
    return _DATES[language].format(day, month, year)


def _day(language: str, pick: random.Random) -> str:
    day = pick.choice(DAYS[language].split())
    return f"{day}, {pick.choice(MONTHS[language].split())}" if pick.random() < 0.5 else day


def _three(language: str, pick: random.Random) -> str:
    a, b, c = sorted(pick.sample(range(100), 3))
    return f"{a}, {b} {AND[language]} {c}"


def _decimal(language: str, pick: random.Random) -> str:
    return f"{pick.randint(0, 99)} {POINT[language]} {pick.randint(0, 99)}"


_NUMBERS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda _, pick: str(pick.randint(0, 100)),
    _large,
    lambda language, pick: f"{pick.randint(0, 99)} {PERCENT[language]}",
    _decimal,
    lambda _, pick: f"{pick.randint(0, 23)}:{pick.randint(10, 59)}",
    _date,
    _day,
    lambda _, pick: ", ".join(str(pick.randint(0, 9)) for _ in range(pick.randint(2, 7))),
    lambda _, pick: " ".join(str(pick.randint(0, 9)) for _ in range(pick.randint(1, 5))),
    _three,
    lambda language, pick: (
        f"{pick.randint(1, 20)} {_OF.get(language, 'de')} {pick.randint(20, 120)}"
    ),
)


def _spelling(_: str, words: Words, pick: random.Random) -> str:
    """Letters by name, which "_" before them tells: alone, in rows, and words with theirs."""
    kind = pick.random()
    if kind < 0.4:
        return "_" + pick.choice(LETTERS)
    if kind < 0.7:
        return ", ".join("_" + c for c in pick.sample(LETTERS, pick.randint(2, 5)))
    plain = [w for w in words.common[:3000] if 2 < len(w) < 9 and all(c in LETTERS for c in w)]
    word = pick.choice(plain)
    spelled = (", " if kind < 0.85 else " ").join("_" + c for c in word)
    return f"{word}, {spelled}" if pick.random() < 0.5 else spelled


def _keys(language: str, _: Words, pick: random.Random) -> str:
    names = KEYS[language].split("|")
    kind = pick.random()
    if kind < 0.35:
        return pick.choice(names)
    if kind < 0.5:
        return f"F{pick.randint(1, 12)}"
    if kind < 0.75:
        return f"{pick.choice(names[:4])} _{pick.choice(LETTERS)}"
    return " ".join([*pick.sample(names[:4], pick.randint(1, 2)), pick.choice(names[4:])])


def _with_noun(lines: Mapping[str, str]) -> Callable[[str, Words, random.Random], str]:
    def made(language: str, words: Words, pick: random.Random) -> str:
        nouns = [w for w in words.common[:1500] if len(w) > 4]
        return pick.choice(lines[language].split("|")).replace("{}", pick.choice(nouns))

    return made


def _list(language: str, words: Words, pick: random.Random) -> str:
    first = ", ".join(pick.sample(words.names, pick.randint(2, 4)))
    return f"{first} {AND[language]} {pick.choice(words.names)}."


_MAKERS: Mapping[str, Callable[[str, Words, random.Random], str]] = MappingProxyType(
    {
        "p": _interface,
        "w": _word,
        "n": _number,
        "l": _spelling,
        "k": _keys,
        "q": _with_noun(QUESTIONS),
        "e": _with_noun(EXCLAMATIONS),
        "c": _list,
    }
)
