"""Preparation: a stock Piper graph becomes three graphs that together stream it exactly.

    text     ids -> mean and log deviation of the prior a phoneme id, frames a phoneme id
    flow     samples of the prior -> latents; a frame needs `flow_reach` frames around it
    decoder  latents -> sound; what it needs around a frame tell `stages` and `decoder_reach`

All is found by structure, never by the name of a tensor. Needs the package `onnx`; what comes
out does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onnx import ModelProto, NodeProto, TensorProto, helper

from sotto_voices.piper.graph import Graph, Nodes, used

VOCODER = set("Conv ConvTranspose LeakyRelu Add Mul Div Tanh Unsqueeze".split())
"""Operations that look at most a fixed number of frames around."""
FLOW = VOCODER | set("Slice Split Concat Shape ConstantOfShape Sigmoid Sub Neg Exp".split())
_STAGE = ("kernel", "stride", "pad", "left", "right")


class NotStreamableError(ValueError):
    """The graph is no VITS whose vocoder is local in time."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Text, flow, decoder, and the plan that speaking with them needs (plain JSON)."""

    text: ModelProto
    flow: ModelProto
    decoder: ModelProto
    plan: dict[str, Any]


def split(model: ModelProto) -> Parts:
    """Take a stock graph apart. Raises NotStreamableError."""
    try:
        return _split(model)
    except (ValueError, KeyError, IndexError, RecursionError, TypeError) as error:
        raise NotStreamableError(str(error) or type(error).__name__) from error


def _split(model: ModelProto) -> Parts:
    graph = Graph(model)
    sound = model.graph.output[0].name
    latent, decoder = _latent(graph, sound)
    noises = [node for node in graph.nodes if node.op_type == "RandomNormalLike"]
    counts = [node.output[0] for node in graph.nodes if node.op_type == "Ceil"]
    if not noises or len(counts) != 1:
        raise NotStreamableError("no prior with durations")
    prior, mean, deviation = _prior(graph, noises[-1], counts[0])
    late = graph.after(prior)
    flow = [node for node in graph.before([latent], [prior]) if late & set(node.output)]
    if any(node.op_type not in FLOW for node in flow):
        raise NotStreamableError("the flow is not local in time")
    made = {name for node in (*flow, *decoder) for name in node.output} | {prior}
    crossing = used([*flow, *decoder]) & graph.after(*graph.inputs) - made
    masks = sorted(crossing & graph.after("input", "input_lengths"))  # ones for a batch of one
    speaker = sorted(crossing - set(masks))  # what the text part makes of `sid`
    noise = [node.output[0] for node in noises[:-1]]
    decoder = graph.before([sound], [latent, *crossing])
    stages, reach, trimmed, cuts = _trim(decoder, latent, sound)
    known = [mean, deviation, *counts, *speaker]
    if len(noise) > 1:
        raise NotStreamableError("more noise than that of the durations")
    text = graph.extract(graph.before(known, noise), noise, known)
    flow_nodes = graph.before([latent], [prior, *crossing])
    flow_part = graph.extract(flow_nodes, [prior, *masks, *speaker], [latent])
    decoder_part = graph.extract(trimmed, [latent, *speaker], [sound], cuts)
    plan = {
        "duration_noise": "".join(noise),
        "flow_reach": list(_reach(flow, latent, prior)),
        "decoder_reach": list(reach),
        "stages": [dict(zip(_STAGE, stage, strict=True)) for stage in stages],
        "text": _inputs(text),
        "flow": _inputs(flow_part),
        "decoder": _inputs(decoder_part),
        "speaker": speaker,
    }
    return Parts(text, flow_part, decoder_part, plan)


def _inputs(model: ModelProto) -> list[str]:
    return [item.name for item in model.graph.input]


