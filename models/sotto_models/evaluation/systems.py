"""What can speak the same lines: the daemon itself, natural recordings, flite and espeak-ng."""

import hashlib
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Protocol

import numpy as np

import sotto
from sotto.audio.stretch import Stretch
from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, Kind, Options, Prosody, Quality, Utterance, WordCue
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.synthesis.pipeline import Pipeline
from sotto.synthesis.stages import Stages
from sotto.text.clauses import clauses
from sotto.voice.catalogue import Catalogue
from sotto.voice.espeak import EspeakEngine
from sotto.voice.formats import describe
from sotto_models.clips import load_audio
from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.latents import FloatArray

FLITE_VOICE = "slt"
SLOWEST = 0.5
# Factor below which a sound is stretched in two goes.
QUIET = 0.003
# Amplitude of what is cut off both ends of a program's sound.
ESPEAK_WORDS = 175
# Words a minute that libespeak-ng speaks unless told otherwise.


class Form(Enum):
    """What a line is."""

    SENTENCE = "sentence"
    PHRASE = "phrase"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say; `clip` names its recording, where there is one."""

    text: str
    language: str
    form: Form = Form.SENTENCE
    clip: str = ""


class System(Protocol):
    """A voice under test. `key` changes whenever its sound might."""

    @property
    def name(self) -> str:
        """What the tables call it."""
        ...

    @property
    def key(self) -> str:
        """What a stored result must carry to be still true."""
        ...

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line at SAMPLE_RATE, `rate` times as fast as usual."""
        ...


def stretched(sound: FloatArray, factor: float) -> FloatArray:
    """Return a sound `factor` times as fast at the same pitch, by libsonic."""
    if factor == 1.0:
        return sound
    if factor < SLOWEST:
        return stretched(stretched(sound, SLOWEST), factor / SLOWEST)
    stretch = Stretch(SAMPLE_RATE, factor)
    parts = [stretch.feed(AudioChunk(sound, SAMPLE_RATE)).samples, stretch.flush().samples]
    return np.concatenate(parts)


class Sotto:
    """One voice of a folder, through the stages and in the order the daemon has them."""

    def __init__(self, folder: Path, speaker: str, quality: Quality = Quality.FULL) -> None:
        light = " (light)" if quality is Quality.LIGHT else ""
        self.name = f"{folder.name} {speaker}{light}"
        self._folder, self._speaker, self._quality = folder, speaker, quality

    @cached_property
    def _stages(self) -> Stages:
        owner = EspeakThread()
        engine = describe(self._folder).engine()
        return Stages(
            clauses=clauses,
            phonemes=Phonemizer(owner).run,
            catalogue=Catalogue([engine], EspeakEngine(owner)),
            rate=SAMPLE_RATE,
            voice=self._speaker,
        )

    @property
    def key(self) -> str:
        """The voice's files and the daemon's own code."""
        return f"{folder_key(self._folder, '*')} {daemon_key()}"

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line."""
        kind = Kind.CHARACTER if line.form is Form.CHARACTER else Kind.TEXT
        return self.render(line.text, kind, line.language, rate)[0]

    def say_foreign(self, line: tuple[str, str, str], language: str) -> FloatArray:
        """Return the sound of the middle of (before, word, after), read as `language`."""
        before, word, after = (escape(part) for part in line)
        inner = word if language == "en-us" else f'<lang xml:lang="{language}">{word}</lang>'
        text = f"<speak>{before}{inner}{after}</speak>"
        at = text.index(word)
        sound, words = self.render(text, Kind.SSML, "en-us", 1.0)
        starts = [place for place, start in words if start >= at]
        return sound[starts[0] : starts[1]]

    def render(
        self, text: str, kind: Kind, language: str, rate: float
    ) -> tuple[FloatArray, list[tuple[int, int]]]:
        """Return the sound, and for each word its first sample and first character."""
        options = Options(kind, self._speaker, language, Prosody(rate=rate, quality=self._quality))
        utterance = Utterance(1, "", text, options)
        pipeline = Pipeline(utterance, self._stages, CancelToken(), lambda: 0.0)
        parts: list[FloatArray] = []
        words: list[tuple[int, int]] = []
        length = 0
        for piece in pipeline:
            chunk = piece.chunk
            cues = [cue for cue in chunk.cues if isinstance(cue, WordCue)]
            words.extend((length + cue.offset, cue.start) for cue in cues)
            parts.append(chunk.samples)
            length += len(chunk.samples)
        if pipeline.trace.reason:
            raise RuntimeError(f"{self.name} failed to say {text!r}: {pipeline.trace.reason}")
        return np.concatenate(parts), words


@dataclass(frozen=True, slots=True)
class Natural:
    """A reader's own recordings."""

    paths: Paths
    reader: str
    name: str = "natural"

    @property
    def key(self) -> str:
        """The recordings never change."""
        return self.reader

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the recording of a line, made faster by libsonic."""
        sound = load_audio(self.paths.clips(self.reader) / f"{line.clip}.npz")
        return stretched(sound, rate)


class Flite:
    """The program flite, English alone; made faster by libsonic."""

    name = f"flite {FLITE_VOICE}"

    @property
    def key(self) -> str:
        """The program's version."""
        return _output("flite", "--version").strip()

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line; a letter alone is a capital, which flite always names."""
        text = line.text.upper() if line.form is Form.CHARACTER else line.text
        return stretched(_spoken("flite", "-voice", FLITE_VOICE, "-t", text, "-o"), rate)


class EspeakProgram:
    """The program espeak-ng at its own speeds."""

    name = "espeak-ng"

    @property
    def key(self) -> str:
        """The program's version."""
        return _output("espeak-ng", "--version").split("Data")[0].strip()

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line."""
        speed = str(round(ESPEAK_WORDS * rate))
        return _spoken("espeak-ng", "-v", line.language, "-s", speed, line.text, "-w")


def _output(*command: str) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def _spoken(*command: str) -> FloatArray:
    """Run a program that writes a file named last."""
    import soundfile
    import soxr

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "speech.wav"
        subprocess.run([*command, str(target)], check=True, capture_output=True)
        sound, rate = soundfile.read(target, dtype="float32")
    whole = np.asarray(soxr.resample(sound, rate, SAMPLE_RATE), dtype=np.float32)
    loud = np.flatnonzero(np.abs(whole) > QUIET)
    return whole[loud[0] : loud[-1] + 1]


def file_key(paths: Sequence[Path]) -> str:
    """Return a short digest of files' contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def folder_key(folder: Path, pattern: str) -> str:
    """Return a short digest of a voice: its description and graphs."""
    wanted = {".onnx", ".json", ".py"}
    files = [p for p in sorted(folder.glob(pattern)) if p.suffix in wanted]
    return file_key([p for p in files if not p.name.startswith("evaluation")])


def daemon_key() -> str:
    """Return a short digest of all code that a sample passes through."""
    root = Path(sotto.__file__).parent
    stages = ("text", "phonemes", "voice", "audio")
    return " ".join(folder_key(root / stage, "*.py") for stage in stages)[:64]
