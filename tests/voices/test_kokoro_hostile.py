"""Files that are no voices of Kokoro's family: each is refused with its reason, nothing is left."""

from __future__ import annotations

import io
import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper

from kokoro_voice import SPEAKERS, prepared, small_net, styles, write_source
from sotto.errors import VoiceDamagedError
from sotto.voice.kokoro.bundle import load_kokoro_bundle
from sotto_voices.errors import UnpreparedError
from sotto_voices.kokoro.prepare import prepare
from sotto_voices.preparation import prepare_in_child


def _body() -> object:
    return helper.make_graph([], "body", [], [])


def _with(node: object) -> ModelProto:
    net = small_net()
    net.graph.node.append(node)
    return net


def _without_input(name: str) -> ModelProto:
    net = small_net()
    kept = [item for item in net.graph.input if item.name != name]
    del net.graph.input[:]
    net.graph.input.extend(kept)
    return net


def _typed(name: str, kind: int) -> ModelProto:
    net = small_net()
    item = next(item for item in net.graph.input if item.name == name)
    item.type.tensor_type.elem_type = kind
    return net


def _shaped(name: str, shape: list[int]) -> ModelProto:
    net = small_net()
    item = next(item for item in net.graph.input if item.name == name)
    item.CopyFrom(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    return net


def _output(kind: int) -> ModelProto:
    net = small_net()
    net.graph.output[0].type.tensor_type.elem_type = kind
    return net


def _changed(name: str, value: float) -> ModelProto:
    net = small_net()
    tensor = next(item for item in net.graph.initializer if item.name == name)
    tensor.raw_data = np.float32(value).tobytes()
    return net


def _scaled(factor: float) -> ModelProto:
    net = small_net()
    last = net.graph.node[-1]
    last.input[0] = "scaled"
    net.graph.node.insert(
        len(net.graph.node) - 1, helper.make_node("Mul", ["hum", "f"], ["scaled"])
    )
    net.graph.initializer.append(helper.make_tensor("f", TensorProto.FLOAT, [], [factor]))
    return net


def _elsewhere() -> ModelProto:
    net = small_net()
    tensor = net.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../../../../etc/passwd"
    return net


def _huge() -> ModelProto:
    net = small_net()
    net.graph.initializer[0].dims[:] = [1 << 40]
    return net


NETS: dict[str, tuple[Callable[[], ModelProto | bytes], str]] = {
    "no graph": (lambda: b"nothing", "no ONNX graph"),
    "cut short": (lambda: small_net().SerializeToString()[:-40], "no ONNX graph|cut short"),
    "other inputs": (lambda: small_net(tokens="words"), "its inputs are"),
    "no inputs": (lambda: _without_input("speed"), "its inputs are|not made"),
    "speed in words": (lambda: small_net(speed=TensorProto.STRING), "speed is of another type"),
    "tokens of floats": (lambda: _typed("tokens", TensorProto.FLOAT), "tokens are of another"),
    "style of whole numbers": (lambda: _typed("style", TensorProto.INT64), "its style"),
    "narrow style": (lambda: _shaped("style", [1, 128]), "its style"),
    "flat style": (lambda: _shaped("style", [256]), "its style"),
    "no sound": (lambda: _output(TensorProto.INT64), "no output of sound"),
    "loop": (lambda: _with(helper.make_node("Loop", ["", ""], ["x"], body=_body())), "a loop"),
    "other domain": (lambda: _with(helper.make_node("Evil", [], ["x"], domain="evil")), "evil"),
    "circle": (lambda: _with(helper.make_node("Sin", ["y"], ["x"])), "has not made"),
    "twice": (lambda: _with(helper.make_node("Sin", ["wave"], ["hum"])), "the same twice"),
    "silence": (lambda: _scaled(0.0), "gives no sound"),
    "no numbers": (lambda: _scaled(float("nan")), "gives no sound"),
    "endless": (lambda: _changed("hop", 1e6), "come to an end"),
    "beyond memory": (lambda: _changed("hop", 1e12), "fails when it is run|memory"),
    "weights elsewhere": (_elsewhere, "another file"),
    "huge weights": (_huge, "weights of"),
}


@pytest.mark.parametrize("case", NETS)
def test_a_net_that_is_none_is_refused(tmp_path: Path, case: str) -> None:
    make, reason = NETS[case]
    into = tmp_path / "made"
    into.mkdir()
    with pytest.raises(UnpreparedError, match=reason):
        prepare(write_source(tmp_path / "in", make()), None, into)
    assert not (into / "voice.json").exists()


def _npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def _archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return stream.getvalue()


def _pickled() -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.asarray([{"a": 1}], object), allow_pickle=True)
    return stream.getvalue()


