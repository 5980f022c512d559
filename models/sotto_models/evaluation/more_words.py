"""Word errors on more English sentences than the teacher was kept saying.

Few sentences of the teacher's speech are held out; of the English readers' reporting clips many
are, and the teacher can say these anew.
"""

from __future__ import annotations

import csv
import logging

import numpy as np
import soxr

from sotto_models.config import SAMPLE_RATE
from sotto_models.evaluation.judges import JUDGES_RATE, Judges
from sotto_models.evaluation.naturalness import Places, plain
from sotto_models.evaluation.peers import LiveTeacher
from sotto_models.evaluation.systems import Line, Sotto, System
from sotto_models.readers import READERS, Split, read_clips
from sotto_models.student.cast import TAUGHT
from sotto_models.student.corpus import is_held_out

log = logging.getLogger(__name__)

SHORTEST, LONGEST = 25, 90
"""Characters."""


def held_out_lines(places: Places, count: int) -> list[Line]:
    """The readers' reporting sentences that the teacher's speech never taught."""
    with (places.speech / f"{TAUGHT[0].teacher}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        taught = {row[2] for row in rows if len(row) == 7 and not is_held_out(row[2])}
    texts = [
        clip.text
        for reader in READERS
        if reader.language == "en-us"
        for clip in read_clips(places.data, reader)
        if clip.split is Split.REPORT and clip.text not in taught
    ]
    return [Line(text, "en-us") for text in texts if SHORTEST < len(text) < LONGEST][:count]


def judge_words(places: Places, count: int) -> dict[str, float]:
    """Word errors in percent of the best voice and of its teacher on `count` sentences."""
    from jiwer import wer

    best, judges = TAUGHT[0], Judges()
    lines = held_out_lines(places, count)
    systems: list[System] = [
        Sotto(places.target, best.name),
        LiveTeacher(places.work, best.teacher, best.language),
    ]
    found = {}
    for system in systems:
        heard = []
        for line in lines:
            sound = soxr.resample(system.say(line), SAMPLE_RATE, JUDGES_RATE)
            heard.append(plain(judges.words(np.asarray(sound, np.float32))))
        found[system.name] = 100 * wer([plain(line.text) for line in lines], heard)
        log.info("%s: %.1f %% of %d sentences", system.name, found[system.name], len(lines))
    return found
