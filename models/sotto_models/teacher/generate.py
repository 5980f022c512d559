"""The teacher says lines, each voice its own share, as Opus files and a list a voice.

The voice that is furthest behind its share is next, so the set is balanced wherever it stops; run
again, it goes on. `VOICE.csv` has a line a clip, appended when its sound is complete:
`id|language|text|IPA|tokens|durations|exact durations in hundredths`, and `VOICE.prosody`
`id|phase in thousandths of a cycle|F0 in hundredths of a hertz|energy in hundredths`. The first
letter of an id tells the kind: s sentence, p interface phrase, w word, n number, l letters, k keys,
q question, e exclamation, c list. Needs Debian's opus-tools.
"""

from __future__ import annotations

import logging
import random
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from sotto_models.student.cast import TAUGHT, Part
from sotto_models.teacher.speech import FRAME, RATE, Speech, Teacher, aligned, trimmed

log = logging.getLogger(__name__)

NOISY = {"bm_fable": 0.02, "im_nicola": 0.02}
"""Voices with noise in their pauses: the level, beside the loudest 5 ms, under which ends go."""
_FLOOR = 0.01
_TOKENS_A_SECOND = (6.0, 24.0)
"""What speech may have, of lines over 12 tokens."""


def plausible(speech: Speech) -> bool:
    """Whether a reading has an ordinary length, no token that hangs, and is not silent."""
    seconds = len(speech.audio) / RATE
    rate = len(speech.tokens) / max(seconds, 0.1)
    inner = zip(speech.durations[1:-1], speech.tokens[1:-1], strict=True)
    longest = max((int(d) for d, token in inner if token not in ",.?!"), default=0)
    loudest = float(np.abs(speech.audio).max())
    least, most = _TOKENS_A_SECOND
    if len(speech.tokens) > 12 and not least < rate < most:
        return False
    return 0.15 < seconds < 16 and longest <= 32 and 0.05 < loudest <= 2


class Share:
    """One voice's lines, and how much of them is done. `part` (n, of) shares the work."""

    def __init__(self, part: Part, lines: Path, out: Path, share: tuple[int, int]) -> None:
        self.part, self._out = part, out
        found = (lines / f"{part.language}.txt").read_text("utf-8").splitlines()
        todo = [(place, line[:1], line[2:]) for place, line in enumerate(found)]
        # Voices of one language start at places far apart.
        start = random.Random(part.teacher).randrange(max(len(todo) // 2, 1))
        self.seconds, done = self._known(share[1])
        number, of = share
        rest = [i for i in todo[start:] + todo[:start] if i[0] // 2 % of == number]
        self.todo = iter([i for i in rest if i[0] not in done])
        (out / part.teacher).mkdir(parents=True, exist_ok=True)

    @property
    def progress(self) -> float:
        """Seconds said for each part of the voice's share."""
        return self.seconds / self.part.share

    def _known(self, of: int) -> tuple[float, set[int]]:
        path = self._out / f"{self.part.teacher}.csv"
        rows = path.read_text("utf-8").splitlines() if path.exists() else []
        fields = [row.split("|") for row in rows]
        frames = sum(sum(map(int, row[5].split(","))) for row in fields)
        return frames * FRAME / RATE / of, {int(row[0][1:]) for row in fields}

    def keep(self, name: str, text: str, speech: Speech) -> None:
        """Write a clip; its line in the list comes last."""
        _encode(speech, self._out / self.part.teacher / f"{name}.opus")
        f0, energy, exact = (_hundredths(x) for x in (speech.f0, speech.energy, speech.exact))
        self._append("prosody", f"{name}|{round(1000 * speech.phase) % 1000}|{f0}|{energy}\n")
        whole = ",".join(map(str, speech.durations))
        row = (name, self.part.language, text, speech.ipa, speech.tokens, whole, exact)
        self._append("csv", "|".join(row) + "\n")
        self.seconds += len(speech.audio) / RATE

    def _append(self, suffix: str, text: str) -> None:
        with (self._out / f"{self.part.teacher}.{suffix}").open("ab", buffering=0) as file:
            file.write(text.encode())


def generate(
    teacher: Teacher, lines: Path, out: Path, minutes: float, share: tuple[int, int] = (0, 1)
) -> int:
    """Let the cast speak for so long; how many clips were made."""
    shares = [Share(part, lines, out, share) for part in TAUGHT]
    end, made = time.monotonic() + 60 * minutes, 0
    while shares and time.monotonic() < end:
        voice = min(shares, key=lambda each: each.progress)
        item = next(voice.todo, None)
        if item is None:
            shares.remove(voice)
            continue
        made += _say(teacher, voice, *item)
    return made


def _say(teacher: Teacher, voice: Share, place: int, kind: str, text: str) -> bool:
    name = voice.part.teacher
    try:
        said = teacher.speak(text, name, voice.part.language)
    except (ValueError, KeyError) as error:
        log.info("%s does not say %r: %s", name, text, error)
        return False
    speech = trimmed(aligned(said), floor=NOISY.get(name, _FLOOR))
    if not plausible(speech):
        log.info("%s says %r oddly", name, text)
        return False
    voice.keep(f"{kind}{place:05d}", text, speech)
    return True


def _hundredths(values: Iterable[float]) -> str:
    return ",".join(str(round(100 * float(x))) for x in values)


def _encode(speech: Speech, target: Path) -> None:
    """Write Opus, 64 kbit/s at most, peak under full scale."""
    sound = speech.audio / max(1.0, float(np.abs(speech.audio).max()) / 0.99)
    data = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    options: Sequence[str] = ("--quiet", "--bitrate", "64", "--vbr", "--comp", "7", "--raw")
    form = ("--raw-rate", str(RATE), "--raw-chan", "1", "--discard-comments", "--padding", "0")
    subprocess.run(["opusenc", *options, *form, "-", str(target)], input=data, check=True)