def _header(shape: str, kind: str = "<f4") -> bytes:
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    text += " " * (63 - (10 + len(text)) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


ROW = np.full((4, 1, 256), 0.1, np.float32)
VOICES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("v.npz", b"", "unlikely size"),
    "no archive": ("v.npz", b"PK nothing", "damaged"),
    "cut short": ("v.npz", _archive(af_a=_npy(ROW))[:-60], "damaged"),
    "archive of nothing": ("v.npz", _archive(), "holds none"),
    "no numbers": ("v.npz", _archive(af_a=b"text"), "damaged"),
    "pickled": ("v.npz", _archive(af_a=_pickled()), "no plain numbers"),
    "pickle alone": ("v.npz", _archive(af_a=pickle.dumps({})), "damaged"),
    "in words": ("v.npz", _archive(af_a=_npy(np.asarray(["a"]))), "no plain numbers"),
    "whole numbers": ("v.npz", _archive(af_a=_npy(ROW.astype(np.int64))), "no plain numbers"),
    "turned": ("v.npz", _archive(af_a=_npy(np.asfortranarray(ROW[:, 0]))), "no plain numbers"),
    "narrow": ("v.npz", _archive(af_a=_npy(ROW[..., :128])), "no style"),
    "no shape": ("v.npz", _archive(af_a=_npy(np.asarray(1, np.float32))), "no style"),
    "shape beyond all": ("v.npz", _archive(af_a=_header("(1000000000, 256)")), "no style"),
    "negative shape": ("v.npz", _archive(af_a=_header("(-1, 256)")), "no plain numbers|no style"),
    "not finite": ("v.npz", _archive(af_a=_npy(ROW * np.float32("nan"))), "numbers that are none"),
    "beyond all": ("v.npz", _archive(af_a=_npy(ROW * np.float32(1e9))), "numbers that are none"),
    "unlike rows": ("v.npz", _archive(af_a=_npy(ROW), af_b=_npy(ROW[:2])), "different numbers"),
    "swelling": ("v.npz", _archive(af_a=bytes(200 << 20)), "holds too much"),
    "very many": ("v.npz", _archive(**{f"af_{n}": b"" for n in range(300)}), "holds too much"),
    "leads out": ("v.npz", _archive(**{"../../af_a": _npy(ROW)}), "no name"),
    "absolute": ("v.npz", _archive(**{"/tmp/af_a": _npy(ROW)}), "no name"),
    "raw and odd": ("af_a.bin", b"\0" * 1000, "no style"),
    "raw and endless": ("af_a.bin", b"\0" * (5000 * 1024), "no style"),
    "nobody's language": ("v.npz", _archive(jf_a=_npy(ROW)), "speaks a language"),
    "another ending": ("v.json", b"{}", "no file of voices"),
}


