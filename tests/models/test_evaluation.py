"""Evaluation: what is counted, who judges whom, and that results are kept only while true."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.evaluation import tasks
from sotto_models.evaluation.listening import said_at
from sotto_models.evaluation.phone_frames import channel_of, heard_frames, levelled, varied
from sotto_models.evaluation.phones import (
    BLANK,
    EARS,
    distance,
    ear_for,
    phone_error_rate,
    take_inventory,
    without_repeats,
)
from sotto_models.evaluation.pictures import power_spectrum
from sotto_models.evaluation.report import as_markdown, as_rows
from sotto_models.evaluation.systems import Form, Line, Sotto, stretched
from sotto_models.evaluation.tasks import Bench, Task, carry_out, plan
from sotto_models.evaluation.texts import FOREIGN, LETTERS, PHRASES, foreign_lines
from sotto_models.latents import FloatArray
from sotto_models.readers import READERS

VOICE = Path(__file__).parents[2] / "models" / "voices" / "sotto"


@pytest.fixture(scope="module")
def kathleen() -> Sotto:
    return Sotto(VOICE, "kathleen")


def noise(seconds: float, seed: int = 1) -> FloatArray:
    rng = np.random.default_rng(seed)
    return np.asarray(rng.normal(0, 0.1, int(seconds * SAMPLE_RATE)), np.float32)


# ---- phones


def test_a_distance_counts_what_is_put_in_left_out_and_replaced() -> None:
    assert distance("kat", "kat") == 0
    assert distance("kat", "kart") == 1
    assert distance("kat", "at") == 1
    assert distance("kat", "") == 3
    assert distance("kat", "bed") == 3


def test_errors_are_in_percent_of_what_was_to_be_said() -> None:
    assert phone_error_rate(["abcd", "ef"], ["abxd", "ef"]) == pytest.approx(100 / 6)


def test_nobody_is_judged_by_a_recogniser_that_heard_them_if_another_can() -> None:
    for reader in READERS:
        cousins = [other for other in READERS if other.language == reader.language]
        assert (reader.name in EARS[ear_for(reader.name)]) == (len(cousins) > 1)


def test_a_recogniser_hears_every_language() -> None:
    for unheard in EARS.values():
        assert {r.language for r in READERS if r.name not in unheard} == {"en-us", "de", "nl"}


def test_a_phone_belongs_to_the_languages_it_is_common_in() -> None:
    inventory = take_inventory([("de", ["a", "x", "#"] * 10), ("nl", ["a"] * 10 + ["x"])])
    a, x = inventory.numbers["a"], inventory.numbers["x"]
    assert inventory.languages == {"de": [a, x], "nl": [a]}
    assert inventory.count == 3
    assert inventory.numbered(["x", "a", "??"], "nl") == [BLANK, a, BLANK]


def test_a_path_names_a_phone_once_unless_a_blank_parts_it() -> None:
    assert without_repeats([0, 1, 1, 0, 1, 2, 2, 0]) == [1, 1, 2]


# ---- what the recogniser hears


def test_loudness_does_not_change_what_is_heard() -> None:
    mel = np.random.default_rng(1).normal(-5, 2, (50, 80)).astype(np.float32)
    assert np.allclose(levelled(mel), levelled(mel + 3), atol=1e-5)


def test_a_constant_colour_is_not_heard() -> None:
    mel = np.random.default_rng(2).normal(0, 0.5, (200, 80)).astype(np.float32)
    coloured = mel + np.linspace(-1, 1, 80, dtype=np.float32)
    plain = heard_frames(mel, channel_of([mel]))
    assert np.abs(heard_frames(coloured, channel_of([coloured])) - plain).mean() < 0.02


def test_varied_frames_keep_their_labels() -> None:
    rng = np.random.default_rng(3)
    labels = np.repeat(np.arange(10), 12)
    mel = np.repeat(rng.normal(0, 1, (10, 80)), 12, axis=0).astype(np.float32)
    frames, moved = varied(mel, labels, channel_of([mel]), rng)
    assert len(frames) == len(moved)
    assert np.isfinite(frames).all()
    assert list(dict.fromkeys(moved)) == list(range(10))


# ---- what is said


def test_everything_said_is_said_once() -> None:
    for items in (PHRASES, LETTERS, *FOREIGN.values()):
        assert len(set(items)) == len(items)


def test_a_foreign_word_stands_inside_an_english_sentence() -> None:
    for language, words in FOREIGN.items():
        lines = foreign_lines(language)
        assert [word for _, word, _ in lines] == list(words)
        assert all(before.strip() and after.strip() for before, _, after in lines)


@pytest.mark.parametrize("factor", [0.25, 0.5, 3.0])
def test_stretched_sound_has_the_length_asked_for(factor: float) -> None:
    sound = stretched(noise(1.0), factor)
    assert len(sound) == pytest.approx(SAMPLE_RATE / factor, rel=0.01)


def test_the_daemon_speaks_sentences_and_characters_at_any_rate(kathleen: Sotto) -> None:
    line = Line("One more sentence, to be read.", "en-us")
    usual, fast = kathleen.say(line), kathleen.say(line, 4.0)
    assert len(fast) == pytest.approx(len(usual) / 4, rel=0.15)
    assert np.array_equal(usual, kathleen.say(line))
    letter = kathleen.say(Line("b", "en-us", Form.CHARACTER))
    assert 0.1 * SAMPLE_RATE < len(letter) < SAMPLE_RATE


def test_fast_speech_is_brought_back_to_its_length(kathleen: Sotto) -> None:
    line = Line("Close window.", "en-us", Form.PHRASE)
    assert len(said_at(kathleen, line, 3.0)) == pytest.approx(len(kathleen.say(line)), rel=0.15)


def test_a_foreign_word_sounds_otherwise_in_its_own_language(kathleen: Sotto) -> None:
    line = foreign_lines("de")[0]
    switched = kathleen.say_foreign(line, "de")
    unswitched = kathleen.say_foreign(line, "en-us")
    whole = kathleen.say(Line("".join(line), "en-us"))
    assert 0 < len(switched) < len(whole) / 2
    assert 0 < len(unswitched) < len(whole) / 2
    assert not np.array_equal(switched, unswitched)


# ---- tasks and tables


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    data = tmp_path / "data"
    data.mkdir()
    rows = "".join(f"clip{n}|Sentence number {n}.\n" for n in range(1, 101))
    for reader in READERS:
        (data / f"{reader.folder}.csv").write_text(rows, encoding="utf-8")
    return Bench(Paths(data, tmp_path / "work"), VOICE)


Measure = Callable[[Bench, Task, Sequence[Line]], dict[str, Any]]


def counted(calls: list[Task], figure: float) -> Measure:
    def measure(_: Bench, task: Task, lines: Sequence[Line]) -> dict[str, Any]:
        calls.append(task)
        return {"wer": figure, "count": len(lines)}

    return measure


def test_only_reported_sentences_are_used(bench: Bench) -> None:
    assert [line.clip for line in bench.lines("kerstin")] == ["clip40", "clip80"]
    assert {line.language for line in bench.lines("kerstin")} == {"de"}


def test_a_result_is_kept_until_what_it_depends_on_changes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, calls = Task("words", "natural", "kathleen"), list[Task]()
    monkeypatch.setitem(tasks.MEASURES, "words", counted(calls, 20.0))
    assert carry_out(bench, task) == carry_out(bench, task) == {"wer": 20.0, "count": 2}
    assert len(calls) == 1
    (bench.paths.data / "kathleen.csv").write_text("a|b\n" * 40, encoding="utf-8")
    carry_out(bench, task)
    assert len(calls) == 2


def test_a_quick_evaluation_measures_nothing_else() -> None:
    whole, quick = plan(is_quick=False), plan(is_quick=True)
    assert set(quick) < set(whole)
    assert len(set(whole)) == len(whole)
    assert {task.table for task in whole} == set(tasks.MEASURES)


def test_every_voice_is_measured_in_every_language() -> None:
    whole = plan(is_quick=False)
    for reader in READERS:
        spoken = [t for t in whole if t.table == "phones" and t.system == f"sotto {reader.name}"]
        assert {tasks.BY_READER[t.reader].language for t in spoken} == {"en-us", "de", "nl"}


def test_tables_show_figures_and_leave_out_what_was_not_measured() -> None:
    results = {
        Task("words", "natural", "linda", 1.0): {"wer": 28.72, "cer": 13.0},
        Task("words", "natural", "linda", 3.0): {"wer": 30.0, "cer": 14.0},
        Task("words", "flite slt", "linda", 1.0): {"wer": 31.7, "cer": 14.9},
    }
    text = as_markdown(results)
    assert "| linda | natural | 28.7 | 30.0 | 13.0 |" in text
    assert "| linda | flite slt | 31.7 |  | 14.9 |" in text
    assert [row["wer"] for row in as_rows(results)] == [28.72, 30.0, 31.7]


def test_only_a_readers_own_voice_is_measured_by_its_distance() -> None:
    figures = {"p808": 3.5, "mcd": 5.25}
    results = {Task("sound", name, "linda"): figures for name in ("sotto linda", "flite slt")}
    lines = as_markdown(results).splitlines()
    assert next(line for line in lines if "| linda | sotto linda" in line).count("5.25") == 1
    assert next(line for line in lines if "| linda | flite slt" in line).count("5.25") == 0


def test_a_spectrum_is_measured_down_from_its_peak() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(8000) / SAMPLE_RATE).astype(np.float32)
    spectrum = power_spectrum(tone)
    assert spectrum.max() == pytest.approx(0.0)
    assert int(spectrum.mean(axis=1).argmax()) == round(1000 * 1024 / SAMPLE_RATE)
