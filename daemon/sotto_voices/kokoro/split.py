"""Where a net of Kokoro's shape can be taken apart, found by its structure, never by names.

    front    tokens, style, speed -> frames, and what the decoder needs: the text's features, pitch
             and energy, and the harmonic source (its phase is a sum over the whole clause, so
             all of it is made at once; it costs little)
    decoder  windows of these -> sound; spectra, convolutions, and means over time

The text's features are the one product of something of the text with the alignment from which no
sum of phases follows. What follows from them is the decoder; what else it takes, it takes as the
front gives it, but for what is made of the source: that belongs to the decoder from its spectra
on, or from its first convolution.
"""

from __future__ import annotations

from dataclasses import dataclass

from onnx import NodeProto

from sotto_voices.piper.graph import Graph, Nodes, used

JOINS = frozenset({"MatMul", "FusedMatMul", "Gather"})
CONVOLUTIONS = frozenset({"Conv", "ConvInteger"})
QUANTISERS = frozenset({"DynamicQuantizeLinear", "QuantizeLinear"})
LOCAL = CONVOLUTIONS | QUANTISERS | frozenset(
    "ConvTranspose DequantizeLinear Cast Mul Add Sub Div Floor Sqrt Pow Sin Cos Exp Abs Neg Sum "
    "Reciprocal LeakyRelu PRelu Relu Tanh Sigmoid Concat Reshape Squeeze Unsqueeze Resize Pad "
    "Slice Split Identity ReduceMean Constant".split()
)  # fmt: skip
"""Operations that look at most a fixed number of steps around, or are a mean that gets frozen."""
SHAPING = frozenset({"Reshape", "Pad", "Squeeze", "Unsqueeze", "Transpose", "Identity"})
SPECTRAL = SHAPING | frozenset("STFT Gather Where Greater Less Atan Shape Constant Not And".split())
"""What makes spectra of the source, beside those."""


class NotStreamableError(ValueError):
    """The net is none that can be taken apart; its text tells why."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The tensors that the decoder takes, the text's features first; its nodes in order; those that
    follow from the text's features; and the upsamplings between which it is trimmed."""

    tensors: tuple[str, ...]
    nodes: tuple[NodeProto, ...]
    main: frozenset[str]
    upsamplings: tuple[NodeProto, ...]


def find_cut(graph: Graph, tokens: str, frames: str, sound: str) -> Cut:
    """Raises NotStreamableError."""
    late = graph.after(*_rounded(graph, frames))
    joins = _joins(graph, graph.after(tokens), late)
    phases = _phases(graph, late, joins)
    features = _features(graph, joins, phases)
    reaching = graph.before([sound])
    follows = graph.after(features)
    main = [node for node in reaching if not follows.isdisjoint(node.input)]
    source = _source(graph, reaching, main, graph.after(*phases))
    known = {id(node) for node in (*main, *source)}
    local = [node for node in reaching if id(node) in known]
    made = {name for node in local for name in node.output}
    tensors = (features, *sorted((used(local) & late) - made - {features}))
    ups = _upsamplings(main)
    _check(main, ups)
    nodes = graph.before([sound], tensors)
    return Cut(tensors, tuple(nodes), frozenset(follows), tuple(ups[:-1]))


def _rounded(graph: Graph, frames: str) -> list[str]:
    """Where the durations become whole; all that follows is as long as the sound."""
    made = [n.output[0] for n in graph.before([frames]) if n.op_type == "Round"]
    if not frames or not made:
        raise NotStreamableError("it tells no frames of its tokens")
    return made[-1:]


def _joins(graph: Graph, text: set[str], late: set[str]) -> set[str]:
    """Products of something of the text with the alignment."""
    found = set()
    for node in graph.nodes:
        taken = set(node.input)
        if node.op_type in JOINS and taken & late and (taken & text) - late:
            found.add(str(node.output[0]))
    return found


def _phases(graph: Graph, late: set[str], joins: set[str]) -> set[str]:
    """Sums over time that become a sine; those that make the alignment are others."""
    found = set()
    for node in graph.nodes:
        if node.op_type == "CumSum" and node.input[0] in late:
            follows = graph.after(node.output[0])
            is_sine = any(n.op_type == "Sin" and n.input[0] in follows for n in graph.nodes)
            if is_sine and not follows & joins:
                found.add(str(node.output[0]))
    return found


def _features(graph: Graph, joins: set[str], phases: set[str]) -> str:
    found = [name for name in joins if not graph.after(name) & phases]
    if len(found) != 1 or not phases:
        raise NotStreamableError("it is not built of text, pitch and a harmonic source")
    return found[0]


def _source(graph: Graph, reaching: Nodes, main: Nodes, sums: set[str]) -> list[NodeProto]:
    """Nodes between the harmonic source and the decoder, from their spectra on."""
    taken = {id(node) for node in main}
    users: dict[str, list[int]] = {}
    for node in reaching:
        for name in node.input:
            users.setdefault(name, []).append(id(node))
    for node in reversed(reaching):
        follows = not sums.isdisjoint(node.input)
        if id(node) in taken or not follows or node.op_type not in LOCAL | SPECTRAL:
            continue
        if all(user in taken for name in node.output for user in users.get(name, ())):
            taken.add(id(node))
    taken -= {id(node) for node in main}
    begins = _begins(graph, [node for node in reaching if id(node) in taken])
    kept: list[NodeProto] = []
    follows_one: set[str] = set()
    for node in reaching:
        is_one = id(node) in begins or not follows_one.isdisjoint(node.input)
        if id(node) in taken and is_one:
            kept.append(node)
            follows_one.update(node.output)
    return kept


def _begins(graph: Graph, nodes: Nodes) -> set[int]:
    """Quantisers, convolutions, and transforms with what brings a wave into their shape."""
    known = {id(node) for node in nodes}
    found: set[int] = set()
    for node in nodes:
        if node.op_type in QUANTISERS | CONVOLUTIONS | {"STFT"}:
            found.add(id(node))
        if node.op_type == "STFT":
            above = graph.maker.get(node.input[0])
            while above is not None and above.op_type in SHAPING and id(above) in known:
                found.add(id(above))
                above = graph.maker.get(above.input[0])
    return found


def _upsamplings(main: Nodes) -> list[NodeProto]:
    """Those that mix channels; the last one makes the sound of its spectra."""
    found = []
    for node in main:
        numbers = {item.name: item for item in node.attribute}
        groups = numbers["group"].i if "group" in numbers else 1
        strides = list(numbers["strides"].ints) if "strides" in numbers else [1]
        if node.op_type == "ConvTranspose" and groups == 1 and strides[0] > 1:
            found.append(node)
    if len(found) < 2:
        raise NotStreamableError("its decoder has no upsampling that is known here")
    return found


def _check(main: Nodes, ups: Nodes) -> None:
    """After the last upsampling anything may stand: it is tried out."""
    last = next(place for place, node in enumerate(main) if node is ups[-1])
    for node in main[:last]:
        if node.op_type not in LOCAL:
            raise NotStreamableError(f"its decoder is not local in time ({node.op_type})")
