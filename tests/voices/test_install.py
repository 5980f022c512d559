"""Installing: the whole voice or none of it, whatever happens half-way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import mirror as m
from mirror import Mirror
from sotto_voices import files as own_files
from sotto_voices.address import read_address
from sotto_voices.errors import (
    BusyError,
    DamagedError,
    FetchError,
    NoSpaceError,
    UnknownOfferError,
    UnpreparedError,
)
from sotto_voices.fetch import Patience
from sotto_voices.files import Places, locked
from sotto_voices.index import LARGEST_INDEX, read_index
from sotto_voices.install import Installer, find_installed, installed, read_origin, remove
from sotto_voices.trial import try_voice

KEY = "en_US-joe-medium"
MODEL = bytes(range(256)) * 400
SHORT = Patience(silence=0.5, whole=1.0, slow=0.3, least=1000, tries=2)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.of({"HOME": str(tmp_path)})


def prepare(source: Path, into: Path) -> None:
    """Stands for the real one, which has tests of its own."""
    shutil.copy(source / f"{KEY}.onnx", into / "model.onnx")
    (into / "voice.json").write_text('{"format": 3}')


def speak(_folder: Path) -> None:
    """Stands for the daemon's own trial."""


def install(
    server: Mirror,
    places: Places,
    make: Callable[[Path, Path], None] = prepare,
    told: list[tuple[str, int, int]] | None = None,
    speaks: Callable[[Path], None] = speak,
) -> Path:
    address = read_address(server.url)
    index = read_index(server.files["voices.json"])
    installer = Installer(places, make, speaks, SHORT)
    report = (told if told is not None else []).append
    return installer.install(
        address, index.find(KEY), lambda step, done, total: report((step, done, total))
    )


@pytest.fixture
def offered(server: Mirror) -> Mirror:
    server.offer(KEY, m.piper_files(KEY, MODEL))
    return server


def test_a_voice_is_installed_and_removed(offered: Mirror, places: Places) -> None:
    told: list[tuple[str, int, int]] = []
    folder = install(offered, places, told=told)
    assert folder == places.voices / KEY
    assert (folder / "model.onnx").read_bytes() == MODEL
    assert (folder / "MODEL_CARD").read_text() == m.CARD
    assert json.loads((folder / "voice.json").read_text()) == {"format": 3, "licence": "CC0"}
    assert read_origin(folder)["digests"].keys() == {
        f"{KEY}.onnx",
        f"{KEY}.onnx.json",
        "MODEL_CARD",
    }
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["fetch", "prepare", "try", "put"]
    fetched = [done for step, done, _ in told if step == "fetch"]
    assert fetched == sorted(fetched) and fetched[-1] == told[0][2]
    assert not (places.downloads / KEY).exists()
    remove(places, KEY.upper())
    assert installed(places) == []
    assert [each.name for each in places.incoming.iterdir()] == [f"{KEY}.lock"]


@pytest.mark.parametrize(
    ("spoiler", "error"),
    [
        (m.truncated(100), FetchError),
        (m.corrupt, DamagedError),
        (m.longer, DamagedError),
        (m.silent, FetchError),
        (m.failing(404), FetchError),
        (m.redirected("file:///etc/passwd"), FetchError),
    ],
)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_failed_fetch_leaves_what_was_installed(
    offered: Mirror, places: Places, spoiler: m.Spoiler, error: type[Exception], which: int
) -> None:
    folder = install(offered, places)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    offered.offer(KEY, m.piper_files(KEY, MODEL[::-1], m.CARD + "second\n"))
    path = list(m.piper_files(KEY, MODEL))[which]
    offered.files[path] += b" " * 500
    offered.offer(KEY, {name: offered.files[name] for name in m.piper_files(KEY, MODEL)})
    offered.spoilers[path] = spoiler
    with pytest.raises(error):
        install(offered, places)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    del offered.spoilers[path]
    install(offered, places)
    assert (folder / "model.onnx").read_bytes().startswith(MODEL[::-1])


def test_a_failed_preparation_leaves_nothing(offered: Mirror, places: Places) -> None:
    def fail(_source: Path, into: Path) -> None:
        (into / "half").write_text("x")
        raise UnpreparedError("it cannot be split")

    with pytest.raises(UnpreparedError, match="split"):
        install(offered, places, fail)
    with pytest.raises(UnpreparedError, match=r"voice\.json"):
        install(offered, places, lambda _source, _into: None)
    assert installed(places) == []
    assert [each.name for each in places.incoming.iterdir()] == [f"{KEY}.lock"]
    # What was fetched need not be fetched again.
    before = len(offered.asked)
    install(offered, places)
    assert len(offered.asked) == before


def test_a_voice_that_does_not_speak_is_not_installed(offered: Mirror, places: Places) -> None:
    with pytest.raises(UnpreparedError, match="made for another version"):
        install(offered, places, speaks=try_voice, make=prepare_other)
    assert installed(places) == []


def prepare_other(source: Path, into: Path) -> None:
    """A format that nobody knows."""
    prepare(source, into)
    (into / "voice.json").write_text('{"format": 99}')


def test_what_a_crash_left_is_removed(offered: Mirror, places: Places) -> None:
    places.make()
    (places.incoming / f"{KEY}.left").mkdir()
    (places.incoming / f"{KEY}.left" / "voice.json").write_text("{}")
    install(offered, places)
    assert [each.name for each in places.incoming.iterdir()] == [f"{KEY}.lock"]


def test_two_do_not_install_the_same_at_once(offered: Mirror, places: Places) -> None:
    places.make()
    with locked(places.incoming / f"{KEY}.lock"), pytest.raises(BusyError):
        install(offered, places)
    install(offered, places)


def test_too_little_room_is_told_before_anything_is_fetched(
    offered: Mirror, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_files, "MARGIN", 1 << 60)
    before = list(offered.asked)
    with pytest.raises(NoSpaceError, match="left; "):
        install(offered, places)
    assert offered.asked == before


def test_a_folder_that_cannot_be_written(offered: Mirror, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    places = Places.of({"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "file")})
    with pytest.raises(NoSpaceError, match="disk refuses"):
        install(offered, places)


@pytest.mark.parametrize("name", ["..", "../x", "/etc", "", ".", "a/b", "nobody", "a\0b"])
def test_only_own_voices_are_removed(places: Places, name: str) -> None:
    places.make()
    other = places.voices.parent / "x"
    other.mkdir()
    (other / "voice.json").write_text("{}")
    with pytest.raises(UnknownOfferError):
        remove(places, name)
    assert (other / "voice.json").exists()


def test_a_voice_is_found_by_the_identifier_that_it_has_in_the_daemon(places: Places) -> None:
    places.make()
    folder = places.voices / KEY
    folder.mkdir()
    (folder / "voice.json").write_text('{"name": "joe"}')
    for name in (KEY, "joe:joe", "JOE:other"):
        assert find_installed(places, name) == folder
    for name in ("joe", f"{KEY}:joe", ":joe", "../x:joe", "a/b:joe"):
        with pytest.raises(UnknownOfferError):
            find_installed(places, name)


def test_a_link_is_removed_and_not_what_it_leads_to(places: Places, tmp_path: Path) -> None:
    places.make()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "voice.json").write_text("{}")
    (places.voices / "mine").symlink_to(tmp_path / "mine")
    remove(places, "mine")
    assert not (places.voices / "mine").is_symlink()
    assert (tmp_path / "mine" / "voice.json").exists()


def test_the_largest_index_is_larger_than_the_official_one() -> None:
    # About 200 kB in 2023, 160 voices.
    assert LARGEST_INDEX >= 4 << 20
