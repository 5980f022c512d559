"""IPA as libespeak-ng is told it: in its own phoneme names, between double brackets.

Which name has which sound differs from voice to voice, so it is learned from the library: every
name that there may be is asked for between others, and what comes back is its IPA. Source of the
names: libespeak-ng's docs/phonemes.md and phsource/. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the library's own process stays small
    from sotto.messages import Phoneme

_VOWELS = (
    "@ a A E e I i O o U u V y Y W & 3 8 0 aI eI OI aU oU @U EI Ei EY eU EU iU OY oI oi ou ui uI "
    "VU Vu ai au @: a: A: E: e: I: i: O: o: U: u: V: y: Y: W: 3: 0: &: a~ A~ E~ e~ i~ O~ o~ u~ W~ "
    "@L @2 @5 a2 a# aa A@ E2 e# e@ I2 I# i2 i@ 0# 0I u2 u# U@ O@ O2 o# o@ aI@ aI3 aU@ i@3 I@ y# "
    "E# 9"
).split()
_CONSONANTS = (
    "p b t d k g f v T D s z S Z h m n N l r j w x C c J tS dZ ts dz n^ l^ R r- r/ * Q q X G B ? "
    "pF s; z; tS; dZ; ts; dz; S; Z; t; d; n; l; p; b; m; f; v; k; g; x; r; m- n- N- l- v# w# t# d# "
    "D# d[ t[ t. d. s. z. n. l. R2 J^ C^ t2 k2 ss t: d: s: p: k: b: g: m: n: l: f: v: tS: dZ: ts: "
    "dz: n^: l^:"
).split()
QUESTIONS = (
    *((name, f"[['{name}|p]]", 0) for name in _VOWELS),
    *((name, f"[[t|{name}|'a|p]]", 1) for name in ("r", "R", "l")),
    *((name, f"[[a|{name}|'a|p]]", 1) for name in _CONSONANTS),
    *((name, f"[[{name}|'a|p]]", 0) for name in _CONSONANTS),
)
"""Names, what is asked for each, and the place of its sound in that: within a syllable or a word,
for at their ends sounds are changed."""

_FEWEST = 20
_STRESS = ("", ",", "'")


def learned(answers: Iterable[Sequence[str]]) -> dict[str, str]:
    """The name of each IPA symbol, from the groups that came back for `QUESTIONS`; empty where
    the library does not take its own names."""
    names: dict[str, str] = {}
    for (name, question, place), groups in zip(QUESTIONS, answers, strict=False):
        parts = [part.strip("ˈˌ") for part in groups[0].split("_")] if groups else []
        parts = [part for part in parts if part]
        if len(parts) == question.count("|") + 1 and parts[-1] == "p":
            names.setdefault(parts[place], name)
    return names if len(names) >= _FEWEST else {}


def bracketed(sounds: Iterable[tuple[Phoneme, Sequence[str]]]) -> str:
    """What the library is told: phonemes and the names of each one's sound."""
    written = [_STRESS[phoneme.stress] + "|".join(names) for phoneme, names in sounds if names]
    return f"[[{'|'.join(written)}]]" if written else ""


def without_brackets(text: str) -> str:
    """Text in which nothing is taken for names."""
    return text.replace("[[", "[ [")
