"""The student as a voice of format 2: three graphs in 8 bits and `voice.json`.

Where the tables by speaker have rows that nobody was taught for, these are left out.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from sotto_models.quantize import quantize_graph
from sotto_models.spectrum import SPEECH_LEVEL, active_level
from sotto_models.student.cast import CAST, LANGUAGES, Blend, Part
from sotto_models.student.corpus import Clip
from sotto_models.student.cut import cut_blocks
from sotto_models.student.head import split_head
from sotto_models.student.net import Block, Change, Decoder, Prosody
from sotto_models.student.units import RATE

OPSET = 17
FORMAT, NAME, VERSION = 2, "chorus", "1.4"
HEADS = {"decoder": "head", "light": "light_head"}
"""The last product of each decoder, by itself."""
VOICED_FROM = 40.0
KEPT = 6
"""Frames that a convolution seven wide keeps."""
_LEAST_HALVED = 10_000
"""Numbers of a weight that are worth the trouble."""
LEVELLED = 60
"""Clips by which a voice's level and mean F0 are told."""


Axes = dict[str, dict[int, str]]
"""Which dimensions of which tensors may differ."""


class _Changes(nn.Module):
    """What the films of all `blocks` do, looked up at once."""

    offset: Tensor

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__()
        tables = [block.film.table.weight.detach() for block in blocks if block.film is not None]
        self.width = tables[0].shape[1] // 2
        self.table = nn.Embedding.from_pretrained(torch.cat(tables, 1))
        one = torch.cat([torch.ones(self.width), torch.zeros(self.width)])
        self.register_buffer("offset", one.repeat(len(tables)))

    def forward(self, speaker: Tensor) -> list[Change]:
        parts = (self.table(speaker)[:, None] + self.offset).split(self.width, -1)
        return [Change(*pair) for pair in zip(parts[::2], parts[1::2], strict=True)]


class _Text(nn.Module):
    """Both text encoders and durations over the tokens of a clause."""

    def __init__(self, decoder: Decoder, prosody: Prosody) -> None:
        super().__init__()
        self.decoder, self.prosody = decoder.text, prosody

    def forward(self, ids: Tensor, speaker: Tensor, language: Tensor) -> tuple[Tensor, ...]:
        melody = self.prosody.text(ids, speaker, language, None)
        states = self.decoder(ids, speaker, language, None)
        return self.prosody.durations(melody, speaker), melody, states


class _Curves(nn.Module):
    def __init__(self, prosody: Prosody) -> None:
        super().__init__()
        self.prosody = prosody
        self.changes = _Changes(prosody.blocks)

    def forward(self, states: Tensor, speaker: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.prosody.curves(states, speaker, self.changes(speaker)))


class _Decoder(nn.Module):
    """The decoder as a stream: every convolution keeps the end of what it was given.

    Frames come out `DECODER_REACH` later than they go in. `there` [layers, n] is 1 where what a
    layer gives lies within the clause; `lead` is how many frames less each layer gives than it is
    given: its reach where a clause begins, 0 further on.
    """

    def __init__(self, decoder: Decoder, *, light: bool) -> None:
        super().__init__()
        self.decoder, self.light = decoder, light
        self.changes = _Changes(decoder.blocks(light=light))

    def forward(
        self,
        states: Tensor,
        f0: Tensor,
        energy: Tensor,
        speaker: Tensor,
        there: Tensor,
        lead: Tensor,
        first: Tensor,
        kept: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        net = self.decoder
        x = torch.cat([first, net.features(states, f0, energy)], 2)
        first = x[..., -KEPT:]
        conv = net.dec_in
        x = functional.conv1d(x[..., lead:], conv.weight, conv.bias) * there[0, lead:]
        new = []
        parts = zip(net.blocks(light=self.light), self.changes(speaker), kept.split(1), strict=True)
        for place, (block, change, before) in enumerate(parts):
            whole = torch.cat([before, x], 2)
            new.append(whole[..., -KEPT:])
            x = block.valid(whole[..., lead:], change)
            x = x * there[place + 1, (place + 2) * lead :]
        spectra = net.written(x, speaker, light=self.light)
        return spectra.transpose(1, 2), first, torch.cat(new)


def export(
    decoder: Decoder,
    prosody: Prosody,
    clips: Sequence[Clip],
    tokens: Mapping[str, int],
    folder: Path,
) -> None:
    """Write the voice to `folder`; `clips`, with sound, tell each voice's level and F0."""
    rows = max(part.row for part in CAST) + 1
    for net, blends in (
        (decoder, {part.row: part.timbre for part in CAST}),
        (prosody, {part.row: part.melody for part in CAST}),
    ):
        _blend_rows(net.eval(), blends)
        _keep_rows(net, rows)
    one, ids = torch.zeros(1, dtype=torch.long), torch.zeros(1, 9, dtype=torch.long)
    folder.mkdir(parents=True, exist_ok=True)
    frames = {1: "F"}
    graphs: list[tuple[str, nn.Module, tuple[Tensor, ...], Axes, Axes]] = [
        (
            "text",
            _Text(decoder, prosody),
            (ids, one, one),
            {"ids": {1: "N"}, "speaker": {}, "language": {}},
            {"log_duration": {1: "N"}, "melody": {1: "N"}, "hidden": {1: "N"}},
        ),
        (
            "curves",
            _Curves(prosody),
            (torch.zeros(1, 9, 192), one),
            {"states": frames, "speaker": {}},
            {"f0": {1: "G"}, "energy": {1: "G"}},
        ),
        _decoder_graph("decoder", decoder, one),
        _decoder_graph("light", decoder, one),
    ]
    with tempfile.TemporaryDirectory() as temporary:
        for name, graph, example, inputs, outputs in graphs:
            whole = Path(temporary) / f"{name}.onnx"
            torch.onnx.export(
                graph.eval(),
                example,
                str(whole),
                input_names=list(inputs),
                output_names=list(outputs),
                dynamic_axes={k: v for k, v in {**inputs, **outputs}.items() if v},
                opset_version=OPSET,
                dynamo=False,
            )
            quantize_graph(whole, folder / f"{name}.onnx", reduce_range=True)
            halve_weights(folder / f"{name}.onnx")
        cut_blocks(folder / "curves.onnx", [f"/pro.{n}/" for n in range(len(Prosody.DILATIONS))])
        for decoder_name, head in HEADS.items():
            split_head(folder / f"{decoder_name}.onnx", folder / f"{head}.onnx")
    described = [_voice(part, [c for c in clips if c.voice == part.teacher]) for part in CAST]
    used = {part.language for part in CAST}
    content = {
        "format": FORMAT,
        "name": NAME,
        "version": VERSION,
        "licence": "Apache-2.0",
        "sample_rate": RATE,
        "graphs": {
            name: f"{name}.onnx" for name in (*(name for name, *_ in graphs), *HEADS.values())
        },
        "tokens": dict(tokens),
        "languages": {tag: row for tag, row in LANGUAGES.items() if tag in used},
        "voices": described,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "voice.json").write_text(text + "\n", encoding="utf-8")


def halve_weights(path: Path) -> None:
    """Write what 8 bits left in full (convolutions, tables) in 16; it is widened when loaded."""
    model = onnx.load(str(path))
    graph = model.graph
    widened = []
    for place, item in enumerate(graph.initializer):
        if item.data_type != TensorProto.FLOAT or prod(item.dims) < _LEAST_HALVED:
            continue
        name, half = item.name, f"{item.name}_half"
        short = numpy_helper.to_array(item).astype(np.float16)
        graph.initializer[place].CopyFrom(numpy_helper.from_array(short, half))
        widened.append(helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT))
    nodes = [*widened, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(path))


