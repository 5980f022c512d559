"""What of a prepared voice is in memory: its weights are mapped from their files, each once."""

from __future__ import annotations

import shutil
import subprocess
import sys
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


_LONG = """
import sys
from pathlib import Path
from sotto.cancel import CancelToken
from sotto.starting.lean import share_one_arena
from sotto.memory import keep_while_busy
from sotto.messages import Clause, Phoneme, PhonemeRun, Prosody, Word
from sotto.voice.formats import describe

def status(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024

share_one_arena()
keep_while_busy()
engine = describe(Path(sys.argv[1])).engine()
word = tuple(Phoneme(symbol, 0) for symbol in "settings")
words = tuple(Word("settings", 0, 8) for _ in range(20))
run = PhonemeRun(Clause(words, "en-us"), (word,) * len(words))
loaded = status("VmRSS:")
for _ in range(3):
    for _ in engine.speak(run, engine.voices()[0].identifier, Prosody(), CancelToken()):
        pass
print(status("VmHWM:") - loaded)
"""
_MOST_GROWTH_MB = 52
"""Of which 21 are the weights, mapped as they are used; pieces of 64 frames took 60 to 72."""


def test_long_clauses_take_little_memory_while_they_are_spoken(folder: Path) -> None:
    command = [sys.executable, "-c", _LONG, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert float(done.stdout) < _MOST_GROWTH_MB
