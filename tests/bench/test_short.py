"""`sotto bench` as a user meets it, and the words for what it finds."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_measure import machine
from sotto_measure.peers import Spoken
from sotto_measure.recorder import Recorder
from sotto_measure.short import Measured
from sotto_measure.ssip import SsipError, address_of
from sotto_measure.told import as_json, sentence, table
from sotto_measure.trials import NoisyError, Trial, Trials

ESPEAK = "espeak-ng, Speech Dispatcher"
THROUGH = "sotto, Speech Dispatcher"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Session, Path]]:
    """A user's session: the daemon, a silent device, Speech Dispatcher with espeak-ng alone."""
    with session() as made:
        # Its own sentences need not take long.
        made.write_settings("phrase_cache_mb = 0\nrate = 6\n")
        made.start_bus()
        made.start_sound()

        async def serve() -> None:
            await (await Sotto.started(made)).close()

        asyncio.run(serve())
        yield made, made.start_speech_dispatcher(["espeak-ng"])


def bench(made: Session, *options: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sotto", "bench", *options],
        env=made.environment | extra,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.mark.alone
@pytest.mark.hears
def test_everybody_is_heard_and_nothing_is_changed(running: tuple[Session, Path]) -> None:
    made, socket = running
    files = Path(made.environment["HOME"]) / ".config" / "sotto"
    before = {file: file.read_bytes() for file in files.iterdir()}
    done = bench(made, "--anyway", "--json", SPEECHD_ADDRESS=f"unix_socket:{socket}")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for voice in ("Sotto", ESPEAK):
        for group in ("letter", "word", "label", "sentence"):
            assert told["voices"][voice][group]["first_sound"]["number"] > 0, (voice, group)
        assert told["voices"][voice]["sentence"]["silence"]["number"] > 0
    assert told["speed_beside_espeak_ng"]["ratio"] > 0
    assert "espeak-ng" in told["sentence"]
    # Modules that are not there are told, not passed over.
    assert any("flite" in each for each in told["missing"])
    assert {file: file.read_bytes() for file in files.iterdir()} == before


@pytest.mark.alone
@pytest.mark.hears
def test_a_busy_machine_is_told_and_nothing_is_measured(running: tuple[Session, Path]) -> None:
    loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(2)]
    try:
        done = bench(running[0])
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    assert (done.returncode, done.stdout) == (1, "")
    assert "processors" in done.stderr and "%" in done.stderr


def test_what_cannot_be_listened_to_is_an_error_with_a_reason(
    running: tuple[Session, Path],
) -> None:
    done = bench(running[0], "--anyway", PULSE_SERVER="unix:/nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "listen" in done.stderr
    done = bench(running[0], "--anyway", PATH="/nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "pulseaudio-utils" in done.stderr


@pytest.mark.hears
def test_who_is_never_quiet_is_not_waited_for(
    running: tuple[Session, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotto_measure.trials._QUIET_PATIENCE", 0.0)
    made = running[0]
    with Recorder(MONITOR, made.environment) as recorder:
        made.start("sh", "-c", "exec paplay --raw /dev/urandom")

        async def listen() -> None:
            while True:
                await Trials(recorder).silence()

        with pytest.raises(NoisyError):
            asyncio.run(asyncio.wait_for(listen(), 60))


def trial(peer: str, first: float, stop: float | None, engine: str = "neural") -> Trial:
    return Trial(peer, "word", "home", first, stop, Spoken(engine))


def measured(*trials: Trial) -> Measured:
    return Measured(trials, tuple(dict.fromkeys(each.peer for each in trials)), ())


def test_the_sentence_compares_through_the_same_door() -> None:
    found = measured(trial("Sotto", 5, 1), trial(THROUGH, 10, 2), trial(ESPEAK, 20, 30))
    said = sentence(found)
    assert "10 milliseconds" in said and "2.0 times as fast" in said and "5.0" not in said
    assert as_json(found)["speed_beside_espeak_ng"] == {
        "of": THROUGH, "ratio": 2, "low": 2, "high": 2,
    }  # fmt: skip
    assert "2.0 milliseconds" in said and "30 milliseconds" in said


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [(10, 10.1, "it is as fast"), (20, 10, "slower, at 0.5 of the speed"), (5, 8, "1.6 times")],
)
def test_the_sentence_hides_no_slowness(ours: float, theirs: float, words: str) -> None:
    assert words in sentence(measured(trial("Sotto", ours, None), trial(ESPEAK, theirs, None)))


def test_alone_it_says_that_there_is_nothing_to_compare() -> None:
    found = measured(trial("Sotto", 12, 0.5))
    assert "no espeak-ng" in sentence(found)
    assert as_json(found)["speed_beside_espeak_ng"] is None


def test_who_stepped_in_is_told() -> None:
    found = measured(trial("Sotto", 12, 0.5), trial("Sotto", 12, 0.5, "espeak-ng"))
    assert "1 of 2" in sentence(found) and "sotto why" in sentence(found)
    assert "For" not in sentence(measured(trial("Sotto", 12, 0.5)))


def test_the_table_has_every_voice_and_tells_what_is_missing() -> None:
    rows = table(measured(trial("Sotto", 12, None), trial(ESPEAK, 20, 30)))
    assert rows[0] == ("milliseconds (number)", "Sotto", ESPEAK)
    assert ("first sound, word", "12.0 (1)", "20.0 (1)") in rows
    assert ("silence, word", "-", "30.0 (1)") in rows
    assert ("first sound, letter", "-", "-") in rows


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({"SPEECHD_ADDRESS": "unix_socket:/a/b"}, Path("/a/b")),
        ({"XDG_RUNTIME_DIR": "/r"}, Path("/r/speech-dispatcher/speechd.sock")),
        (
            {"SPEECHD_ADDRESS": "unix_socket", "XDG_RUNTIME_DIR": "/r"},
            Path("/r/speech-dispatcher/speechd.sock"),
        ),
        (
            {"SPEECHD_ADDRESS": "", "XDG_RUNTIME_DIR": "/r"},
            Path("/r/speech-dispatcher/speechd.sock"),
        ),
        ({"SPEECHD_ADDRESS": "inet_socket"}, ("localhost", 6560)),
        ({"SPEECHD_ADDRESS": "inet_socket:far:7000"}, ("far", 7000)),
    ],
)
def test_speech_dispatcher_is_found_as_its_clients_find_it(
    environment: dict[str, str], address: object
) -> None:
    assert address_of(environment) == address


@pytest.mark.parametrize("wrong", ["telnet:x", "inet_socket:x:y"])
def test_an_address_that_is_none_is_an_error(wrong: str) -> None:
    with pytest.raises(SsipError, match="SPEECHD_ADDRESS"):
        address_of({"SPEECHD_ADDRESS": wrong})


def test_busy_is_told_with_the_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "busy_share", lambda _seconds: 0.42)
    with pytest.raises(machine.BusyError, match="42%"):
        machine.check_idle()
