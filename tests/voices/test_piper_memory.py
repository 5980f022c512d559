"""What of a prepared voice is in memory: its weights are mapped from their files, each once."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

from sotto.cancel import CancelToken
from sotto.errors import VoiceLoadingError
from sotto.messages import Clause, Phoneme, PhonemeRun, Prosody, Word
from sotto.voice.formats import describe
from sotto.voice.late import LateEngine
from sotto.voice.residents import Residents

MAPPED = ("text.weights", "flow.weights")
A = PhonemeRun(Clause((Word("a", 0, 1),), "en-us"), ((Phoneme("a", 2),),))


def mapped(folder: Path) -> Counter[str]:
    """Bytes of the voice's files that this process has mapped, by name."""
    found: Counter[str] = Counter()
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, *_, path = line.split(maxsplit=5)
        if path.startswith(f"{folder}/"):
            begin, end = (int(number, 16) for number in span.split("-"))
            found[Path(path).name] += end - begin
    return found


def speak(voice: LateEngine) -> None:
    """However long it takes to come back."""
    name = voice.voices()[0].identifier
    while True:
        try:
            assert list(voice.speak(A, name, Prosody(), CancelToken()))
            return
        except VoiceLoadingError as error:
            assert error.is_soon


def test_weights_stay_in_their_files_and_are_there_once_however_often_it_rests(
    folder: Path,
) -> None:
    before = mapped(folder)
    voice = LateEngine(describe(folder), residents=Residents(0))
    assert voice.load()
    once = mapped(folder) - before
    for name in MAPPED:
        # Small tensors are in the graph; all that is large is in the file.
        assert once[name] >= 0.95 * (folder / name).stat().st_size, name
    for _ in range(3):
        voice.release()
        assert not mapped(folder) - before
        speak(voice)
        assert mapped(folder) - before == once
    voice.close()
    assert not mapped(folder) - before


def test_of_two_voices_only_the_one_that_spoke_last_is_mapped(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    residents = Residents(0)
    one, two = (LateEngine(describe(each), residents=residents) for each in (folder, other))
    assert one.load() and two.load()
    for voice, here, gone in ((one, folder, other), (two, other, folder)):
        speak(voice)
        assert mapped(here) and not mapped(gone)
    one.close()
    two.close()