@pytest.mark.parametrize("case", VOICES)
def test_voices_that_are_none_are_refused(tmp_path: Path, case: str) -> None:
    name, data, reason = VOICES[case]
    into = tmp_path / "made"
    into.mkdir()
    model = write_source(tmp_path / "in", small_net())
    voices = tmp_path / name
    voices.write_bytes(data)
    with pytest.raises(UnpreparedError, match=reason):
        prepare(model, voices, into)
    assert list(into.iterdir()) == []


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    model = write_source(tmp_path / "in", small_net())
    link, pipe = tmp_path / "link.npz", tmp_path / "pipe.npz"
    link.symlink_to(model.with_name("voices.npz"))
    os.mkfifo(pipe)
    for voices, reason in ((link, "a link"), (pipe, "not a file")):
        with pytest.raises(UnpreparedError, match=reason):
            prepare(model, voices, tmp_path)
    (tmp_path / "other.onnx").symlink_to(model)
    with pytest.raises(UnpreparedError, match="a link"):
        prepare(tmp_path / "other.onnx", model.with_name("voices.npz"), tmp_path)


def test_a_model_without_voices_says_what_is_missing(tmp_path: Path) -> None:
    model = write_source(tmp_path / "in", small_net())
    model.with_name("voices.npz").unlink()
    with pytest.raises(UnpreparedError, match="--voices"):
        prepare(model, None, tmp_path)


def test_what_shows_only_when_it_runs_ends_in_the_child(tmp_path: Path) -> None:
    into = tmp_path / "made"
    into.mkdir()
    model = write_source(tmp_path / "in", _changed("hop", 1e12))
    with pytest.raises(UnpreparedError, match=r"fails when it is run|memory"):
        prepare_in_child(model, into)
    assert not (into / "voice.json").exists()


MANIFESTS: dict[str, tuple[str, object]] = {
    "other format": ("format", 5),
    "no rate": ("sample_rate", 0),
    "unknown writing": ("writing", "runes"),
    "no symbols": ("symbols", {}),
    "symbols of words": ("symbols", {" ": "x"}),
    "no space": ("symbols", {"a": 1}),
    "ends in words": ("end", ["0"]),
    "endless end": ("end", [0] * 100),
    "graph elsewhere": ("graphs", {"whole": "../model.onnx"}),
    "styles elsewhere": ("styles", {"file": "/etc/passwd", "rows": 510, "width": 256}),
    "styles too many": ("styles", {"file": "styles.bin", "rows": 4000, "width": 256}),
    "no speakers": ("speakers", []),
    "speakers in words": ("speakers", ["a"]),
    "unlikely pace": ("cost", -1),
    "unlikely hop": ("hop", 10**9),
    "unknown speed": ("speed", "float64"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("kokoro"))


@pytest.mark.parametrize("case", MANIFESTS)
def test_a_damaged_description_is_refused(folder: Path, case: str) -> None:
    key, value = MANIFESTS[case]
    description = folder / "voice.json"
    whole = description.read_text("utf-8")
    try:
        description.write_text(json.dumps(json.loads(whole) | {key: value}), "utf-8")
        with pytest.raises(VoiceDamagedError):
            load_kokoro_bundle(folder)
    finally:
        description.write_text(whole, "utf-8")
    assert len(load_kokoro_bundle(folder).speakers) == len(SPEAKERS) - 1


def test_styles_that_do_not_fit_their_description_are_refused(folder: Path) -> None:
    file = folder / "styles.bin"
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[:-4])
        with pytest.raises(VoiceDamagedError, match="bytes"):
            load_kokoro_bundle(folder)
    finally:
        file.write_bytes(whole)


def test_a_voice_that_is_called_alike_twice_is_refused(tmp_path: Path) -> None:
    model = write_source(tmp_path / "in", small_net())
    voices = tmp_path / "voices"
    voices.mkdir()
    for name in ("af_a", "af_b"):
        (voices / f"{name}.bin").write_bytes(styles((name,))[name].tobytes())
    into = tmp_path / "made"
    into.mkdir()
    assert prepare(model, voices, into).name == "hum"
    assert set(load_kokoro_bundle(into).speakers) == {"af_a", "af_b"}
