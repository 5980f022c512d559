"""Which clauses of a long text a heavy voice speaks, and their orders ahead of time.

Who speaks what follows from the text and from what was measured of the voice, never from how fast
it happens to be today: the voice that begins speaks until, by that measure, the heavy one has
loaded and made the next clause before its turn. A clause that is not there in time all the same is
spoken by the voice that began, which begins with it while there is still something to be heard.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from sotto.errors import Cancelled
from sotto.messages import Clarity, Clause, Kind, Options, PhonemeRun, Priority, Quality, Style
from sotto.synthesis.adapter import asked
from sotto.voice.catalogue import Heavy
from sotto.voice.engine import AheadEngine, Ordered, Pace
from sotto.voice.late import ahead_engine

LEAST_CLAUSES = 4
"""A text of fewer is not long."""
MOST_AHEAD = 3
"""Clauses that are ordered beside the one that is spoken."""
MARGIN = 1.25
"""Times as long as was measured when the machine did nothing else."""
SPARE = 1.0
"""Seconds that are left to be heard when a clause that is not there is given to the voice that
began: its own first sound takes as long on a machine that is busy many times over."""
_SECONDS_A_LETTER = 0.07
"""Of fluent speech at rate 1, with the gaps between words."""

_READ = frozenset({Kind.TEXT, Kind.SSML})


@dataclass(frozen=True, slots=True)
class Planned:
    """A clause and, where a heavy voice is to speak it, its order and that voice."""

    clause: Clause
    ordered: Ordered | None = None
    heavy: Heavy | None = None


class Plan:
    """Who is ready when, in seconds from the beginning, for a voice of such a pace. Pure."""

    def __init__(self, pace: Pace) -> None:
        self._cost = pace.cost * MARGIN
        self._head = pace.head
        self._heard = 0.0
        self._free = pace.load * MARGIN

    def passes(self, clause: Clause) -> None:
        """Somebody else speaks it."""
        self._heard += _seconds(clause) / clause.prosody.rate + clause.pause / 1000

    def takes(self, clause: Clause, rate: float) -> bool:
        """Whether the heavy voice, which makes it at `rate`, speaks this one: when it, or as much
        of it as has to be there, is made some time before its turn, and speech at that rate can be
        made for ever."""
        seconds = _seconds(clause) / rate
        made = self._cost * seconds
        begun = self._cost * min(seconds, self._head)
        is_lasting = self._cost * clause.prosody.rate / rate < 1.0
        is_in_time = self._free + begun + SPARE <= self._heard
        self.passes(clause)
        if is_lasting and is_in_time:
            self._free += made
        return is_lasting and is_in_time


class LongReading:
    """The plan of one utterance. `heavy` finds who can go on with a clause, `phonemes` are those of
    the heavy voice's language, `note` is told why a clause could not be ordered."""

    def __init__(
        self,
        heavy: Callable[[Clause], Heavy | None],
        phonemes: Callable[[Clause], PhonemeRun],
        note: Callable[[Exception], None],
    ) -> None:
        self._heavy = heavy
        self._phonemes = phonemes
        self._note = note
        self._plan: Plan | None = None
        self._gone: list[Clause] = []

    def planned(self, clauses: Iterator[Clause]) -> Iterator[Planned]:
        """The clauses in order. The first is given before any other is looked at."""
        for first in islice(clauses, 1):
            self._gone.append(first)
            yield Planned(first)
        rest = list(islice(clauses, LEAST_CLAUSES - 1))
        if len(rest) < LEAST_CLAUSES - 1:
            yield from map(Planned, rest)
            return
        ahead: deque[Planned] = deque()
        try:
            for clause in chain(rest, clauses):
                ahead.append(self._place(clause))
                if len(ahead) > MOST_AHEAD:
                    yield ahead.popleft()
            while ahead:
                yield ahead.popleft()
        finally:
            for left in ahead:
                if left.ordered is not None:
                    left.ordered.cancel()

    def _place(self, clause: Clause) -> Planned:
        heavy = self._heavy(clause) if _can_be_heavy(clause) else None
        engine = ahead_engine(heavy.engine) if heavy is not None else None
        if heavy is None or engine is None or not self._takes(clause, engine, heavy.voice):
            return Planned(clause)
        try:
            run = self._phonemes(replace(clause, language=heavy.language))
            ordered = engine.order(run, heavy.voice, asked(engine.abilities, clause))
        except Cancelled:
            raise
        except Exception as error:  # the voice that began goes on
            self._note(error)
            return Planned(clause)
        return Planned(clause, ordered, heavy)

    def _takes(self, clause: Clause, engine: AheadEngine, voice: str) -> bool:
        if self._plan is None:
            self._plan = Plan(engine.pace_of(voice))
            for gone in self._gone:
                self._plan.passes(gone)
        return self._plan.takes(clause, asked(engine.abilities, clause).rate)


def may_be_long(options: Options) -> bool:
    """Whether such a text may be read by a heavy voice at all."""
    is_text = options.kind in _READ and options.priority <= Priority.TEXT
    return is_text and options.prosody.quality is not Quality.LIGHT


def _can_be_heavy(clause: Clause) -> bool:
    """Running text as the voice speaks by itself: no letters, styles, or pitch of single words."""
    prosody = clause.prosody
    is_plain = prosody.style is Style.NEUTRAL and prosody.clarity is Clarity.OFF
    is_own = is_plain and prosody.pitch_range == 1.0
    return is_own and all(not w.letter and w.pitch == 1.0 for w in clause.words)


def _seconds(clause: Clause) -> float:
    return _SECONDS_A_LETTER * sum(len(word.text) + 1 for word in clause.words)