def _decoder_graph(
    name: str, decoder: Decoder, row: Tensor
) -> tuple[str, nn.Module, tuple[Tensor, ...], Axes, Axes]:
    """The decoder, or its light variant, as `export` wants it."""
    frames, is_light = {1: "F"}, name == "light"
    blocks = len(decoder.blocks(light=is_light))
    return (
        name,
        _Decoder(decoder, light=is_light),
        (
            *(torch.zeros(1, 39, 128), torch.zeros(1, 39), torch.zeros(1, 39), row),
            *(torch.ones(1 + blocks, 39), torch.tensor(3)),
            *(torch.zeros(1, 130, KEPT), torch.zeros(blocks, 256, KEPT)),
        ),
        {
            **{"states": frames, "f0": frames, "energy": frames, "speaker": {}},
            **{"there": frames, "lead": {}, "first": {}, "kept": {}},
        },
        {"spectra": {1: "S"}, "first_kept": {}, "kept_kept": {}},
    )


def _blend_rows(net: nn.Module, blends: Mapping[int, Blend]) -> None:
    """Make the rows named by `blends` of those that were trained."""
    for table in _speaker_tables(net):
        trained = table.weight.detach().clone()
        for row, blend in blends.items():
            if blend:
                made = sum((share * trained[each] for each, share in blend), torch.zeros(1))
                table.weight.data[row] = made


def _keep_rows(net: nn.Module, rows: int) -> None:
    for table in _speaker_tables(net):
        table.weight = nn.Parameter(table.weight[:rows].detach().clone())
        table.num_embeddings = len(table.weight)


def _speaker_tables(net: nn.Module) -> Iterator[nn.Embedding]:
    for name, table in net.named_modules():
        is_named = any(word in name for word in ("speaker", "film", "shift"))
        if is_named and isinstance(table, nn.Embedding) and table.num_embeddings > 1:
            yield table


def _voice(part: Part, clips: Sequence[Clip]) -> dict[str, object]:
    """What `voice.json` tells of a voice; its gain brings the teacher's level to ours."""
    some = [clip for clip in clips if clip.name[0] in "sq"][:LEVELLED]
    powers = [10 ** (active_level(clip.sound / 32768) / 10) for clip in some]
    level = 10 * np.log10(np.mean(powers))
    hertz = np.concatenate([clip.f0[clip.f0 > VOICED_FROM] for clip in some])
    return {
        "name": part.name,
        "row": part.row,
        "language": part.language,
        "gender": part.gender,
        "description": part.description,
        "words_a_minute": part.words_a_minute,
        "log_f0_mean": round(float(np.log(hertz).mean()), 4),
        "gain": round(float(10 ** ((SPEECH_LEVEL - level) / 20)), 4),
    }