def _latent(graph: Graph, sound: str) -> tuple[str, list[NodeProto]]:
    """The earliest tensor that all text passes through and after which all is local in time."""
    dynamic = graph.after("input")
    nodes = [node for node in graph.before([sound]) if dynamic & set(node.output)]
    last_use = {name: i for i, node in enumerate(nodes) for name in node.input}
    live, alone = {"input"}, []
    for i, node in enumerate(nodes):
        live = {name for name in live | set(node.output) if last_use.get(name, 0) > i}
        alone.append(min(live) if len(live) == 1 else "")
    found, has_upsampling = ("", nodes), False
    for i in range(len(nodes) - 1, -1, -1):
        if alone[i] and has_upsampling:
            found = alone[i], nodes[i + 1 :]
        if nodes[i].op_type not in VOCODER:
            break
        has_upsampling |= nodes[i].op_type == "ConvTranspose"
    if not found[0]:
        raise NotStreamableError("no vocoder that is local in time")
    return found


def _prior(graph: Graph, noise: NodeProto, counts: str) -> tuple[str, str, str]:
    """The prior's sample; its mean and log deviation a phoneme id, [1, ids, channels].

    sample = repeat(mean) + noise * exp(repeat(log deviation)) * scale
    """
    late = graph.after(counts)

    def source(name: str) -> str:
        """Up through the repetition, a product with the alignment, to what is repeated."""
        while name in late:
            node = graph.maker[name]
            early = [item for item in node.input if item not in late]
            if node.op_type == "MatMul" and len(early) == 1:
                return str(early[0])
            if node.op_type not in ("Transpose", "Exp"):
                break
            name = node.input[0]
        raise NotStreamableError("the prior is not repeated by a product")

    (scaled,) = (node for node in graph.nodes if noise.output[0] in node.input)
    (spread,) = (name for name in scaled.input if name != noise.output[0])
    node = scaled
    while node.op_type != "Add":
        (node,) = (user for user in graph.nodes if node.output[0] in user.input)
    return node.output[0], source(noise.input[0]), source(spread)


def _reach(nodes: Nodes, output: str, source: str) -> tuple[int, int]:
    """How many frames of `source` before and after its own a frame of `output` depends on."""
    found = {output: (0, 0)}
    for node in reversed(nodes):
        known = [found[name] for name in node.output if name in found]
        if not known or source in node.output:
            continue
        left, right = known[0]
        if node.op_type == "Conv":
            ints = {item.name: list(item.ints) for item in node.attribute}
            reach = (ints["kernel_shape"][0] - 1) * ints["dilations"][0]
            left, right = left + ints["pads"][0], right + reach - ints["pads"][0]
        for name in node.input:
            old = found.get(name, (0, 0))
            found[name] = max(old[0], left), max(old[1], right)
    return found[source]


def _trim(nodes: Nodes, latent: str, sound: str) -> tuple[Any, Any, Any, Any]:
    """Stages, reach above them, and nodes and inputs with a slice before every upsampling: a stage
    is its kernel, stride and pad, and how far the layers below it reach, in its own frames."""
    ups = [node for node in nodes if node.op_type == "ConvTranspose"]
    stages: list[list[int]] = []
    end, above = sound, list(nodes)
    for up in reversed(ups):
        ints = {item.name: list(item.ints) for item in up.attribute}
        sizes = [ints[key][0] for key in ("kernel_shape", "strides", "pads")]
        stages.insert(0, [*sizes, *_reach(above, end, up.output[0])])
        end, above = up.input[0], above[: above.index(up)]
    axis = helper.make_tensor("time_axis", TensorProto.INT64, [1], [2])
    made = [helper.make_node("Constant", [], ["time_axis"], value=axis)]
    names: list[str] = []
    for node in nodes:
        if node in ups:
            i = ups.index(node)
            names += f"begin_{i}", f"end_{i}"
            cut = [node.input[0], *names[-2:], "time_axis"]
            made.append(helper.make_node("Slice", cut, [f"kept_{i}"]))
            trimmed = NodeProto.FromString(node.SerializeToString())
            trimmed.input[0] = f"kept_{i}"
            made.append(trimmed)
        else:
            made.append(node)
    return stages, _reach(above, end, latent), made, names
