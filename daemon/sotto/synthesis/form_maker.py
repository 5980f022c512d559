"""While nothing is said, what voices decide of common texts is worked out and kept on disk.

Letters come first, right after the start; once a list is done there is neither work nor a timer.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sotto.audio.pauses import silence
from sotto.cancel import CancelToken
from sotto.clock import Clock
from sotto.messages import Kind, Options, Utterance
from sotto.synthesis.context import Context
from sotto.synthesis.idle_work import IdleWork, spoken_language
from sotto.synthesis.pipeline import Pipeline, Rendered
from sotto.synthesis.progress import Progress
from sotto.synthesis.stages import Stages
from sotto.text.phrases.common import common, title, urgent
from sotto.voice.engine import Keeper
from sotto.voice.forms import ALL, Shelf

_log = logging.getLogger(__name__)

QUIET_SECONDS = 0.5
"""Nothing is made sooner after the last request or sound."""

SLICE_SECONDS = 0.05
"""So long is worked at a time."""

USES = 3
"""A voice that requests named this often is worth it."""

_WAITED = 8
"""Times as long as a slice waited for a processor, before the next one: others want it."""
_MOST_NAMED = 4
_READ = 200
"""Texts of a list that are read at a time."""


@dataclass(frozen=True, slots=True)
class Target:
    """Whose forms are made: a voice and a language as a request names them, or leaves them open."""

    voice: str = ""
    language: str = ""

    def options_of(self, kind: Kind) -> Options:
        """Those of such a request."""
        return Options(voice=self.voice, language=self.language, kind=kind)


class FormMaker:
    """A slice of work after the other while `run` is called; `hold` gives way at once.

    `on_change` is called when `run` should be: the quiet has lasted, or a slice is done.
    """

    def __init__(self, clock: Clock, on_change: Callable[[], None]) -> None:
        self._clock = clock
        self._work = IdleWork(clock, on_change, QUIET_SECONDS)
        self._named: OrderedDict[Target, int] = OrderedDict()
        self._done: set[Target] = set()
        self._stages: Stages | None = None
        self._lists: dict[str, list[tuple[Kind, str]]] = {}

    def notice(self, options: Options) -> None:
        """Somebody spoke so."""
        if options.voice:
            target = Target(options.voice, options.language)
            self._named[target] = self._named.pop(target, 0) + 1
            if len(self._named) > _MOST_NAMED:
                self._named.popitem(last=False)

    def hold(self) -> None:
        """Something else is to be done: give way at once."""
        self._work.hold()

    def run(self, context: Context) -> None:
        """Nothing else is to be done: go on, once that has lasted."""
        forms = context.stages.forms
        if forms is None or not forms.is_open or self._work.is_active:
            return
        if context.stages is not self._stages:
            self._stages = context.stages
            self._done.clear()
        if (target := self._next(context.stages)) is None:
            self._lists.clear()
        elif self._work.is_free():
            self._begin(target, context)

    def close(self) -> None:
        """Neither work nor wake up any more."""
        self._work.close()

    def _next(self, stages: Stages) -> Target | None:
        named = [target for target, uses in self._named.items() if uses >= USES]
        wanted = [Target(), *(Target(language=tag) for tag in stages.voices), *named]
        return next((target for target in wanted if target not in self._done), None)

    def _begin(self, target: Target, context: Context) -> None:
        began = self._clock()
        work = _Slice(target, context, self._lists)

        def over(error: Exception | None) -> None:
            if error is not None:
                _log.warning("nothing more is kept for %s: %s", target, error)
            if error is not None or work.is_done:
                self._done.add(target)
            elif not work.is_urgent:
                self._work.rest(pause_after(self._clock() - began, work.worked))

        self._work.begin(work.steps(), work.token, context, over)


def pause_after(took: float, worked: float) -> float:
    """Seconds of rest after a slice that took so long, and of a processor so much: as long again on
    a machine with nothing else to do, much longer on one that has."""
    return took + _WAITED * max(took - worked, 0.0)


class _Slice:
    """Some of a target's list; on the thread that renders."""

    def __init__(
        self, target: Target, context: Context, lists: dict[str, list[tuple[Kind, str]]]
    ) -> None:
        self.token = CancelToken()
        self.is_done = False
        self.is_urgent = True
        """Whether letters and the like are still to come."""
        self.worked = 0.0
        """Seconds of a processor."""
        self._target = target
        self._context = context
        self._lists = lists
        self._until = 0.0
        self._place = 0

    def steps(self) -> Iterator[Rendered]:
        """Work until the time is over. Raises EngineError when the voice fails, KeptSoundError,
        Cancelled."""
        self._until = self._context.clock() + SLICE_SECONDS
        shelf = self._shelf()
        language = spoken_language(self._target.voice, self._target.language, self._context.stages)
        name = title(language)
        before = 0 if shelf is None else shelf.done(name)
        if shelf is None or before == ALL:
            self.is_done = True
            return
        for _ in self._read(language):
            yield self._nothing
        self._place = before
        began = time.thread_time()
        try:
            for _ in self._work(self._lists[language], urgent(language)):
                yield self._nothing
        finally:
            self.worked = time.thread_time() - began
            if self._place != before:
                shelf.mark(name, ALL if self.is_done else self._place)

    @property
    def _nothing(self) -> Rendered:
        return Rendered(silence(0, self._context.stages.rate), Progress())

    def _read(self, language: str) -> Iterator[None]:
        """Know the list, a bit at a time."""
        if language in self._lists:
            return
        items: list[tuple[Kind, str]] = []
        for item in common(language):
            items.append(item)
            if len(items) % _READ == 0:
                yield
        self._lists[language] = items

    def _work(self, items: Sequence[tuple[Kind, str]], first: int) -> Iterator[None]:
        """Keep one after the other; `first` so many are kept in full."""
        while self._place < len(items) and self._context.clock() < self._until:
            if not self._keep(*items[self._place], whole=self._place < first):
                self._place = len(items)
                break
            self._place += 1
            yield
        self.is_done = self._place >= len(items)
        self.is_urgent = self._place < first

    def _shelf(self) -> Shelf | None:
        pipeline = self._pipeline(Utterance(0, "", "a", self._target.options_of(Kind.CHARACTER)))
        for route, run in pipeline.runs():
            if route.engine.abilities.keeps_forms and isinstance(route.engine, Keeper):
                return route.engine.shelf(route.voice, run.clause.language)
        return None

    def _keep(self, kind: Kind, text: str, *, whole: bool) -> bool:
        """Keep one text; False when there is no room."""
        pipeline = self._pipeline(Utterance(0, "", text, self._target.options_of(kind)))
        for route, run in pipeline.runs():
            engine = route.engine
            if not (engine.abilities.keeps_forms and isinstance(engine, Keeper)):
                continue
            if not engine.keep(run, route.voice, self.token, whole=whole):
                return False
        return True

    def _pipeline(self, utterance: Utterance) -> Pipeline:
        context = self._context
        return Pipeline(utterance, context.stages, self.token, context.clock)
