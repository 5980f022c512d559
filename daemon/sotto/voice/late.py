"""A bundled voice that is known at once and loaded later, beside speech.

Until it is loaded, and when it cannot be, it fails with the reason, so that the plain engine
speaks instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sotto.cancel import CancelToken
from sotto.errors import EngineError, SottoError
from sotto.messages import (
    AudioChunk,
    Clause,
    Phoneme,
    PhonemeRun,
    Prosody,
    Quality,
    VoiceInfo,
    Word,
)
from sotto.voice.bundle import Bundle
from sotto.voice.engine import Engine

_LOADING = "the voice is still being loaded"
_TRIAL = PhonemeRun(Clause((Word("a", 0, 1),), ""), ((Phoneme("a", 2),),))


class LateEngine:
    """A NeuralEngine once `load` has returned; `problem` tells why it is not."""

    needs_phonemes = True

    def __init__(self, bundle: Bundle) -> None:
        self.problem = _LOADING
        self._bundle = bundle
        self._engine: Engine | None = None

    def load(self) -> bool:
        """Load the graphs and speak a sound to nobody, on any thread; whether it works."""
        try:
            from sotto.voice.neural import NeuralEngine

            engine = NeuralEngine(self._bundle)
            voice = self._bundle.voices()[0].identifier
            for quality in (Quality.FULL, Quality.LIGHT):
                for _ in engine.speak(_TRIAL, voice, Prosody(quality=quality), CancelToken()):
                    pass
        except (SottoError, ImportError) as error:
            self.problem = f"the voice {self._bundle.name} cannot be used: {error}"
            return False
        self._engine, self.problem = engine, ""
        return True

    @property
    def folder(self) -> Path:
        """Where the voice's files are."""
        return self._bundle.folder

    @property
    def rate_limits(self) -> tuple[float, float]:
        """The engine's own; (1, 1) before it is loaded."""
        return self._engine.rate_limits if self._engine else (1.0, 1.0)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker, also before it is loaded."""
        return self._bundle.voices()

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render one clause. Raises EngineError while not loaded; else as the engine."""
        if self._engine is None:
            raise EngineError(self.problem)
        return self._engine.speak(run, voice, prosody, cancel)

    def close(self) -> None:
        """Release the graphs."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
            self.problem = "the voice is closed"
