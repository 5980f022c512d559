"""What a rendering is made with: the stages before sound, and what a request leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sotto.messages import Clause, Options, PhonemeRun
from sotto.synthesis.disk_cache import DiskCache
from sotto.voice.catalogue import Catalogue
from sotto.voice.forms import Forms
from sotto.voice.tags import of_language

TextStage = Callable[[str, Options, str], Iterator[Clause]]
PhonemeStage = Callable[[Clause], PhonemeRun]


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages before sound, and the daemon's defaults for what a request leaves open."""

    clauses: TextStage
    phonemes: PhonemeStage
    catalogue: Catalogue
    rate: int
    """Hertz of the sink; what an engine gives at another rate is resampled."""
    voice: str = ""
    language: str = "en"
    disk_cache: DiskCache | None = None
    """Sounds that are kept on disk."""
    forms: Forms | None = None
    """What voices decided of common texts, kept on disk."""
    words: Callable[[], str] = str
    """The revision of the listener's own words, which the text stage knows."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """The voices of languages, by their tags, that have one of their own."""
    reads_long: Callable[[], bool] = lambda: False
    """Whether a heavy voice may go on with a long text that begins now."""

    def voice_for(self, options: Options) -> str:
        """The default voice for a text whose request names no voice; "" leaves it open."""
        return self.voice_of(options, options.language or self.language) or self.voice

    def voice_of(self, options: Options, language: str) -> str:
        """The voice that was chosen for a language, by the client or else by the listener."""
        return of_language(dict(options.voices), language) or of_language(self.voices, language)
