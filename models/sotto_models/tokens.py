"""Transcripts to the tokens that the acoustic model reads."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SILENCE = "#"
# Opens and closes every sample.
PAUSE = "_"
# A pause that the text does not show.
PUNCTUATION = ",.?!"
UNKNOWN = "<unknown>"

LETTER = "_"
# In a transcript, before a letter that is said by its name.

_MARKS = {",": ",", ";": ",", ":": ",", "–": ",", "—": ",", ")": ",", ".": ".", "!": "!", "?": "?"}
_EDGES = re.compile(r"^([^\w]*)(.*?)([^\w]*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A phoneme, silence or punctuation mark; `stress` 0 to 2, `starts` 1 on a word's first."""

    symbol: str
    stress: int = 0
    starts: int = 0

    @property
    def is_pause(self) -> bool:
        """Whether the token stands for silence."""
        return self.symbol in PUNCTUATION + PAUSE + SILENCE


Phonemize = Callable[[Sequence[str]], Sequence[Sequence[tuple[str, int]]]]
# Words to (symbol, stress) pairs, a list a word.


def is_letter(word: str) -> bool:
    """Return whether a transcript's word is the name of a letter ("_b")."""
    return len(word) == 2 and word[0] == LETTER


def split_text(text: str) -> list[tuple[str, str]]:
    """Return (word, mark) pairs; the mark is what follows the word, or empty.

    A word keeps inner punctuation ("3.14", "o'clock"); a dash between spaces is a comma.
    """
    pairs: list[tuple[str, str]] = []
    spaced = re.sub(r"--+|[–—]", " — ", text.replace("’", "'"))
    for part in spaced.split():
        match = _EDGES.match(part)
        before, word, after = match.groups() if match else ("", part, "")
        if not word:
            after = before
        mark = next((_MARKS[c] for c in after if c in _MARKS), "")
        if word:
            pairs.append((word, mark))
        elif mark and pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], mark)
    return pairs


def make_tokens(text: str, phonemize: Phonemize) -> list[Token]:
    """Return the tokens of a text between two silences."""
    pairs = split_text(text)
    tokens = [Token(SILENCE)]
    for (_, mark), phonemes in zip(pairs, phonemize([word for word, _ in pairs]), strict=True):
        for place, (symbol, stress) in enumerate(phonemes):
            tokens.append(Token(symbol, stress, int(place == 0)))
        if mark and not tokens[-1].is_pause:
            tokens.append(Token(mark))
    return [*tokens, Token(SILENCE)]
