"""A bundled voice that is known at once and loaded later, beside speech.

Until it is loaded it fails with the reason, so that another voice speaks instead. Where it cannot
be, the next candidate of the same name is; where none can, there is no such voice. One that left
memory for another is loaded again when it has to speak: soon enough it speaks itself, else it goes
on being loaded while another covers for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sotto.cancel import CancelToken
from sotto.errors import EngineError, SottoError, VoiceLoadingError
from sotto.messages import (
    HOUSE_RATE,
    AudioChunk,
    Clause,
    Phoneme,
    PhonemeRun,
    Prosody,
    Quality,
    VoiceInfo,
    Word,
)
from sotto.voice.abilities import Abilities
from sotto.voice.engine import AheadEngine, Engine, Keeper
from sotto.voice.forms import Forms, Shelf
from sotto.voice.residents import Residents

_LOADING = "the voice is still being loaded"
_WAKE_MS = 300
"""For a first sound where the voice has to come back into memory before."""
WAIT_SECONDS = 0.2
"""After so much of that another voice covers, which needs the rest."""
_UNKNOWN = Abilities(HOUSE_RATE, is_ready=False)
TRIAL = PhonemeRun(Clause((Word("a", 0, 1),), ""), ((Phoneme("a", 2),),))


class Description(Protocol):
    """What is known of a voice before it is loaded."""

    @property
    def folder(self) -> Path:
        """Where its files are."""
        ...

    @property
    def name(self) -> str:
        """Its own, which begins the identifiers of its voices."""
        ...

    @property
    def weight(self) -> int:
        """Bytes of memory that it takes; 0: it stays there, as little as it is."""
        ...

    @property
    def abilities(self) -> Abilities:
        """Those of its engine."""
        ...

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker."""
        ...

    def engine(self) -> Engine:
        """What speaks for it, loaded; what that needs is imported then. Raises SottoError."""
        ...


