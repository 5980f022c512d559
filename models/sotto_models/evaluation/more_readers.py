"""How natural the natural readers' voices sound on all their reporting sentences, also fast.

More than `naturalness` has time for, and without its recognisers. Their readers were never
recorded speaking fast: beside them stand the same readers' voices of before.
"""

from __future__ import annotations

import logging

from sotto_models.evaluation.judges import Judges
from sotto_models.evaluation.naturalness import RATES, Places, judge, of_reader, table
from sotto_models.evaluation.systems import Natural, Sotto
from sotto_models.student.cast import READ

log = logging.getLogger(__name__)


def judge_readers(places: Places, count: int) -> str:
    """A table: every reader's voice, the one of before and the recordings, at most `count`
    sentences each."""
    judges, rows = Judges(), []
    for part in READ:
        lines, systems = of_reader(places, part)
        for system in systems:
            if isinstance(system, Sotto | Natural):
                for rate in RATES:
                    row, _ = judge(system, lines[:count], rate, judges)
                    rows.append(row)
                    log.info("%s", row)
    return table(rows)
