"""Sounds on disk, as files: kept over runs, bounded, private, and never trusted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from sotto.errors import KeptSoundError
from sotto.messages import AudioChunk, Kind, Options, Prosody, Style
from sotto.synthesis.disk_cache import LONGEST_PHRASE, DiskCache, disk_cache_path
from sotto.synthesis.disk_format import LARGEST
from sotto.synthesis.memory_cache import CachedSound, SoundKey, cache_key
from speech.stage import RATE

PRINT = "0123"
LIMIT = 1 << 20


def key(text: str = "button", options: Options | None = None) -> SoundKey:
    return cache_key(text, options or Options(), "sotto:linda", "en")


def sound(samples: int = 2000, seed: int = 0) -> CachedSound:
    chance = np.random.default_rng(seed)
    found = chance.uniform(-1, 1, samples).astype(np.float32)
    return CachedSound((AudioChunk(found, RATE),), "neural", "sotto:linda")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "sotto" / "phrases"


def opened(root: Path, fingerprint: str = PRINT, limit: int = LIMIT) -> DiskCache:
    disk_cache = DiskCache(root, limit)
    disk_cache.open(fingerprint)
    return disk_cache


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if not path.is_dir())


def the_file(root: Path) -> Path:
    (file,) = files(root)
    return file


def samples(disk_cache: DiskCache, wanted: SoundKey) -> bytes | None:
    found = disk_cache.get(wanted)
    return None if found is None else found.chunks[0].samples.tobytes()


def test_another_run_knows_it(root: Path) -> None:
    assert opened(root).put(key(), sound())
    again = opened(root)
    assert key() in again
    assert samples(again, key()) == sound().chunks[0].samples.tobytes()


@pytest.mark.parametrize(
    "other",
    [
        key("Button"),
        key(options=Options(kind=Kind.KEY)),
        key(options=Options(prosody=Prosody(rate=1.0001))),
        key(options=Options(prosody=Prosody(style=Style.CALM))),
        key(options=Options(voice="sotto:linda")),
        cache_key("button", Options(), "sotto:kerstin", "en"),
        cache_key("button", Options(), "sotto:linda", "de"),
    ],
)
def test_what_is_asked_for_otherwise_is_something_else(root: Path, other: SoundKey) -> None:
    disk_cache = opened(root)
    disk_cache.put(key(), sound())
    assert other not in disk_cache
    assert disk_cache.get(other) is None


def test_another_voice_or_program_knows_nothing_of_it(root: Path) -> None:
    opened(root).put(key(), sound())
    changed = opened(root, "4567")
    assert changed.get(key()) is None
    changed.put(key(), sound(seed=1))
    assert samples(opened(root), key()) == sound().chunks[0].samples.tobytes()


def test_voices_that_change_meanwhile_change_what_is_known(root: Path) -> None:
    disk_cache = opened(root)
    disk_cache.put(key(), sound())
    for fingerprint, is_known in (("", False), ("4567", False), (PRINT, True)):
        disk_cache.renew(fingerprint)
        assert disk_cache.is_open == bool(fingerprint)
        assert (key() in disk_cache) == is_known
    closed = DiskCache(root, LIMIT)
    closed.renew(PRINT)
    assert not closed.is_open


def test_before_it_is_open_nothing_is_known_or_kept(root: Path) -> None:
    opened(root).put(key(), sound())
    closed = DiskCache(root, LIMIT)
    assert not closed.is_open
    assert key() not in closed
    assert closed.get(key()) is None
    assert not closed.put(key("other"), sound())


def test_without_room_it_stays_closed_and_writes_nothing(root: Path) -> None:
    disk_cache = opened(root, limit=0)
    assert not disk_cache.is_open
    assert not root.exists()


def test_long_texts_are_not_looked_for(root: Path) -> None:
    assert key("x" * (LONGEST_PHRASE + 1)) not in opened(root)


# ---- damage


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path: Path) -> None:
    os.truncate(path, 100)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def grow(path: Path) -> None:
    os.truncate(path, LARGEST + 1)


def link(path: Path) -> None:
    target = path.with_name("elsewhere")
    path.rename(target)
    path.symlink_to(target)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def swap(path: Path) -> None:
    """Another phrase's sound under its name."""
    disk_cache = opened(path.parents[1])
    disk_cache.put(key("another"), sound(seed=2))
    (other,) = set(files(path.parents[1])) - {path}
    other.replace(path)


