"""Export step: checkpoints to ONNX graphs and voice.json, the format of models/README.md."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sotto_models.acoustic_net import AcousticNet, Decoder, Encoder, Shape
from sotto_models.config import (
    BANDS,
    FFT,
    FRAMES_PER_STEP,
    HOP,
    LATENTS,
    SAMPLE_RATE,
    Paths,
)
from sotto_models.readers import LANGUAGES, READERS
from sotto_models.spectrum import mel_frequencies
from sotto_models.vocoder_net import VocoderNet

log = logging.getLogger(__name__)

OPSET = 17
FORMAT = 1
NAME, VERSION, LICENCE = "sotto", "1.1", "CC0-1.0"


class _EncoderGraph(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, phoneme: Tensor, stress: Tensor, boundary: Tensor, speaker: Tensor, language: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        result: tuple[Tensor, Tensor, Tensor] = self.encoder(
            phoneme, stress, boundary, speaker, language
        )
        return result


def _write(
    graph: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: dict[str, dict[int, str]],
    outputs: dict[str, dict[int, str]],
) -> None:
    torch.onnx.export(
        graph.eval(),
        example,
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={name: axes for name, axes in {**inputs, **outputs}.items() if axes},
        opset_version=OPSET,
        dynamo=False,
    )


def export_encoder(encoder: Encoder, path: Path) -> None:
    """Write encoder.onnx: phonemes [1, P] to hidden states, log durations and pitch."""
    tokens, one = torch.zeros(1, 9, dtype=torch.long), torch.zeros(1, dtype=torch.long)
    length = {1: "P"}
    inputs = {"phoneme": length, "stress": length, "boundary": length}
    _write(
        _EncoderGraph(encoder),
        (tokens, tokens, tokens, one, one),
        path,
        {**inputs, "speaker": {}, "language": {}},
        {"hidden": length, "log_duration": length, "pitch": length},
    )


def export_decoder(decoder: Decoder, channels: int, path: Path) -> None:
    """Write decoder.onnx: hidden states spread over steps [1, T] to frames."""
    _write(
        decoder,
        (
            torch.zeros(1, 9, channels),
            torch.zeros(1, 9, 2),
            torch.zeros(1, dtype=torch.long),
            torch.zeros(1, 30, dtype=torch.long),
            torch.zeros(1, 30, 4),
        ),
        path,
        {
            "hidden": {1: "P"},
            "pitch": {1: "P"},
            "speaker": {},
            "index": {1: "T"},
            "position": {1: "T"},
        },
        {"frames": {1: "T"}},
    )


def export_vocoder(vocoder: VocoderNet, path: Path) -> None:
    """Write vocoder.onnx: latents [1, latents, F] and pitch [1, F] to envelopes [1, F, BANDS]."""
    _write(
        vocoder,
        (torch.zeros(1, LATENTS, 40), torch.zeros(1, 40), torch.zeros(1, 40)),
        path,
        {"latent": {2: "F"}, "log_f0": {1: "F"}, "voicing": {1: "F"}},
        {"harmonic": {1: "F"}, "noise": {1: "F"}},
    )


def load_acoustic(path: Path) -> tuple[AcousticNet, dict[str, Any]]:
    """Load the averaged acoustic model of a checkpoint and the facts stored with it."""
    state = torch.load(path, weights_only=True, map_location="cpu")
    facts: dict[str, Any] = state["facts"]
    net = AcousticNet(Shape(**facts["shape"]))
    net.load_state_dict(state["average"])
    return net.eval(), facts


def load_vocoder(path: Path) -> VocoderNet:
    """Load the averaged vocoder of a checkpoint."""
    net = VocoderNet(LATENTS)
    net.load_state_dict(torch.load(path, weights_only=True, map_location="cpu")["average"])
    return net.eval()


def describe_voice(
    facts: dict[str, Any], contexts: tuple[int, int, int], gains: Sequence[float]
) -> dict[str, Any]:
    """Return voice.json; `contexts` are the decoder's (whole, light) in steps and the
    vocoder's in frames."""
    speakers = [
        {
            "name": reader.name,
            "id": number,
            "language": reader.language,
            "gender": reader.gender,
            "description": reader.description,
            **facts["statistics"][number],
            "gain": gains[number],
        }
        for number, reader in enumerate(READERS)
    ]
    return {
        "format": FORMAT,
        "name": NAME,
        "version": VERSION,
        "licence": LICENCE,
        "sample_rate": SAMPLE_RATE,
        "hop": HOP,
        "fft": FFT,
        "bands": BANDS,
        "latents": LATENTS,
        "frames_per_step": FRAMES_PER_STEP,
        "graphs": {part: f"{part}.onnx" for part in ("encoder", "decoder", "vocoder")},
        "phonemes": facts["vocabulary"],
        "languages": LANGUAGES,
        "decoder_context": contexts[0],
        "vocoder_context": contexts[2],
        "light": {"decoder_context": contexts[1]},
        "mel_frequencies": [round(float(hertz), 4) for hertz in mel_frequencies()],
        "speakers": speakers,
    }


def widen(facts: dict[str, Any], factors: Sequence[Sequence[float]]) -> None:
    """Widen each speaker's latents by its factors, where there are any."""
    for statistics, row in zip(facts["statistics"], factors, strict=False):
        pairs = zip(statistics["latent_std"], row, strict=True)
        statistics["latent_std"] = [deviation * factor for deviation, factor in pairs]


def export_voice(paths: Paths, folder: Path) -> None:
    """Write the graphs in full precision and voice.json from the best checkpoints there are."""
    source = paths.finished_acoustic
    acoustic, facts = load_acoustic(source)
    adapted = paths.adapted_vocoder.exists()
    vocoder = load_vocoder(paths.adapted_vocoder if adapted else paths.vocoder)
    if paths.variance.exists():
        widen(facts, json.loads(paths.variance.read_text(encoding="utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    export_encoder(acoustic.encoder, folder / "encoder.onnx")
    export_decoder(acoustic.decoder, facts["shape"]["channels"], folder / "decoder.onnx")
    export_vocoder(vocoder, folder / "vocoder.onnx")
    decoder = acoustic.decoder
    contexts = (decoder.reach(), decoder.reach(light=True), vocoder.reach)
    voice = describe_voice(facts, contexts, [1.0] * len(READERS))
    text = json.dumps(voice, ensure_ascii=False, indent=1)
    (folder / "voice.json").write_text(text + "\n", encoding="utf-8")
    log.info("exported %s, vocoder %s", source.name, "adapted" if adapted else "as trained")
