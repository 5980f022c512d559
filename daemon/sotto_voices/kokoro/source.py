"""What a stranger hands over: a model, its voices' styles, and what may stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sotto_voices.errors import UnpreparedError
from sotto_voices.piper.source import CARDS, LARGEST_MODEL, check_file, is_plain, safe_name

_STYLES = (".npz", ".bin")


@dataclass(frozen=True, slots=True)
class Source:
    """`styles` is one file or some; `card` tells of the model, where there is one."""

    name: str
    model: Path
    styles: tuple[Path, ...]
    card: Path | None


def find_source(given: Path, voices: Path | None) -> Source:
    """The model in a file or a folder, and its voices: `voices`, else what stands beside it.

    Raises UnpreparedError.
    """
    model = _model(given)
    check_file(model, LARGEST_MODEL)
    styles = _styles(voices) if voices is not None else _beside(model.parent)
    if not styles:
        raise UnpreparedError(
            f"{model.name} is no Piper voice, and there is no file of voices for it: see --voices"
        )
    card = next((c for c in map(model.with_name, CARDS) if is_plain(c, model.parent)), None)
    return Source(safe_name(model.name.removesuffix(".onnx")), model, styles, card)


def _model(given: Path) -> Path:
    if given.is_dir():
        models = sorted(p for p in given.glob("*.onnx") if is_plain(p, given))
        if len(models) != 1:
            raise UnpreparedError(f"{given.name} holds {len(models)} models; one is wanted")
        return models[0]
    if given.suffix != ".onnx":
        raise UnpreparedError(f"{given.name} is no voice: a .onnx file or a folder with one")
    return given


def _styles(voices: Path) -> tuple[Path, ...]:
    if voices.is_dir():
        return tuple(sorted(p for p in voices.glob("*.bin") if is_plain(p, voices)))
    if voices.suffix not in _STYLES:
        raise UnpreparedError(f"{voices.name} is no file of voices: .bin, .npz or a folder")
    return (voices,)


def _beside(folder: Path) -> tuple[Path, ...]:
    """One file of voices, or a folder of them that is called so."""
    files = [p for p in folder.iterdir() if p.suffix in _STYLES and is_plain(p, folder)]
    if len(files) > 1:
        raise UnpreparedError(f"{folder.name} holds {len(files)} files of voices: see --voices")
    inner = folder / "voices"
    return tuple(files) or (_styles(inner) if inner.is_dir() and not inner.is_symlink() else ())


def looks_like(given: Path) -> bool:
    """Whether it can only be of this family: voices beside it, and no description of Piper's."""
    folder = given if given.is_dir() else given.parent
    if not folder.is_dir() or (given.is_file() and given.suffix != ".onnx"):
        return False
    described = given.rglob("*.onnx.json") if given.is_dir() else [Path(f"{given}.json")]
    if any(path.exists() for path in described):
        return False
    try:
        return bool(_beside(folder))
    except UnpreparedError:
        return True