@pytest.mark.parametrize("damage", [flip, truncate, empty, grow, link, pipe, swap])
def test_what_is_damaged_is_dropped_told_and_kept_anew(
    root: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    opened(root).put(key(), sound())
    path = the_file(root)
    damage(path)
    disk_cache = opened(root)
    assert disk_cache.get(key()) is None
    assert "dropped" in caplog.text
    assert key() not in disk_cache
    assert not path.exists()
    assert disk_cache.put(key(), sound())
    assert samples(disk_cache, key()) == sound().chunks[0].samples.tobytes()


def test_what_vanishes_is_unknown(root: Path) -> None:
    disk_cache = opened(root)
    disk_cache.put(key(), sound())
    the_file(root).unlink()
    assert disk_cache.get(key()) is None
    assert disk_cache.get(key()) is None


def test_what_was_left_half_written_is_removed(root: Path) -> None:
    opened(root).put(key(), sound())
    path = the_file(root)
    (path.parent / "new-abc").write_bytes(b"half")
    disk_cache = opened(root)
    assert key() in disk_cache
    assert files(root) == [path]


def test_what_others_put_beside_it_is_left_alone(root: Path) -> None:
    root.mkdir(parents=True)
    (root / "notes.txt").write_text("mine")
    (root / "folder").mkdir()
    disk_cache = opened(root, limit=10_000)
    assert disk_cache.put(key(), sound())
    assert (root / "notes.txt").exists()
    assert (root / "folder").exists()


# ---- whose it is


def test_only_its_user_may_enter(root: Path) -> None:
    opened(root).put(key(), sound())
    path = the_file(root)
    modes = [each.stat().st_mode & 0o777 for each in (root, path.parent, path)]
    assert modes == [0o700, 0o700, 0o600]


def test_a_folder_open_to_others_is_closed(root: Path) -> None:
    root.mkdir(parents=True)
    root.chmod(0o755)
    opened(root)
    assert root.stat().st_mode & 0o777 == 0o700


def test_another_users_folder_is_not_used(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened(root).put(key(), sound())
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    disk_cache = opened(root)
    assert not disk_cache.is_open
    assert disk_cache.get(key()) is None
    assert "not a folder of this user" in caplog.text


def test_a_link_in_its_place_is_not_followed(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    root.parent.mkdir(parents=True)
    root.symlink_to(target)
    assert not opened(root).is_open
    assert list(target.iterdir()) == []


def test_where_no_folder_can_be_made_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    disk_cache = opened(tmp_path / "file" / "phrases")
    with pytest.raises(KeptSoundError, match="Not a directory"):
        disk_cache.put(key(), sound())
    assert disk_cache.get(key()) is None


def test_no_folder_is_made_before_it_is_needed(root: Path) -> None:
    disk_cache = opened(root)
    assert disk_cache.is_open
    assert disk_cache.get(key()) is None
    assert not root.exists()


def test_a_folder_that_was_removed_is_made_again(root: Path) -> None:
    disk_cache = opened(root)
    disk_cache.put(key(), sound())
    shutil.rmtree(root)
    assert disk_cache.get(key()) is None
    assert disk_cache.put(key(), sound())
    assert samples(disk_cache, key()) == sound().chunks[0].samples.tobytes()


# ---- room


def texts(count: int) -> Iterator[SoundKey]:
    return (key(f"phrase {number}") for number in range(count))


def test_its_size_is_bounded(root: Path) -> None:
    disk_cache = opened(root, limit=100_000)
    kept = [disk_cache.put(each, sound()) for each in texts(20)]
    assert 0 < sum(kept) < 20
    assert kept == sorted(kept, reverse=True)
    on_disk = sum(path.stat().st_size for path in files(root))
    assert on_disk == disk_cache.size <= 100_000
    assert opened(root, limit=100_000).size == on_disk


def test_the_manner_used_longest_ago_goes_first_and_none_that_is_in_use(root: Path) -> None:
    manners = [Options(prosody=Prosody(rate=rate)) for rate in (1.0, 1.5, 2.0)]
    old, older, new = (key(options=options) for options in manners)
    root.mkdir(parents=True)
    first = opened(root, limit=20_000)
    for each, used in ((old, 2e8), (older, 1e8)):
        before = set(root.iterdir())
        first.put(each, sound())
        (folder,) = set(root.iterdir()) - before
        os.utime(folder, (used, used))
    disk_cache = opened(root, limit=20_000)
    assert disk_cache.put(new, sound())
    assert (old in disk_cache, older in disk_cache, new in disk_cache) == (True, False, True)
    another = key(options=Options(prosody=Prosody(rate=3.0)))
    assert not disk_cache.put(another, sound()), "those looked for in this run are in use"


def test_reading_leaves_no_trace_at_what_was_read(root: Path) -> None:
    opened(root).put(key(), sound())
    path = the_file(root)
    os.utime(path, (0, 0))
    disk_cache = opened(root)
    assert disk_cache.get(key()) is not None
    assert (path.stat().st_atime, path.stat().st_mtime) == (0, 0)


def test_a_full_disk_is_told_and_leaves_nothing_half(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk_cache = opened(root)
    disk_cache.put(key(), sound())

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(KeptSoundError, match="No space left"):
            disk_cache.put(key("other"), sound())
    assert files(root) == [the_file(root)]
    assert key("other") not in disk_cache
    assert key() in disk_cache


def test_where_it_is() -> None:
    assert disk_cache_path({"HOME": "/h"}) == Path("/h/.cache/sotto/phrases")
    assert disk_cache_path({"HOME": "/h", "XDG_CACHE_HOME": "/c"}) == Path("/c/sotto/phrases")
