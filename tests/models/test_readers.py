"""Which clips are held out, and how lists are read."""

from pathlib import Path

import pytest

from sotto_models.config import Paths
from sotto_models.readers import (
    LANGUAGES,
    READERS,
    SYNTHETIC,
    Split,
    audio_file,
    available_readers,
    is_held_out,
    read_clips,
    source_of,
    split_clips,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LJ001-0150", False),
        ("LJ002-0149", False),
        ("LJ002-0150", True),
        ("LJ002-0299", True),
        ("LJ003-0001", False),
    ],
)
def test_linda_holds_out_the_end_of_her_second_chapter(name: str, expected: bool) -> None:
    assert is_held_out("ljspeech", name, 20) is expected


def test_other_lists_hold_out_every_twentieth_line() -> None:
    held = [line for line in range(1, 101) if is_held_out("kerstin", "x", line)]
    assert held == [20, 40, 60, 80, 100]


def test_held_out_clips_alternate_between_tuning_and_reporting() -> None:
    rows = [(f"clip{n}", f"text {n}") for n in range(1, 81)]
    splits = [clip.split for clip in split_clips("kerstin", rows)]
    assert [splits[n - 1] for n in (20, 40, 60, 80)] == [
        Split.TUNE,
        Split.REPORT,
        Split.TUNE,
        Split.REPORT,
    ]
    assert splits.count(Split.TRAIN) == 76


def test_other_readings_of_a_held_out_sentence_are_not_trained_on() -> None:
    rows = [(f"clip{n}", f"text {n}") for n in range(1, 21)]
    rows[3] = ("clip4", rows[19][1])
    clips = split_clips("kathleen", rows)
    assert clips[3].split is Split.UNUSED
    assert clips[4].split is Split.TRAIN


def test_the_last_field_of_a_line_is_the_text(tmp_path: Path) -> None:
    (tmp_path / "ljspeech.csv").write_text("LJ001-0001|In 1455,|In fourteen fifty-five,\n")
    (clip,) = read_clips(tmp_path, READERS[0])
    assert (clip.name, clip.text) == ("LJ001-0001", "In fourteen fifty-five,")


def test_a_clip_without_a_recording_is_told(tmp_path: Path) -> None:
    (clip,) = split_clips("ljspeech", [("LJ001-0001", "Printing")])
    with pytest.raises(FileNotFoundError, match="LJ001-0001"):
        audio_file(tmp_path, READERS[0], clip)


def test_every_reader_has_a_numbered_language_and_a_name_of_its_own() -> None:
    everyone = (*READERS, *SYNTHETIC)
    assert {reader.language for reader in READERS} == set(LANGUAGES)
    assert len({reader.name for reader in everyone}) == len(everyone)


def test_synthetic_readers_are_there_once_they_were_made(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "work")
    assert available_readers(paths) == READERS
    paths.synthetic.mkdir(parents=True)
    (paths.synthetic / f"{SYNTHETIC[1].folder}.csv").write_text("0001|b. ay.|_b. _a.\n")
    assert available_readers(paths) == (*READERS, SYNTHETIC[1])
    (clip,) = read_clips(source_of(paths, SYNTHETIC[1]), SYNTHETIC[1])
    assert clip.text == "_b. _a."
    assert source_of(paths, READERS[0]) == paths.data