class LateEngine:
    """The engine of a voice once `load` has returned; `problem` tells why it is not.

    `damaged` tells which candidates cannot be used.
    """

    def __init__(self, *candidates: Description, residents: Residents | None = None) -> None:
        self._residents = residents or Residents(0)
        self._chosen: Description | None = None
        self._is_put_off = False
        self._abilities = _UNKNOWN
        self._weight = 0
        self._lock = threading.Lock()
        self._loading: Future[Engine] | None = None
        self._forms: Forms | None = None
        self.problem = _LOADING
        self.damaged: list[str] = []
        self._candidates = list(candidates)
        self._marks = [_mark(each) for each in candidates]
        self._engine: Engine | None = None
        self._voices = candidates[0].voices()

    def add(self, *candidates: Description) -> None:
        """More of the same name, before it is loaded."""
        self._candidates += candidates
        self._marks += [_mark(each) for each in candidates]

    def load(self) -> bool:
        """Load the first candidate that works, on any thread; whether there is one."""
        for bundle in self._candidates:
            try:
                engine = _loaded(bundle)
            except Exception as error:  # files of strangers, in the hands of a big library
                reason = str(error) or type(error).__name__
                self.damaged.append(f"the voice in {bundle.folder} cannot be used: {reason}")
                continue
            self._voices = bundle.voices()
            self._hand_over(engine)
            self._engine, self._abilities = engine, engine.abilities
            self._chosen, self._weight, self.problem = bundle, bundle.weight, ""
            self._is_put_off = False
            self._is_used()
            return True
        self.give_up("cannot be used")
        return False

    def put_off(self) -> None:
        """Load it no sooner than it has to speak; whether it works is known then."""
        self._is_put_off, self.problem = True, ""
        self._abilities = self._candidates[0].abilities

    def give_up(self, reason: str) -> None:
        """There is no such voice."""
        self._is_put_off = False
        self.problem = f"the voice {self._candidates[0].name} {reason}"
        self._voices = ()

    @property
    def names(self) -> set[str]:
        """What the candidates call themselves."""
        return {bundle.name for bundle in self._candidates}

    @property
    def marks(self) -> tuple[tuple[str, int, int], ...]:
        """Alike for the very same candidates, as they were on the disk when they were found."""
        return tuple(self._marks)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the files of the candidates are."""
        return tuple(bundle.folder for bundle in self._candidates)

    @property
    def abilities(self) -> Abilities:
        """The engine's own, once it is loaded; it may take longer where it has to be again."""
        if self._engine is not None:
            return self._abilities
        wake_ms = _WAKE_MS if self._chosen is not None or self._is_put_off else 0
        first_ms = max(self._abilities.first_chunk_ms, wake_ms)
        return replace(self._abilities, first_chunk_ms=first_ms, is_ready=False)

    @property
    def weight(self) -> int:
        """Bytes of memory; 0 for one that stays there."""
        return self._weight

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker, also before it is loaded; none where it cannot be."""
        return self._voices

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render one clause. Raises VoiceLoadingError while it is not in memory; else as the
        engine."""
        engine = self._awake(cancel)
        self._is_used()
        return engine.speak(run, voice, prosody, cancel)

    @property
    def ahead(self) -> AheadEngine | None:
        """The engine where it is one whose clauses are ordered, and loaded."""
        engine = self._engine
        return engine if isinstance(engine, AheadEngine) else None

    def keep_in(self, forms: Forms) -> None:
        """See `Keeper`; for an engine that can, from when it is loaded on."""
        self._forms = forms
        if self._engine is not None:
            self._hand_over(self._engine)

    def shelf(self, voice: str, language: str) -> Shelf | None:
        """See `Keeper`; one that rests is not woken for it."""
        keeper = self._keeper
        return None if keeper is None else keeper.shelf(voice, language)

    def keep(self, run: PhonemeRun, voice: str, cancel: CancelToken, *, whole: bool) -> bool:
        """See `Keeper`; an engine that cannot keeps nothing."""
        keeper = self._keeper
        return keeper is not None and keeper.keep(run, voice, cancel, whole=whole)

    def warm_up(self) -> float:
        """Speak a sound to nobody, where it is in memory and small: what that runs is read now, not
        when somebody waits for it. Returns the seconds until the first sound after that, else 0."""
        if (engine := self._engine) is not None and not self._voices[0].is_heavy:
            voice = self._voices[0].identifier
            with suppress(SottoError):
                tuple(engine.speak(TRIAL, voice, Prosody(), CancelToken()))
                began = time.monotonic()
                next(iter(engine.speak(TRIAL, voice, Prosody(), CancelToken())), None)
                return time.monotonic() - began
        return 0.0

    def release(self) -> None:
        """Leave memory until it has to speak again; a clause that is being spoken goes on."""
        if (ahead := self.ahead) is not None:
            ahead.rest()
            return
        with self._lock:
            self._engine = None
            if self._loading is not None and self._loading.done():
                # What came of it would keep the engine.
                self._loading = None

    def close(self) -> None:
        """Release the graphs."""
        with self._lock:
            engine, self._engine, self._chosen = self._engine, None, None
            self._loading = None
        self._residents.forget(self)
        if engine is not None:
            engine.close()
            self.problem = "the voice is closed"

    def _awake(self, cancel: CancelToken) -> Engine:
        """Raises VoiceLoadingError, EngineError, VoiceDamagedError, Cancelled."""
        with self._lock:
            if (engine := self._engine) is not None:
                return engine
            loading = self._begin()
        over = threading.Event()
        loading.add_done_callback(lambda _: over.set())
        cancel.add_hook(over.set)
        over.wait(WAIT_SECONDS)
        cancel.remove_hook(over.set)
        cancel.check()
        if not loading.done():
            raise VoiceLoadingError(self._candidates[0].name, is_soon=True)
        return loading.result()

    def _begin(self) -> Future[Engine]:
        """Its way back into memory, on a thread of its own: nobody waits longer than they want."""
        if self._chosen is None and not self._is_put_off:
            if self.problem == _LOADING:
                raise VoiceLoadingError(self._candidates[0].name)
            raise EngineError(self.problem)
        if self._loading is None or self._loading.done():
            self._loading = Future()
            threading.Thread(target=self._come_back, args=(self._loading,), daemon=True).start()
        return self._loading

    def _come_back(self, loading: Future[Engine]) -> None:
        try:
            engine = self._loaded_again()
        except Exception as error:  # told to whoever waits for it
            loading.set_exception(error)
            return
        with self._lock:
            is_wanted = self._chosen is not None
            self._engine = engine if is_wanted else None
            loading.set_result(engine)
        if is_wanted:
            self._is_used()

    def _loaded_again(self) -> Engine:
        """Raises EngineError where it cannot be, and what the library does."""
        if self._is_put_off and not self.load():
            raise EngineError(self.problem)
        engine, chosen = self._engine, self._chosen
        if engine is None:
            if chosen is None:
                raise EngineError(self.problem)
            engine = chosen.engine()
            self._hand_over(engine)
        return engine

    @property
    def _keeper(self) -> Keeper | None:
        engine: object = self._engine
        return engine if isinstance(engine, Keeper) else None

    def _hand_over(self, engine: Engine) -> None:
        if self._forms is not None and isinstance(engine, Keeper):
            engine.keep_in(self._forms)

    def _is_used(self) -> None:
        if self._weight:
            self._residents.used(self)


def ahead_engine(engine: Engine) -> AheadEngine | None:
    """What takes orders for an engine's clauses; None where it speaks itself, or is not loaded."""
    found = engine.ahead if isinstance(engine, LateEngine) else engine
    return found if isinstance(found, AheadEngine) else None


def _mark(candidate: Description) -> tuple[str, int, int]:
    """Another folder of the same name, or another description in it, has another mark."""
    try:
        status = (candidate.folder / "voice.json").stat()
    except OSError:
        return str(candidate.folder), 0, 0
    return str(candidate.folder), status.st_ino, status.st_mtime_ns


def _loaded(bundle: Description) -> Engine:
    """Load the graphs and, unless a process speaks for it, speak a sound to nobody. Raises whatever
    they and their library do."""
    engine = bundle.engine()
    voice = bundle.voices()[0]
    if not voice.is_heavy:
        try_out(engine, voice.identifier)
    return engine


def try_out(engine: Engine, voice: str) -> None:
    """Speak a sound to nobody. Raises what the engine does, and EngineError for what is none."""
    # The full variant last: the light one need not stay in memory.
    for quality in (Quality.LIGHT, Quality.FULL):
        prosody = Prosody(quality=quality)
        chunks = tuple(engine.speak(TRIAL, voice, prosody, CancelToken()))
        if not sum(len(chunk.samples) for chunk in chunks):
            raise EngineError("it gives no sound")
        if {chunk.rate for chunk in chunks} != {engine.abilities.rate}:
            raise EngineError("its sound is of another rate than it tells")
