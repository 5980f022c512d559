"""The command in processes of its own, with the daemon that the bus starts, and no sound."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Iterator

import numpy as np
import pytest

from bus import Bus, private_bus
from waiting import wait_until

COMMANDS = (
    "say",
    "reading",
    "stop",
    "pause",
    "resume",
    "voices",
    "status",
    "why",
    "again",
    "doctor",
    "settings",
    "get",
    "set",
    "reset",
    "undo",
    "word",
    "setup",
    "bench",
    "speech-dispatcher",
    "serve",
)


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    """A bus that starts the daemon when it is called; there is no sound server."""
    with private_bus(LANG="en_US.UTF-8") as made:
        made.make_activatable()
        yield made


def good(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def heard(data: bytes) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_for_people(bus: Bus, command: str) -> None:
    done = bus.sotto(*([command] if command else []), "--help")
    assert "usage: sotto" in good(done)
    assert all(len(line) <= 100 for line in done.stdout.splitlines())
    if command != "serve":
        assert "exit codes:" in done.stdout


@pytest.mark.parametrize(
    "arguments", [(), ("shout",), ("say", "--rate", "fast", "x"), ("why", "x"), ("stop", "x")]
)
def test_a_wrong_command_line(bus: Bus, arguments: tuple[str, ...]) -> None:
    done = bus.sotto(*arguments)
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_stop_and_pause_start_no_daemon(bus: Bus) -> None:
    pid = bus.owner_pid()
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: bus.owner_pid() is None, "the daemon ends")
    assert json.loads(good(bus.sotto("stop", "--json"))) == {"stopped": True}
    for command in ("pause", "resume"):
        done = bus.sotto(command)
        assert (done.returncode, done.stdout) == (1, "")
        assert "nothing" in done.stderr
    assert bus.owner_pid() is None


def test_status_starts_the_daemon_and_waits_until_it_is_ready(bus: Bus) -> None:
    state = json.loads(good(bus.sotto("status", "--json")))
    assert state["ready"] is True

    def has_no_sound() -> bool:
        return json.loads(good(bus.sotto("status", "--json")))["sound"] is False

    # The sink is opened aside: until that has failed, nobody knows that there is none.
    wait_until(has_no_sound, "no sound is told")
    state = json.loads(good(bus.sotto("status", "--json")))
    assert any("sound server" in problem for problem in state["problems"])
    assert bus.owner_pid() is not None
    text = good(bus.sotto("status"))
    assert "ready" in text and "sound: no" in text and "problem:" in text


def test_voices_are_listed_for_people_and_programs(bus: Bus) -> None:
    voices = json.loads(good(bus.sotto("voices", "--json")))
    engines = {voice["engine"] for voice in voices}
    assert engines == {"neural", "espeak-ng"}
    shown = good(bus.sotto("voices"))
    assert all((v["identifier"] in shown) == (v["engine"] == "neural") for v in voices)
    everything = good(bus.sotto("voices", "--all"))
    assert all(voice["identifier"] in everything for voice in voices)
    german = json.loads(good(bus.sotto("voices", "--json", "--language", "de")))
    assert german and all("de" in [t.split("-")[0] for t in v["languages"]] for v in german)


def test_a_file_is_written_and_is_the_same_again(bus: Bus) -> None:
    wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
    for name in ("a.wav", "b.wav"):
        good(bus.sotto("say", "--out", name, "Hello", "there."))
    first, second = ((bus.home / name).read_bytes() for name in ("a.wav", "b.wav"))
    assert first == second
    samples = heard(first)
    assert 0.3 < len(samples) / 24_000 < 3
    assert np.abs(samples.astype(np.int32)).max() > 2000
    (last,) = json.loads(good(bus.sotto("why", "--json", "--last", "1")))
    assert last["engine"] == "neural"


def test_options_reach_the_voice(bus: Bus) -> None:
    lengths = {}
    for rate in ("1", "2"):
        good(bus.sotto("say", "--out", "rate.wav", "--rate", rate, "A sentence of some length."))
        lengths[rate] = len(heard((bus.home / "rate.wav").read_bytes()))
    assert 0.4 < lengths["2"] / lengths["1"] < 0.6
    for options in (
        ("--voice", "sotto:kerstin", "--language", "de"),
        ("--ssml",),
        ("--kind", "spell", "--capitals", "spell", "--punctuation", "all"),
        ("--pitch", "1.5", "--pitch-range", "0", "--volume", "0.5", "--priority", "message"),
    ):
        good(bus.sotto("say", "--out", "some.wav", *options, "Guten Tag"))


def test_standard_input_and_output(bus: Bus) -> None:
    command = [sys.executable, "-m", "sotto", "say", "--out", "-"]
    text = "First sentence. Second one!\n\nThird"
    done = subprocess.run(
        command,
        input=text.encode() + b" \xff.",
        env=bus.environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(heard(done.stdout)) > 24_000
    told = json.loads(good(bus.sotto("say", "--json", "--out", "f.wav", text="One. Two.")))
    assert told["file"] == "f.wav"
    samples = heard((bus.home / "f.wav").read_bytes())
    assert told["seconds"] == pytest.approx(len(samples) / 24_000, abs=0.001)
    nothing = bus.sotto("say", "--out", "n.wav", text="")
    assert nothing.returncode == 0
    assert len(heard((bus.home / "n.wav").read_bytes())) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("say", "--rate", "99", "x"), 1, "rate is 99"),
        (("say", "--voice", "nobody", "x"), 1, "nobody"),
        (("say", "--out", "/nonexistent/x.wav", "x"), 1, "No such file"),
        (("say", "--wait", "x"), 4, "no-sound"),
        (("why", "999"), 1, "999"),
    ],
)
def test_errors_are_told_in_one_line(
    bus: Bus, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = bus.sotto(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.startswith("sotto: ") and done.stderr.count("\n") == 1


def test_no_bus_is_told() -> None:
    with private_bus() as own:
        own.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
        for arguments in (("say", "x"), ("stop",), ("serve",)):
            done = own.sotto(*arguments)
            assert done.returncode == 3, done.stderr
            assert "session bus" in done.stderr
            assert "Traceback" not in done.stderr


def test_no_daemon_is_told() -> None:
    with private_bus() as own:
        done = own.sotto("say", "x")
        assert done.returncode == 3
        assert "Traceback" not in done.stderr


def test_what_was_asked_for_without_sound_is_explained(bus: Bus) -> None:
    number = json.loads(good(bus.sotto("say", "--json", "x")))["ids"][0]
    table = good(bus.sotto("why"))
    assert table.splitlines()[0].startswith("id")
    (row,) = (line for line in table.splitlines() if line.startswith(f"{number} "))
    assert "sound server" in row


def test_a_second_daemon_gives_way(bus: Bus) -> None:
    good(bus.sotto("status"))
    done = bus.sotto("serve")
    assert done.returncode == 3
    assert "running" in done.stderr


def test_output_that_nobody_reads_is_no_error_of_ours(bus: Bus) -> None:
    command = f"{sys.executable} -m sotto voices --all --json | head -c 1"
    done = bus.run("sh", "-c", command)
    assert done.stdout == "["
    assert "Traceback" not in done.stderr


def test_reading_prints_what_would_be_said(bus: Bus) -> None:
    assert good(bus.sotto("reading", "Dr. Smith ran 5 km. Then he slept.")) == (
        "Doctor Smith ran 5 kilometres.\nThen he slept.\n"
    )
    assert good(bus.sotto("reading", text="5 %")) == "5 percent\n"
    german = good(bus.sotto("reading", "--language", "de", "--json", "5 %"))
    (clause,) = json.loads(german)
    assert clause["language"] == "de"
    assert [(w["text"], w["start"], w["end"]) for w in clause["words"]] == [
        ("5", 0, 1),
        ("Prozent", 2, 3),
    ]
    assert good(bus.sotto("reading", "--reading", "literal", "so 5 km")) == "so 5 km\n"


def test_reading_knows_markup_and_what_speech_dispatcher_sends(bus: Bus) -> None:
    marked = '<speak>one <lang xml:lang="de">zwei</lang></speak>'
    assert good(bus.sotto("reading", "--ssml", marked)) == "one\nde: zwei\n"
    assert good(bus.sotto("reading", "--speechd", "version 2 .6 .10 & 1 < 2")) == good(
        bus.sotto("reading", "version 2.6.10 & 1 < 2")
    )
    assert good(bus.sotto("reading", "--speechd", marked)) == "one\nde: zwei\n"


def test_numbers_and_reading_are_options_of_say(bus: Bus) -> None:
    whole = bus.sotto("say", "--out", "a.wav", "Dr. 42")
    digits = bus.sotto(
        "say", "--numbers", "digits", "--reading", "literal", "--out", "b.wav", "Dr. 42"
    )
    assert (whole.returncode, digits.returncode) == (0, 0)
    assert (bus.home / "a.wav").read_bytes() != (bus.home / "b.wav").read_bytes()


def test_own_words_in_full(bus: Bus) -> None:
    pattern = ("word", "add", "--pattern", r"v(\d+)", r"version \1")
    assert good(bus.sotto(*pattern)) == ""
    assert good(bus.sotto("reading", "see v12")) == "see version 12\n"
    assert good(bus.sotto("word", "try", "gif", "jiff", "--in", "a gif v3")) == "a jiff version 3\n"
    assert good(bus.sotto("reading", "a gif")) == "a gif\n"
    hanging = bus.sotto("word", "add", "--pattern", "(a+)+b", "x")
    assert hanging.returncode == 1
    assert "cannot be repeated" in hanging.stderr
    unknown = bus.sotto("word", "add", "--voice", "sotto:nobody", "gif", "jiff")
    assert unknown.returncode == 1
    (bus.home / "old.dic").write_text("Nguyen\twin\t0\t2\n(a+)+\tx\t0\t1\n")
    done = bus.sotto("word", "import", "old.dic")
    assert done.stdout == "1 words are added\n", done.stderr
    assert "line 2" in done.stderr
    assert good(bus.sotto("reading", "Nguyen v1")) == "win version 1\n"
    listed = json.loads(good(bus.sotto("word", "list", "--json")))
    assert [(each["written"], each["match"]) for each in listed] == [
        (r"v(\d+)", "pattern"),
        ("Nguyen", "whole"),
    ]
    exported = good(bus.sotto("word", "export"))
    assert exported == "v(\\d+)\tversion \\1\t\tpattern\nNguyen\twin\n"
    assert good(bus.sotto("word", "undo")) == ""
    assert good(bus.sotto("word", "undo")) == ""
    assert bus.sotto("word", "undo").returncode == 1
    assert good(bus.sotto("reading", "Nguyen v1")) != "win version 1\n"


def test_own_words_in_ipa(bus: Bus) -> None:
    refused = bus.sotto("word", "add", "GIF", "--ipa", "GIF")
    assert refused.returncode == 1
    assert "'G' (latin capital letter g) is no sign of the IPA" in refused.stderr
    assert good(bus.sotto("word", "try", "GIF", "--ipa", "dʒɪf", "--in", "a GIF")) == "a /dʒɪf/\n"
    assert good(bus.sotto("word", "add", "GIF", "--ipa", "dʒɪf", "--language", "en")) == ""
    assert good(bus.sotto("reading", "the GIF.")) == "the /dʒɪf/.\n"
    (clause,) = json.loads(good(bus.sotto("reading", "--json", "GIF")))
    assert [(word["text"], word["ipa"]) for word in clause["words"]] == [("GIF", "dʒɪf")]
    exported = good(bus.sotto("word", "export"))
    assert exported == "GIF\t/dʒɪf/\ten\n"
    good(bus.sotto("word", "undo"))
    (bus.home / "mine.tsv").write_text(exported + "bad\t/?/\n")
    imported = bus.sotto("word", "import", "mine.tsv")
    assert (imported.returncode, imported.stdout) == (0, "1 words are added\n")
    assert "line 2: '?' (question mark) is no sign of the IPA" in imported.stderr
    assert good(bus.sotto("reading", "the GIF.")) == "the /dʒɪf/.\n"
    good(bus.sotto("word", "undo"))


def test_a_new_word_is_heard_at_once_although_the_old_sound_is_kept(bus: Bus) -> None:
    def sound() -> bytes:
        good(bus.sotto("say", "--out", "word.wav", "gif"))
        return (bus.home / "word.wav").read_bytes()

    before = sound()
    assert sound() == before
    good(bus.sotto("word", "add", "gif", "strawberry"))
    after = sound()
    good(bus.sotto("word", "add", "gif", "--ipa", "dʒɪfdʒɪfdʒɪf"))
    given = sound()
    assert sound() == given != after
    good(bus.sotto("word", "remove", "gif"))
    assert len(given) > len(before) < len(after)
    assert sound() == before
