"""Who plays a stock Piper voice: Sotto, and the players that people have. One thread each.

Only Sotto's needs nothing else; the others are `pip install piper-tts sherpa-onnx streaming-vits`,
and a player that is not installed has no row.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from sotto.cancel import CancelToken

Speak = Callable[[str, CancelToken], Iterator[int]]
"""Yields the samples of each piece of sound as soon as it is there."""


def sotto(_model: Path, folder: Path) -> Speak:
    """A clause through the engine, as the daemon has it."""
    from sotto.memory import keep_while_busy
    from sotto.messages import Clause, Prosody, Stop, Word
    from sotto.phonemes.owner import EspeakThread
    from sotto.phonemes.phonemizer import Phonemizer
    from sotto.voice.formats import describe as known

    keep_while_busy()
    phonemizer, engine = Phonemizer(EspeakThread()), known(folder).engine()
    info = engine.voices()[0]

    def speak(text: str, cancel: CancelToken) -> Iterator[int]:
        words = tuple(Word(word, 0, len(word)) for word in text.rstrip(".").split())
        read = phonemizer.run(Clause(words, info.languages[0], Stop.FULL))
        for chunk in engine.speak(read, info.identifier, Prosody(), cancel):
            yield len(chunk.samples)

    return speak


def piper_tts(model: Path, _folder: Path) -> Speak:
    """Piper's own player."""
    import onnxruntime
    from piper import PiperVoice

    voice = PiperVoice.load(str(model))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # As shipped it takes all processors and spins: this is its work alone.
    voice.session = onnxruntime.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"]
    )

    def speak(text: str, _cancel: CancelToken) -> Iterator[int]:
        for chunk in voice.synthesize(text):
            yield len(chunk.audio_float_array)

    return speak


def sherpa_onnx(model: Path, folder: Path) -> Speak:
    """It calls back once a sentence, and takes phonemes from elsewhere: here from piper-tts."""
    from piper.phonemize_espeak import EspeakPhonemizer

    sherpa: Any = import_module("sherpa_onnx")
    own = _with_metadata(model, folder)
    vits = sherpa.OfflineTtsVitsModelConfig(
        model=str(own), tokens=str(_tokens(model, folder)), data_dir=""
    )
    nets = sherpa.OfflineTtsModelConfig(vits=vits, num_threads=1)
    player = sherpa.OfflineTts(sherpa.OfflineTtsConfig(model=nets))

    phonemizer, language = EspeakPhonemizer(), _description(model)["espeak"]["voice"]

    def speak(text: str, _cancel: CancelToken) -> Iterator[int]:
        pieces: list[int] = []
        asked = sherpa.GenerationConfig()
        asked.phoneme_codepoints = [
            [ord(sign) for sign in "".join(part)] for part in phonemizer.phonemize(language, text)
        ]

        def heard(samples: Any, _progress: float) -> int:  # noqa: ANN401 - a library without types
            pieces.append(len(samples))
            return 1

        player.generate(text, asked, callback=heard)
        yield from pieces

    return speak


def streaming_vits(model: Path, folder: Path) -> Speak:
    """With the schedule that it has before it is calibrated."""
    library: Any = import_module("streaming_vits")
    own = folder / model.name
    for file in (model, model.with_name(f"{model.name}.json")):
        shutil.copy(file, folder / file.name)
    player = library.StreamingTTS(
        str(own), tokens_path=str(_tokens(model, folder)), threads=1, verbose=False
    )

    def speak(text: str, _cancel: CancelToken) -> Iterator[int]:
        for chunk in player.stream(text):
            yield len(chunk.audio)

    return speak


PLAYERS: dict[str, tuple[str, Callable[[Path, Path], Speak]]] = {
    "sotto": ("sotto", sotto),
    "piper-tts": ("piper", piper_tts),
    "sherpa-onnx": ("sherpa_onnx", sherpa_onnx),
    "streaming-vits": ("streaming_vits", streaming_vits),
}
"""The package that each needs, and what starts it."""


def _description(model: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(model.with_name(f"{model.name}.json").read_text("utf-8"))
    return content


def _tokens(model: Path, folder: Path) -> Path:
    ids = _description(model)["phoneme_id_map"]
    path = folder / "tokens.txt"
    path.write_text("".join(f"{symbol} {ids[symbol][0]}\n" for symbol in ids), "utf-8")
    return path


def _with_metadata(model: Path, folder: Path) -> Path:
    """A copy that says what sherpa-onnx wants to be told."""
    import onnx

    known = _description(model)
    net = onnx.load_model(str(model))
    told = {
        "model_type": "vits",
        "comment": "piper",
        "language": "English",
        "voice": known["espeak"]["voice"],
        "has_espeak": 1,
        "n_speakers": known.get("num_speakers", 1),
        "sample_rate": known["audio"]["sample_rate"],
    }
    for key, value in told.items():
        entry = net.metadata_props.add()
        entry.key, entry.value = key, str(value)
    path = folder / "told.onnx"
    onnx.save_model(net, str(path))
    return path
