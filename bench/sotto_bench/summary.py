"""All that a run measured, as tables for people and as JSON for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sotto_bench.report import Column, Figure, figure_table, latency_table
from sotto_client import NATURAL
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile, values
from sotto_measure.trials import Trial


@dataclass
class Report:
    """All that a run measured."""

    ours: str
    theirs: Sequence[str]
    trials: list[Trial] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def markdown(self) -> str:
        """The tables, to be read by people."""
        onset = latency_table(
            "Request to first sample heard", self._columns(), lambda t: t.onset_ms
        )
        each = [self._column(name) for name in (self.ours, *self.theirs)]
        stop = latency_table("Stop to silence", each, lambda t: t.stop_ms)
        return "\n".join(
            [
                describe(),
                onset,
                stop,
                figure_table([*self._promises(), *self.figures]),
            ]
        )

    def json(self) -> str:
        """Every trial and figure."""
        parts = {
            "machine": describe(),
            "trials": [dataclasses.asdict(trial) for trial in self.trials],
            "figures": [dataclasses.asdict(figure) for figure in self._promises() + self.figures],
        }
        return json.dumps(parts, indent=1)

    def _columns(self) -> list[Column]:
        """What was new and not ready; what was ready; what was said before, but is too long for its
        sound to be kept: of that the voice remembers how it begins."""
        mine = [trial for trial in self.trials if trial.peer == self.ours]
        made = [trial for trial in mine if not trial.spoken.cached]
        fresh = Column("Sotto", tuple(t for t in made if t.is_new))
        ready = Column("Sotto, cached", tuple(t for t in mine if t.spoken.cached))
        again = Column("Sotto, said before", tuple(t for t in made if not t.is_new))
        others = (c for name in self.theirs for c in self._other_columns(name))
        return [fresh, ready, *([again] if again.trials else []), *others]

    def _column(self, name: str) -> Column:
        return Column(name, tuple(trial for trial in self.trials if trial.peer == name))

    def _other_columns(self, name: str) -> list[Column]:
        """A voice that does not tell what it remembers: by what it was asked for before."""
        whole = self._column(name)
        if not name.startswith("sotto"):
            return [whole]
        return [
            Column(name, tuple(trial for trial in whole.trials if trial.is_new)),
            Column(f"{name}, again", tuple(trial for trial in whole.trials if not trial.is_new)),
        ]

    def _promises(self) -> list[Figure]:
        fresh, ready = self._columns()[:2]
        onset = values(fresh.trials, lambda t: t.onset_ms)
        cached = values(ready.trials, lambda t: t.onset_ms)
        mine = [trial for trial in self.trials if trial.peer == self.ours]
        every = values(mine, lambda t: t.onset_ms)
        stop = values(mine, lambda t: t.stop_ms)
        return [
            Figure("first sample, uncached, median", median(onset), "ms", most=20),
            Figure("first sample, cached, median", median(cached), "ms", most=8),
            Figure("first sample, all, p95", percentile(every, 95), "ms", most=40),
            Figure("stop to silence, median", median(stop), "ms", most=20),
            Figure("stop to silence, p95", percentile(stop, 95), "ms"),
            self._neural_share(),
            Figure("utterances whose end was never told", self._endless(), "", most=0),
        ]

    def _endless(self) -> int:
        return sum(trial.peer == self.ours and not trial.has_ended for trial in self.trials)

    def _neural_share(self) -> Figure:
        mine = [trial for trial in self.trials if trial.peer == self.ours]
        natural = sum(trial.spoken.engine == NATURAL for trial in mine)
        share = natural / len(mine) * 100 if mine else 0.0
        return Figure(f"spoken by the neural voice, of {len(mine)}", share, "%", least=99)
