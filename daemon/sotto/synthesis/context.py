"""What every synthesis works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from sotto.cancel import CancelToken
from sotto.clock import Clock
from sotto.errors import SottoError
from sotto.messages import Options, Utterance
from sotto.synthesis.head_start import HeadStart
from sotto.synthesis.memory_cache import MemoryCache, SoundKey, cache_key
from sotto.synthesis.pipeline import Pipeline
from sotto.synthesis.quality import Strain
from sotto.synthesis.stages import Stages
from sotto.synthesis.workers import Workers
from sotto.text.markup.plain import plain_form
from sotto.voice.engine import Engine

DEADLINE_SECONDS = 0.1

_LONGEST_LOOKED_FOR = 4_000
"""Characters: the plain form of a longer text takes time that a slow machine has not."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every synthesis works with."""

    stages: Stages
    workers: Workers
    cache: MemoryCache
    clock: Clock
    deadline: float = DEADLINE_SECONDS
    """Seconds until something has to be heard."""
    strain: Strain = field(default_factory=Strain)
    head_start: HeadStart = field(default_factory=HeadStart)

    def key(self, text: str, options: Options) -> SoundKey:
        """All that decides how a text in its plain form sounds."""
        stages = self.stages
        return cache_key(text, options, stages.voice_for(options), stages.language, stages.words())

    def keeps(self, text: str, options: Options) -> bool:
        """Whether its whole sound is in memory, or may be on disk, which is not touched."""
        if len(text) > _LONGEST_LOOKED_FOR:
            return False
        plain = plain_form(text, options)
        key = self.key(plain.text, plain.options)
        disk_cache = self.stages.disk_cache
        return self.cache.has_whole(key) or (disk_cache is not None and disk_cache.may_have(key))

    def manner(self, options: Options) -> SoundKey:
        """All of that but the text."""
        return self.key("", options).manner

    def can_be_ahead(self, utterance: Utterance) -> bool:
        """Whether what speaks it stops when something else is asked for."""
        engine = self.engine(utterance)
        return engine is None or engine.abilities.stops_within_step

    def engine(self, utterance: Utterance) -> Engine | None:
        """What would speak it; None: there is nothing, which is said aloud when it is its turn."""
        try:
            return Pipeline(utterance, self.stages, CancelToken(), self.clock).engine()
        except SottoError:
            return None
