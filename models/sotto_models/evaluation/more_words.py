"""Word errors on all English sentences that are held out.

More than other judges have time for: those that the teacher was kept saying, and the English
readers' reporting clips, which the teacher says anew.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Sequence

import numpy as np
import soxr

from sotto_models.config import SAMPLE_RATE
from sotto_models.evaluation.judges import JUDGES_RATE, Judges
from sotto_models.evaluation.naturalness import Places, kept_clips, plain
from sotto_models.evaluation.peers import LiveTeacher, TeacherSpeech
from sotto_models.evaluation.systems import Line, Sotto, System
from sotto_models.readers import READERS, Split, read_clips
from sotto_models.student.cast import TAUGHT

log = logging.getLogger(__name__)

SHORTEST, LONGEST = 25, 90
"""Characters."""
MOST = 1000
"""Sentences of the teacher's that are looked at."""


def held_out_lines(places: Places, count: int) -> dict[str, list[Line]]:
    """At most `count` each: of the teacher's speech, and of the readers' that it never taught."""
    best = TAUGHT[0]
    with (places.speech / f"{best.teacher}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        known = {row[2] for row in rows if len(row) == 7}
    texts = [
        clip.text
        for reader in READERS
        if reader.language == "en-us"
        for clip in read_clips(places.data, reader)
        if clip.split is Split.REPORT and clip.text not in known
    ]
    short = [text for text in texts if SHORTEST < len(text) < LONGEST][:count]
    kept = [clip.text for clip in kept_clips(places, best, count)]
    return {
        "the teacher's": [Line(text, best.language) for text in kept],
        "the readers'": [Line(text, best.language) for text in short],
    }


def judge_words(places: Places, count: int) -> dict[str, float]:
    """Word errors in percent of the best voice and of its teacher on all of these sentences."""
    judges, lines = Judges(), held_out_lines(places, count)
    found = {}
    for system in _systems(places):
        wrong, words = 0, 0
        for whose, some in lines.items():
            errors, said = _errors(system, some, judges)
            log.info("%s, %s: %d of %d words", system.name, whose, errors, said)
            wrong, words = wrong + errors, words + said
        found[system.name] = 100 * wrong / words
        log.info("%s: %.1f %%", system.name, found[system.name])
    return found


def _systems(places: Places) -> list[System]:
    best = TAUGHT[0]
    live = LiveTeacher(places.work, best.teacher, best.language)
    clips = kept_clips(places, best, MOST)
    return [Sotto(places.target, best.name), TeacherSpeech(clips, live)]


def _errors(system: System, lines: Sequence[Line], judges: Judges) -> tuple[int, int]:
    """Words that were heard wrong, too much or not at all, and all that were said."""
    from jiwer import process_words

    heard = []
    for line in lines:
        sound = soxr.resample(system.say(line), SAMPLE_RATE, JUDGES_RATE)
        heard.append(plain(judges.words(np.asarray(sound, np.float32))))
    found = process_words([plain(line.text) for line in lines], heard)
    missed = found.substitutions + found.deletions
    return missed + found.insertions, found.hits + missed
