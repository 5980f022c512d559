"""Shelves of forms: what was put is found again, what is damaged or somebody else's is not."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.errors import KeptSoundError
from sotto.voice.forms import ALL, Forms, Shelf

LIMIT = 32 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "forms"


def opened(folder: Path, fingerprint: str = "voice", limit: int = LIMIT) -> Forms:
    forms = Forms(folder, limit)
    forms.open(fingerprint)
    return forms


def shelf_of(forms: Forms, title: str = "heart en-us") -> Shelf:
    shelf = forms.shelf(title)
    assert shelf is not None
    return shelf


def content_of(number: int) -> bytes:
    return bytes([number % 251]) * (1 + number % 7)


def fill(folder: Path, count: int = 3) -> None:
    forms = opened(folder)
    for number in range(count):
        assert shelf_of(forms).put(b"%d" % number, content_of(number))
    forms.close()


@pytest.mark.parametrize("count", [1, 3, 1200])
def test_all_that_was_put_is_found_at_once_and_in_a_later_run(folder: Path, count: int) -> None:
    fill(folder, count)
    forms = opened(folder)
    shelf = shelf_of(forms)
    for number in range(count, count + 5):
        shelf.put(b"%d" % number, content_of(number))
    assert len(shelf) == count + 5
    for number in range(count + 5):
        assert shelf.get(b"%d" % number) == content_of(number)
    assert shelf.get(b"another") is None
    assert b"another" not in shelf


def test_another_voice_or_fingerprint_knows_nothing(folder: Path) -> None:
    fill(folder)
    assert shelf_of(opened(folder), "fenrir en-us").get(b"1") is None
    assert shelf_of(opened(folder, "other")).get(b"1") is None
    forms = opened(folder)
    shelf = shelf_of(forms)
    forms.renew("other")
    assert shelf.get(b"1") is None
    assert not shelf.put(b"9", b"late")
    assert shelf_of(forms).get(b"1") is None


def test_nothing_is_known_or_written_before_it_is_open_or_without_room(folder: Path) -> None:
    assert Forms(folder, LIMIT).shelf("heart en-us") is None
    assert opened(folder, limit=0).shelf("heart en-us") is None
    shelf_of(opened(folder)).get(b"1")
    assert not folder.exists()


def test_how_far_a_list_is_done_is_known_of_that_list_only(folder: Path) -> None:
    forms = opened(folder)
    shelf_of(forms).mark(b"a list", 7)
    assert shelf_of(forms).done(b"a list") == 7
    shelf_of(forms).put(b"1", b"one")
    forms.close()
    later = shelf_of(opened(folder))
    assert (later.done(b"a list"), later.done(b"another"), later.get(b"1")) == (7, 0, b"one")
    later.mark(b"another", ALL)
    assert (later.done(b"a list"), later.done(b"another")) == (0, ALL)
    assert later.get(b"1") == b"one"


def flip(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize("change", [flip, lambda content: content[:-1], lambda content: b""])
def test_damaged_content_is_told_and_dropped(
    folder: Path, change: Callable[[bytes], bytes]
) -> None:
    fill(folder, 1)
    (data,) = folder.glob("*.forms")
    data.write_bytes(change(data.read_bytes()))
    shelf = shelf_of(opened(folder))
    with pytest.raises(KeptSoundError) as raised:
        shelf.get(b"0")
    shelf.drop(b"0", raised.value)
    assert shelf.get(b"0") is None
    assert not list(folder.iterdir())
    assert shelf.put(b"0", b"anew")
    assert shelf.get(b"0") == b"anew"


@given(st.binary(max_size=200))
def test_whatever_stands_in_the_index_no_wrong_form_is_given(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("index") / "forms"
    fill(folder, 2)
    (index,) = folder.glob("*.index")
    for written in (content, index.read_bytes()[:32] + content, index.read_bytes() + content):
        index.write_bytes(written)
        shelf = shelf_of(opened(folder))
        try:
            assert shelf.get(b"1") in (None, content_of(1))
        except KeptSoundError:
            continue


def test_half_an_entry_is_none_and_what_follows_is_found(folder: Path) -> None:
    fill(folder)
    (index,) = folder.glob("*.index")
    index.write_bytes(index.read_bytes()[:-5])
    forms = opened(folder)
    assert shelf_of(forms).get(b"2") is None
    assert shelf_of(forms).put(b"2", b"anew")
    forms.close()
    later = shelf_of(opened(folder))
    assert [later.get(key) for key in (b"0", b"1", b"2")] == [content_of(0), content_of(1), b"anew"]


def test_a_second_daemon_reads_and_does_not_write(folder: Path) -> None:
    first, second = opened(folder), opened(folder)
    assert shelf_of(first).put(b"1", b"one")
    assert not shelf_of(second).put(b"2", b"two")
    first.close()
    assert shelf_of(second).put(b"2", b"two")
    assert shelf_of(second).get(b"1") == b"one"


def test_what_nobody_uses_makes_room_and_what_is_used_does_not(folder: Path) -> None:
    fill(folder)
    forms = opened(folder, limit=4000)
    other = shelf_of(forms, "fenrir en-us")
    assert other.put(b"1", bytes(3700))
    assert len(list(folder.glob("*.forms"))) == 2
    assert other.put(b"2", bytes(100))
    assert len(list(folder.glob("*.forms"))) == 1
    assert not other.put(b"3", bytes(3700))
    assert other.get(b"1") == bytes(3700)


def test_a_rest_of_the_room_is_left_to_what_is_urgent(folder: Path) -> None:
    forms = opened(folder, limit=16_000)
    full, other = shelf_of(forms), shelf_of(forms, "kerstin de")
    number = 0
    while full.put(b"%d" % number, bytes(500), is_urgent=False):
        number += 1
    assert 14_000 < forms.size < 15_000
    assert not other.put(b"word", bytes(500), is_urgent=False)
    assert other.put(b"letter", bytes(500), is_urgent=True)


def test_the_files_are_the_users_own(folder: Path) -> None:
    fill(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("suffix", [".forms", ".index"])
def test_a_link_or_a_pipe_in_a_files_place_is_not_used(folder: Path, suffix: str) -> None:
    fill(folder)
    (file,) = folder.glob(f"*{suffix}")
    file.rename(folder / "elsewhere")
    file.symlink_to(folder / "elsewhere")
    assert shelf_of(opened(folder)).get(b"1") is None
    file.unlink()
    os.mkfifo(file)
    assert shelf_of(opened(folder)).get(b"1") is None
    with pytest.raises(KeptSoundError):
        shelf_of(opened(folder)).put(b"1", b"one")
