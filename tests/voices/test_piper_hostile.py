"""Files that are no voices: each is refused with its reason, and nothing is left or reached."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper, numpy_helper

from piper_voice import DESCRIPTION, changed, small_net, write_stock
from sotto_voices.errors import UnpreparedError
from sotto_voices.piper.net import read_net
from sotto_voices.piper.prepare import prepare
from sotto_voices.piper.source import find_stock
from sotto_voices.preparation import prepare_aside

Change = Callable[[ModelProto], None]

DESCRIPTIONS: dict[str, tuple[object, str]] = {
    "no JSON": ("{", "no JSON"),
    "not UTF-8 text": ("\x00\x01", "no JSON"),
    "a list": ([], "does not hold an object"),
    "deep": ("[" * 100_000, "no JSON"),
    "empty": ({}, "audio is missing"),
    "no rate": (changed(audio={}), "sample_rate"),
    "rate of zero": (changed(audio={"sample_rate": 0}), "sample_rate"),
    "negative rate": (changed(audio={"sample_rate": -22050}), "sample_rate"),
    "rate beyond all": (changed(audio={"sample_rate": 10**12}), "sample_rate"),
    "rate in words": (changed(audio={"sample_rate": "22050"}), "sample_rate"),
    "rate is true": (changed(audio={"sample_rate": True}), "sample_rate"),
    "audio is a list": (changed(audio=[22050]), "audio is missing"),
    "no map": (changed(phoneme_id_map=None), "phoneme_id_map is missing"),
    "map is a list": (changed(phoneme_id_map=[1]), "phoneme_id_map is missing"),
    "map without pad": (changed(phoneme_id_map={"^": [1], "$": [2]}), "no _"),
    "map of numbers": (changed(phoneme_id_map={"_": 0, "^": 1, "$": 2}), "no list of numbers"),
    "map of nothing": (changed(phoneme_id_map={"_": [], "^": [1], "$": [2]}), "list of numbers"),
    "negative id": (changed(phoneme_id_map={"_": [-1], "^": [1], "$": [2]}), "phoneme_id_map"),
    "huge id": (changed(phoneme_id_map={"_": [10**9], "^": [1], "$": [2]}), "phoneme_id_map"),
    "id in words": (changed(phoneme_id_map={"_": ["0"], "^": [1], "$": [2]}), "phoneme_id_map"),
    "other phonemes": (changed(phoneme_type="pinyin"), "'pinyin' cannot be made"),
    "phonemes of a list": (changed(phoneme_type=["espeak"]), "cannot be made"),
    "no language": (changed(language=None, espeak=None), "language is not told"),
    "language leads out": (changed(language={"code": "../../etc"}), "language is not told"),
    "endless noise": (changed(inference={"noise_scale": 1e300}), "noise_scale"),
    "length of zero": (changed(inference={"length_scale": 0}), "length_scale"),
    "length in words": (changed(inference={"length_scale": "1"}), "length_scale"),
    "no number": ('{"audio": {"sample_rate": NaN}}', "sample_rate"),
    "no speakers": (changed(num_speakers=0), "num_speakers"),
    "a million speakers": (changed(num_speakers=10**6), "num_speakers"),
    "speaker beyond": (changed(num_speakers=2, speaker_id_map={"a": 5}), "speaker_id_map"),
    "speaker in words": (changed(num_speakers=2, speaker_id_map={"a": "0"}), "speaker_id_map"),
}


def _loops(model: ModelProto) -> None:
    body = helper.make_graph([], "body", [], [])
    model.graph.node.append(helper.make_node("Loop", ["", ""], ["more"], body=body))


def _scans(model: ModelProto) -> None:
    inner = helper.make_graph(
        [helper.make_node("Loop", ["", ""], ["x"], body=helper.make_graph([], "b", [], []))],
        "then",
        [],
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, None)],
    )
    branches = {"then_branch": inner, "else_branch": inner}
    model.graph.node.append(helper.make_node("If", ["nothing"], ["more"], **branches))


def _other_file(model: ModelProto) -> None:
    tensor = model.graph.initializer[2]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../../../../etc/passwd"


def _other_file_of_a_constant(model: ModelProto) -> None:
    tensor = numpy_helper.from_array(np.zeros(4, np.float32))
    tensor.data_location = TensorProto.EXTERNAL
    model.graph.node.insert(0, helper.make_node("Constant", [], ["secret"], value=tensor))


def _huge(model: ModelProto) -> None:
    model.graph.initializer[2].dims[:] = [1 << 40]


def _huge_product(model: ModelProto) -> None:
    model.graph.initializer[2].dims[:] = [1 << 20, 1 << 20]


def _negative(model: ModelProto) -> None:
    model.graph.initializer[2].dims[:] = [-256]


def _too_short(model: ModelProto) -> None:
    model.graph.initializer[2].raw_data = b"\0" * 12


def _without_numbers(model: ModelProto) -> None:
    model.graph.initializer[2].ClearField("raw_data")


def _unknown_type(model: ModelProto) -> None:
    model.graph.initializer[2].data_type = 999


def _own_operation(model: ModelProto) -> None:
    model.graph.node[0].domain = "evil.example"


def _circle(model: ModelProto) -> None:
    model.graph.node[1].input[1] = "hums"


def _twice(model: ModelProto) -> None:
    model.graph.node[1].output[0] = "numbers"


def _no_output(model: ModelProto) -> None:
    del model.graph.output[:]


def _output_from_nowhere(model: ModelProto) -> None:
    model.graph.output[0].name = "nowhere"


def _no_nodes(model: ModelProto) -> None:
    del model.graph.node[:]


def _other_inputs(model: ModelProto) -> None:
    model.graph.input[0].name = "tokens"
    model.graph.node[0].input[0] = "tokens"


def _more_inputs(model: ModelProto) -> None:
    model.graph.input.append(helper.make_tensor_value_info("x", TensorProto.FLOAT, [1]))


def _input_type(model: ModelProto) -> None:
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.STRING


def _output_type(model: ModelProto) -> None:
    model.graph.output[0].type.tensor_type.elem_type = TensorProto.INT64


def _own_functions(model: ModelProto) -> None:
    model.functions.add().name = "own"


NETS: dict[str, tuple[Change, str]] = {
    "a loop": (_loops, "a loop"),
    "a loop in a branch": (_scans, "a loop"),
    "weights elsewhere": (_other_file, "from another file"),
    "a constant elsewhere": (_other_file_of_a_constant, "from another file"),
    "huge": (_huge, "weights of"),
    "huge by product": (_huge_product, "weights of"),
    "negative": (_negative, "negative size"),
    "too short": (_too_short, "another size"),
    "without numbers": (_without_numbers, "without numbers"),
    "unknown type": (_unknown_type, "unknown type"),
    "own operation": (_own_operation, "evil.example"),
    "a circle": (_circle, "has not made"),
    "made twice": (_twice, "the same twice"),
    "no output": (_no_output, "no output"),
    "output from nowhere": (_output_from_nowhere, "never makes"),
    "no operations": (_no_nodes, "0 operations"),
    "other inputs": (_other_inputs, "no Piper voice"),
    "more inputs": (_more_inputs, "no Piper voice"),
    "text for numbers": (_input_type, "another type"),
    "numbers for sound": (_output_type, "is no sound"),
    "own functions": (_own_functions, "functions of its own"),
}

FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "unlikely size"),
    "zeros": (bytes(10_000), "no ONNX graph"),
    "text": (b"hello" * 100, "no ONNX graph"),
    "cut short": (small_net().SerializeToString()[:-40], "no ONNX graph"),
    "a zip": (b"PK\x03\x04" + bytes(200), "no ONNX graph"),
    "ends in the middle": (small_net().SerializeToString()[:60], "no ONNX graph"),
}


@pytest.mark.parametrize("case", DESCRIPTIONS)
def test_a_description_that_is_none_is_refused(tmp_path: Path, case: str) -> None:
    content, reason = DESCRIPTIONS[case]
    model = write_stock(tmp_path / "in", small_net(), content)
    with pytest.raises(UnpreparedError, match=reason):
        find_stock(model, tmp_path)


@pytest.mark.parametrize("case", NETS)
def test_a_net_that_is_none_is_refused_unrun(tmp_path: Path, case: str) -> None:
    change, reason = NETS[case]
    net = small_net()
    change(net)
    with pytest.raises(UnpreparedError, match=reason):
        read_net(write_stock(tmp_path, net))


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_net_is_refused(tmp_path: Path, case: str) -> None:
    data, reason = FILES[case]
    with pytest.raises(UnpreparedError, match=reason):
        prepare(write_stock(tmp_path / "in", data), tmp_path, tmp_path)


def _silent() -> ModelProto:
    return small_net(sound=0.0)


def _not_numbers() -> ModelProto:
    return small_net(sound=float("nan"))


def _expanding() -> ModelProto:
    """It asks for 4 TB while it runs."""
    net = small_net()
    shape = numpy_helper.from_array(np.asarray([1 << 20, 1 << 20], np.int64), "vast")
    net.graph.initializer.append(shape)
    net.graph.node[3].output[0] = "hums_once"
    expand = helper.make_node("ConstantOfShape", ["vast"], ["space"])
    net.graph.node.insert(4, helper.make_node("ReduceSum", ["space"], ["sum"], keepdims=0))
    net.graph.node.insert(4, expand)
    net.graph.node.insert(6, helper.make_node("Add", ["hums_once", "sum"], ["hums"]))
    return net


@pytest.mark.parametrize(
    ("net", "reason"),
    [
        (_silent, "no sound"),
        (_not_numbers, "no sound"),
        (_expanding, "fails when it is run|memory|cannot be run"),
    ],
)
def test_what_shows_only_when_it_runs_ends_in_the_child(
    tmp_path: Path, net: Callable[[], ModelProto], reason: str
) -> None:
    into = tmp_path / "made"
    into.mkdir()
    with pytest.raises(UnpreparedError, match=reason):
        prepare_aside(write_stock(tmp_path / "in", net()), into)
    assert not (into / "voice.json").exists()


def _archive(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "member",
    [
        _member("../out.onnx"),
        _member("/tmp/out.onnx"),
        _member("a/../../out.onnx"),
        _member("x.onnx", tarfile.SYMTYPE, "/etc/passwd"),
        _member("x.onnx", tarfile.LNKTYPE, "/etc/passwd"),
        _member("x.onnx", tarfile.CHRTYPE),
        _member("x.onnx", tarfile.FIFOTYPE),
    ],
    ids=lambda member: f"{member.name} {member.type!r}",
)
def test_an_archive_that_leads_out_is_refused(tmp_path: Path, member: tarfile.TarInfo) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    archive = _archive(tmp_path / "voice.tar.gz", (member, b""))
    with pytest.raises(UnpreparedError, match=r"leads out|a link or a device"):
        find_stock(archive, inside)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["inside", "voice.tar.gz"]
    assert list(inside.iterdir()) == []


def test_an_archive_that_swells_is_refused_before_it_is_written(tmp_path: Path) -> None:
    info = tarfile.TarInfo("big.onnx")
    info.size = 1 << 40
    head = info.tobuf(tarfile.GNU_FORMAT)
    archive = tmp_path / "bomb.tar.gz"
    archive.write_bytes(gzip.compress(head + bytes(10 << 20)))
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(UnpreparedError, match="holds too much"):
        find_stock(archive, inside)
    assert list(inside.iterdir()) == []


def test_an_archive_of_very_many_is_refused(tmp_path: Path) -> None:
    many = [(_member(f"{n}.txt"), b"") for n in range(500)]
    with pytest.raises(UnpreparedError, match="holds too much"):
        find_stock(_archive(tmp_path / "many.tgz", *many), tmp_path)


# Without a time in it: two processes that collect tests have to find the same ones.
TORN = gzip.compress(b"x" * 600, mtime=0)[:-9]


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b nothing", TORN], ids=["empty", "no gzip", "torn"])
def test_an_archive_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    archive = tmp_path / "voice.tar.gz"
    archive.write_bytes(data)
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(UnpreparedError):
        find_stock(archive, inside)


@pytest.mark.parametrize("which", ["de-hum.onnx", "de-hum.onnx.json"])
def test_a_link_is_not_followed(tmp_path: Path, which: str) -> None:
    model = write_stock(tmp_path / "in", small_net())
    target = model.with_name(which)
    target.rename(tmp_path / "elsewhere")
    target.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnpreparedError, match="link"):
        find_stock(model, tmp_path)
    with pytest.raises(UnpreparedError):
        find_stock(model.parent, tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    model = write_stock(tmp_path / "in", small_net())
    model.unlink()
    os.mkfifo(model)
    with pytest.raises(UnpreparedError):
        find_stock(model, tmp_path)


@pytest.mark.parametrize("name", [".hidden", "-rf", "a:b", "a b", "x" * 200, "a\nb"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    model = write_stock(tmp_path, small_net())
    moved = tmp_path / f"{name}.onnx"
    model.rename(moved)
    model.with_name(f"{model.name}.json").rename(tmp_path / f"{name}.onnx.json")
    with pytest.raises(UnpreparedError, match="no name for a voice"):
        find_stock(moved, tmp_path)


def test_a_folder_of_several_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnpreparedError, match="holds 0 models"):
        find_stock(tmp_path, tmp_path)
    for name in ("a", "b"):
        write_stock(tmp_path, small_net(), name=name)
    with pytest.raises(UnpreparedError, match="holds 2 models"):
        find_stock(tmp_path, tmp_path)


def test_a_sound_small_voice_is_taken_in_one_piece(tmp_path: Path) -> None:
    into = tmp_path / "made"
    into.mkdir()
    found = prepare(write_stock(tmp_path / "in", small_net()), into, tmp_path)
    assert found.name == "de-hum" and not found.streams and found.reason
    assert json.loads((into / "voice.json").read_text("utf-8"))["language"] == "de-de"
    assert DESCRIPTION["num_speakers"] == 1
