"""The bench's own session, with real sound and the real Speech Dispatcher."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sotto_bench.session import MONITOR, Session, in_tries, session
from sotto_measure.recorder import Recorder
from sotto_measure.ssip import SpeechDispatcher, SsipError
from sotto_measure.texts import SENTENCES, Sample, samples
from sotto_measure.trials import Trial, Trials


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Session, Recorder, Path]]:
    with session() as made:
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment) as recorder:
            yield made, recorder, made.start_speech_dispatcher(["espeak-ng", "flite"])


async def _speak(recorder: Recorder, socket: Path, sample: Sample, cut: bool) -> Trial:
    peer = SpeechDispatcher("espeak-ng")
    await peer.connect(socket)
    trials = Trials(recorder)
    await trials.one(peer, Sample("Ready.", "word"), cut=False)
    trial = await trials.one(peer, sample, cut=cut)
    await peer.close()
    return trial


@pytest.mark.hears
@pytest.mark.parametrize("sample", [Sample("a", "letter", "character"), Sample("home", "word")])
def test_what_speech_dispatcher_says_is_heard(
    running: tuple[Session, Recorder, Path], sample: Sample
) -> None:
    _, recorder, socket = running
    trial = asyncio.run(_speak(recorder, socket, sample, cut=False))
    assert trial.onset_ms is not None
    assert trial.stop_ms is None
    assert trial.spoken.engine == "espeak-ng"


@pytest.mark.hears
def test_a_cut_sentence_falls_silent(running: tuple[Session, Recorder, Path]) -> None:
    _, recorder, socket = running
    trial = asyncio.run(_speak(recorder, socket, Sample(SENTENCES[0], "sentence"), cut=True))
    assert trial.onset_ms is not None


@pytest.mark.hears
def test_a_refused_command_is_an_error(running: tuple[Session, Recorder, Path]) -> None:
    async def misbehave(socket: Path) -> None:
        peer = SpeechDispatcher("espeak-ng")
        await peer.connect(socket)
        try:
            await peer._command("SET SELF RATE 1000")
        finally:
            await peer.close()

    with pytest.raises(SsipError, match="RATE"):
        asyncio.run(misbehave(running[2]))


@pytest.mark.hears
def test_a_module_that_would_not_speak_is_an_error(
    running: tuple[Session, Recorder, Path],
) -> None:
    with pytest.raises(SsipError, match="no-such-module"):
        asyncio.run(SpeechDispatcher("no-such-module").connect(running[2]))


@pytest.mark.hears
@pytest.mark.parametrize("module", ["espeak-ng", "flite"])
def test_the_module_that_is_asked_for_speaks(
    running: tuple[Session, Recorder, Path], module: str
) -> None:
    async def connect() -> None:
        peer = SpeechDispatcher(module)
        await peer.connect(running[2])
        await peer.close()

    asyncio.run(connect())


@pytest.mark.hears
def test_a_module_that_does_not_start_is_an_error() -> None:
    with session() as made:
        made.start_sound()
        with pytest.raises(SsipError, match="no-such-module would not speak"):
            made.start_speech_dispatcher(["espeak-ng", "no-such-module"])


@pytest.mark.hears
def test_a_module_on_the_path_is_found(tmp_path: Path) -> None:
    (tmp_path / "sd_elsewhere").symlink_to("/usr/lib/speech-dispatcher-modules/sd_espeak-ng")
    with session() as made:
        made.start_sound()
        made.environment["PATH"] += f":{tmp_path}"
        made.start_speech_dispatcher(["elsewhere"])


def test_a_session_leaves_nothing_behind() -> None:
    with session() as made:
        made.start_bus()
        child: subprocess.Popen[bytes] = made.start("sleep", "1000")
        folder = made.folder
    assert child.poll() is not None
    assert not folder.exists()


def test_there_are_as_many_texts_as_promised() -> None:
    groups = [sample.group for sample in samples(quick=False)]
    counted = {group: groups.count(group) for group in groups}
    assert counted == {"letter": 26, "word": 20, "label": 10, "sentence": 10}
    assert {sample.group for sample in samples(quick=True)} == set(counted)


def test_what_fails_to_begin_is_ended_and_begun_anew() -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def begin(made: list[subprocess.Popen[bytes]]) -> None:
        made.append(subprocess.Popen(["sleep", "600"]))
        begun.extend(made)
        if len(begun) < 3:
            raise TimeoutError

    (left,) = in_tries(begin)
    assert [process.poll() is None for process in begun] == [False, False, True]
    left.kill()
    left.wait()
    begun.clear()
    with pytest.raises(TimeoutError):
        in_tries(begin, tries=2)
    assert [process.poll() is None for process in begun] == [False, False]
