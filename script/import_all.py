"""Import every module that the installed distribution "sotto" brought, warnings being errors."""

from __future__ import annotations

import importlib
import sys
import warnings
from importlib.metadata import distribution

_GTK = {
    f"sotto_window.{name}"
    for name in "daemon fields main own_words pages rows word_editor words_page".split()
}
"""They need the distribution's GTK, which a clean environment has not; tests open the window."""

_ONNX = {
    f"sotto_voices.{family}.{name}"
    for family, names in (
        ("piper", "faster flat graph int8 net prepare split store".split()),
        ("kokoro", "decoder net noise norms prepare split streaming".split()),
    )
    for name in names
}
"""They need the package onnx, which only adding a voice does; tests add one."""


def _modules() -> list[str]:
    files = distribution("sotto").files or []
    modules = (file.with_suffix("").parts for file in files if file.suffix == ".py")
    names = {".".join(parts).removesuffix(".__init__") for parts in modules}
    return sorted(
        name for name in names if not name.endswith("__main__") and name not in _GTK | _ONNX
    )


def main() -> None:
    """Raises whatever an import raises."""
    warnings.simplefilter("error")
    names = _modules()
    for name in names:
        importlib.import_module(name)
    packages = sorted({name.partition(".")[0] for name in names})
    print(f"{len(names)} modules of {', '.join(packages)} imported from {sys.prefix}")


if __name__ == "__main__":
    main()
