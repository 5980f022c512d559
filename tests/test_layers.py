"""Imports point one way, clients know no insides, and each library has its one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

DAEMON = Path(__file__).parents[1] / "daemon"
ORDER = (
    "errors",
    "messages",
    "text",
    "phonemes",
    "voice",
    "audio",
    "synthesis",
    "speech",
    "dbus",
    "app",
)
"""Each may import what stands before it."""

RANK = {name: rank for rank, name in enumerate(ORDER)} | {
    "__init__": -1,
    "cancel": 1,
    "chosen": 1,
    "settings": 2,
    "memory": 0,
    "starting": 0,
    "private": 1,
    "clock": 0,
    "preferences": ORDER.index("speech"),
    "live": ORDER.index("dbus"),
    "arrivals": ORDER.index("dbus"),
    "parts": ORDER.index("dbus") + 0.2,
    "saving": ORDER.index("dbus") + 0.2,
    "board": ORDER.index("dbus") + 0.2,
    "ensemble": ORDER.index("dbus") + 0.4,
    "cli": len(ORDER),
    "__main__": len(ORDER) + 1,
}
HOMES = {
    "dbus_next": ("sotto/dbus", "sotto_bus", "sotto_client"),
    "onnx": ("sotto_voices/piper", "sotto_voices/kokoro"),
    "onnxruntime": ("sotto/voice", "sotto_voices"),
    "pulsectl": ("sotto/audio",),
}
FILES = sorted(DAEMON.rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    """Names of all modules that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def part(name: str) -> str:
    """The folder or file directly in `sotto` that a module is in."""
    return name.split(".")[1] if "." in name else "__init__"


def module(file: Path) -> str:
    return ".".join(file.relative_to(DAEMON).with_suffix("").parts)


@pytest.mark.parametrize("file", [f for f in FILES if module(f).startswith("sotto.")], ids=module)
def test_imports_point_one_way(file: Path) -> None:
    own = part(module(file))
    for name in imports(file):
        if name == "sotto" or name.startswith("sotto."):
            other = part(name)
            # `from sotto import __version__` names no module.
            rank = RANK.get(other, -1)
            assert rank < RANK[own] or other == own, f"{module(file)} imports {name}"


TEXT_ROOMS = ("tables", "tokens", "figures", "signs", "dictionary", "markup")
"""Within `text`; what stands beside them uses them all."""


@pytest.mark.parametrize("room", TEXT_ROOMS)
def test_rooms_of_text_know_only_those_before_them(room: str) -> None:
    allowed = TEXT_ROOMS[: TEXT_ROOMS.index(room) + 1]
    for file in (DAEMON / "sotto" / "text" / room).rglob("*.py"):
        used = {n.split(".")[2] for n in imports(file) if n.startswith("sotto.text.")}
        assert used <= set(allowed), file


@pytest.mark.parametrize("file", [f for f in FILES if "cli" in module(f)], ids=module)
def test_the_command_knows_the_daemon_only_where_it_is_the_daemon(file: Path) -> None:
    inside = {
        name
        for name in imports(file)
        if name.startswith("sotto.") and part(name) not in ("cli", "__version__")
    }
    allowed = {
        "sotto.app",
        "sotto.app.run",
        "sotto.errors",
        "sotto.errors.BusError",
        "sotto.errors.EngineError",
        "sotto.starting.lean",
        "sotto.starting.lean.begin",
        "sotto.starting.readahead",
        "sotto.starting.readahead.read_ahead",
    }
    assert inside <= (allowed if file.name == "serving.py" else set())


@pytest.mark.parametrize(
    "file", [f for f in FILES if module(f).startswith(("sotto_bus", "sotto_client"))], ids=module
)
def test_the_client_library_knows_no_insides(file: Path) -> None:
    assert [name for name in imports(file) if name.split(".")[0] == "sotto"] == []


@pytest.mark.parametrize("file", FILES, ids=module)
def test_the_voices_program_and_the_others_know_nothing_of_each_other(file: Path) -> None:
    own = module(file).split(".")[0]
    roots = {name.split(".")[0] for name in imports(file)}
    others = {"sotto", "sotto_bus", "sotto_client"}
    assert not roots & (others if own == "sotto_voices" else {"sotto_voices"})


NETWORK = {"http", "urllib.request", "socketserver", "ftplib", "requests", "ssl", "smtplib"}


@pytest.mark.parametrize("file", FILES, ids=module)
def test_only_the_voices_program_uses_the_network(file: Path) -> None:
    used = [n for n in imports(file) if n in NETWORK or n.split(".")[0] in NETWORK]
    assert not used or module(file).startswith("sotto_voices")


@pytest.mark.parametrize("file", FILES, ids=module)
def test_each_library_has_its_place(file: Path) -> None:
    place = file.relative_to(DAEMON).as_posix()
    for name in imports(file):
        homes = HOMES.get(name.split(".")[0], (place,))
        assert place.startswith(homes), f"{place} imports {name}"


def known(file: Path) -> set[str]:
    """The folders that a file imports from, itself or through the files beside `app.py`."""
    parts = {part(name) for name in imports(file) if name.startswith("sotto.")}
    beside = [each for name in parts - {"app"} if (each := DAEMON / f"sotto/{name}.py").exists()]
    return parts.union(*map(known, beside))


def test_only_the_composition_root_puts_stages_together() -> None:
    stages = {"text", "phonemes", "voice", "audio", "synthesis", "speech", "dbus"}
    assert [module(file) for file in FILES if stages <= known(file)] == ["sotto.app"]


def test_every_module_says_what_it_is() -> None:
    for file in FILES:
        assert ast.get_docstring(ast.parse(file.read_text())), file
