"""The real Speech Dispatcher with Sotto as its default, by both ways of sound."""

from __future__ import annotations

import time

import pytest

from hearing import Recorder
from speechd_module.dispatcher import Client, Desktop

LONG = " ".join(f"This is sentence number {index} of a long text." for index in range(30))
WORDS = '<speak><mark name="0:3"/>One <mark name="4:7"/>two <mark name="8:13"/>three</speak>'

pytestmark = pytest.mark.hears


def heard(recorder: Recorder) -> float:
    """Seconds of sound since the recorder was cleared, once it is quiet."""
    recording = recorder.wait_for_silence(0.2)
    return len(recording.sound()) / 48_000


def kinds(client: Client, message: str) -> list[str]:
    return [event.kind for event in client.of(message)]


def test_it_is_found_and_is_the_default(desktop: Desktop, client: Client) -> None:
    assert "250-sotto" in client.command("LIST OUTPUT_MODULES")
    assert "251-sotto" in client.command("GET OUTPUT_MODULE")
    # Others are not hidden.
    assert "250-espeak-ng" in client.command("LIST OUTPUT_MODULES")


def test_a_message_is_heard(client: Client, recorder: Recorder) -> None:
    recorder.wait_for_quiet()
    recorder.clear()
    message = client.speak("Hello world.")
    client.wait(message, "END")
    assert kinds(client, message) == ["BEGIN", "END"]
    assert 0.3 < heard(recorder) < 2


@pytest.mark.parametrize(
    "command",
    [
        "CHAR a",
        "CHAR space",
        "CHAR .",
        "CHAR é",
        "CHAR 漢",
        "KEY shift_a",
        "KEY kp-0",
        "KEY space",
        "KEY _",
        "KEY F1",
        "KEY double-quote",
        "KEY ü",
        "SOUND_ICON new-mail",
    ],
)
def test_short_things_are_heard(client: Client, recorder: Recorder, command: str) -> None:
    recorder.wait_for_quiet()
    recorder.clear()
    message = client._number(client.command(command))
    client.wait(message, "END")
    assert kinds(client, message) == ["BEGIN", "END"]
    assert heard(recorder) > 0.05


def test_an_icon_of_the_theme_is_played(
    desktop: Desktop, client: Client, recorder: Recorder
) -> None:
    desktop.add_icon("ping")
    recorder.wait_for_quiet()
    recorder.clear()
    message = client.icon("ping")
    client.wait(message, "END")
    assert heard(recorder) == pytest.approx(0.3, abs=0.1)


@pytest.mark.parametrize("text", ["", " ", "...", "<speak></speak>", "\x01", "!?", "<", "&amp;"])
def test_odd_texts_end(client: Client, text: str) -> None:
    for mode in ("off", "on"):
        client.command(f"SET SELF SSML_MODE {mode}")
        message = client.speak(text)
        client.wait(message, "END")
        assert kinds(client, message)[-1] == "END"


@pytest.mark.parametrize(
    "text",
    [
        "<speak>unclosed <b>tags",
        "<speak><speak>double</speak></speak>",
        " dot ",
        "a &lt; b &amp; c",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><speak>&a;</speak>",
        "<speak>漢字 ελληνικά</speak>",
        "<speak><prosody rate='fast'>fast",
    ],
)
def test_odd_markup_is_heard(client: Client, recorder: Recorder, text: str) -> None:
    client.command("SET SELF SSML_MODE on")
    recorder.wait_for_quiet()
    recorder.clear()
    message = client.speak(text)
    client.wait(message, "END")
    assert heard(recorder) > 0.1


@pytest.mark.alone
def test_marks_come_in_order_when_they_are_heard(client: Client) -> None:
    client.command("SET SELF SSML_MODE on")
    message = client.speak(WORDS)
    client.wait(message, "END")
    told = client.of(message)
    assert [event.kind for event in told] == ["BEGIN", "MARK", "MARK", "MARK", "END"]
    assert [event.name for event in told if event.kind == "MARK"] == ["0:3", "4:7", "8:13"]
    moments = [event.moment for event in told]
    assert moments[2] - moments[1] > 0.05 and moments[3] - moments[2] > 0.05


def test_marks_up_to_a_cancel_are_told_and_none_after(client: Client) -> None:
    client.command("SET SELF SSML_MODE on")
    words = "".join(f'<mark name="{index}"/>word ' for index in range(40))
    message = client.speak(f"<speak>{words}</speak>")
    client.wait_for(
        lambda: next((e for e in client.of(message) if e.name == "3"), None), "the mark 3"
    )
    client.cancel()
    client.wait(message, "CANCELED")
    told = client.of(message)
    names = [event.name for event in told if event.kind == "MARK"]
    assert names == [str(index) for index in range(len(names))]
    assert 4 <= len(names) < 20
    assert told[-1].kind == "CANCELED"


def test_a_cancel_silences_and_the_next_one_is_heard(client: Client, recorder: Recorder) -> None:
    message = client.speak(LONG)
    client.wait(message, "BEGIN")
    recorder.clear()
    recorder.wait_for_sound()
    client.cancel()
    client.wait(message, "CANCELED")
    recorder.wait_for_quiet()
    recorder.clear()
    assert [event.kind for event in client.say("And on.")] == ["BEGIN", "END"]
    assert heard(recorder) > 0.2


def test_a_stop_by_another_client(desktop: Desktop, client: Client) -> None:
    message = client.speak(LONG)
    client.wait(message, "BEGIN")
    with desktop.client("other") as other:
        other.command("STOP ALL")
        client.wait(message, "CANCELED")
    assert client.say("Still here.")[-1].kind == "END"


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("off", "The first sentence. The second sentence is longer. The third one."),
        ("off", "One sentence that goes on for quite a while without any stop at all"),
        ("on", WORDS),
    ],
)
@pytest.mark.parametrize("moment", ["begun", "heard"])
def test_pause_and_resume(client: Client, recorder: Recorder, mode: str, text: str,
                          moment: str) -> None:  # fmt: skip
    client.command(f"SET SELF SSML_MODE {mode}")
    recorder.wait_for_quiet()
    recorder.clear()
    message = client.speak(text)
    client.wait(message, "BEGIN")
    if moment == "heard":
        recorder.wait_for_sound()
    client.command("PAUSE SELF")
    client.wait(message, "PAUSED")
    recorder.wait_for_quiet()
    recorder.clear()
    client.command("RESUME SELF")
    client.wait(message, "END")
    assert kinds(client, message).count("END") == 1
    assert "CANCELED" not in kinds(client, message)
    assert heard(recorder) > 0.2
    assert client.say("Afterwards.")[-1].kind == "END"


def test_a_pause_that_comes_before_anything_is_heard(client: Client) -> None:
    """The server tells nothing of a pause before the message went to the module."""
    client.command("SET SELF RATE 60")
    for wait in (0, 0.001, 0.003, 0.01) * 3:
        message = client.speak("A short one. And another.")
        time.sleep(wait)
        client.command("PAUSE SELF")
        time.sleep(0.1)
        client.command("RESUME SELF")
        client.wait(message, "END")


@pytest.mark.alone
def test_a_chain_is_heard_without_gaps(client: Client, recorder: Recorder) -> None:
    texts = ["Button", "Menu", "Search", "Window", "Home"]
    for text in texts:
        client.say(text)
    recorder.wait_for_quiet()
    recorder.clear()
    for text in texts:
        client.wait(client.speak(text), "END")
    recording = recorder.wait_for_silence(0.3)
    # Stops within words are silent for up to 60 ms; between messages there is no more.
    assert max(recording.gaps(0.01)) < 0.15


def test_queued_messages_are_all_heard_in_order(client: Client) -> None:
    client.command("SET SELF RATE 60")
    messages = [client.speak(f"Number {index}.") for index in range(6)]
    for message in messages:
        client.wait(message, "END")
    ends = [event.message for event in client.events if event.kind == "END"]
    assert ends == messages


def test_rates(client: Client, recorder: Recorder) -> None:
    lengths = []
    for rate in (-100, 0, 50, 100):
        client.command(f"SET SELF RATE {rate}")
        recorder.wait_for_quiet()
        recorder.clear()
        client.say("The quick brown fox jumps over the lazy dog near the river")
        lengths.append(heard(recorder))
    assert lengths[0] > 2 * lengths[1] > 3 * lengths[2] > 4 * lengths[3]
    assert lengths[1] / lengths[3] > 4.5


def test_settings_are_all_taken(client: Client) -> None:
    for setting in (
        *("RATE 60", "PITCH -30", "PITCH_RANGE 50", "VOLUME 50", "PUNCTUATION all"),
        *("SPELLING on", "CAP_LET_RECOGN spell", "CAP_LET_RECOGN icon", "LANGUAGE de"),
        *("VOICE_TYPE FEMALE1", "VOICE_TYPE CHILD_MALE", "LANGUAGE c", "LANGUAGE xx-unknown"),
        *("SYNTHESIS_VOICE unheard-of", "SYNTHESIS_VOICE Some default voice", "LANGUAGE zh"),
    ):
        client.command(f"SET SELF {setting}")
        assert client.say("Yes.")[-1].kind == "END", setting


def test_volume(client: Client, recorder: Recorder) -> None:
    peaks = []
    for volume in (100, 0, -100):
        client.command(f"SET SELF VOLUME {volume}")
        recorder.wait_for_quiet()
        recorder.clear()
        client.say("Volume")
        samples = recorder.recording().samples
        peaks.append(float(abs(samples).max()))
    assert peaks[0] > 1.2 * peaks[1] > 0.02
    assert peaks[2] < 0.001


def test_voices_are_listed_also_while_speaking(client: Client) -> None:
    message = client.speak(LONG)
    client.wait(message, "BEGIN")
    for _ in range(50):
        voices = client.command("LIST SYNTHESIS_VOICES")
        assert len(voices) > 2
        assert all(len(line.split("\t")) == 3 for line in voices[:-1])
    client.cancel()
    client.wait(message, "CANCELED")


def test_every_listed_neural_voice_speaks(client: Client, recorder: Recorder) -> None:
    names = {line[4:].split("\t")[0] for line in client.command("LIST SYNTHESIS_VOICES")[:-1]}
    for name in sorted(names)[:8]:
        client.command(f"SET SELF SYNTHESIS_VOICE {name}")
        recorder.wait_for_quiet()
        recorder.clear()
        client.say("Hello")
        assert heard(recorder) > 0.1, name


@pytest.mark.parametrize(
    "options",
    [
        ["hello"], ["-r", "50", "-p", "-20", "-R", "30", "-i", "50", "hello"],
        ["-t", "female2", "hello"], ["-l", "de", "hallo"], ["-y", "Anna", "hello"],
        ["-m", "all", "a, b"], ["-s", "abc"], ["-c", "A"], ["-k", "control_alt_delete"],
        ["-I", "message"], ["-P", "important", "hello"], ["-N", "tester", "hello"],
        ["-x", '<speak>a <mark name="m1"/>b</speak>'],
    ],
)  # fmt: skip
def test_spd_say(desktop: Desktop, recorder: Recorder, options: list[str]) -> None:
    recorder.wait_for_quiet()
    recorder.clear()
    done = desktop.spd_say("-w", "-o", "sotto", *options)
    assert done.returncode == 0, done.stderr
    assert heard(recorder) > 0.05
    if "-x" in options:
        assert "m1" in done.stdout + done.stderr


def test_spd_say_lists(desktop: Desktop) -> None:
    assert "sotto" in desktop.spd_say("-O").stdout.split()
    assert len(desktop.spd_say("-o", "sotto", "-L").stdout.splitlines()) > 2
    desktop.spd_say("-S")
    desktop.spd_say("-C")


def test_notifications_and_priorities(client: Client) -> None:
    client.command("SET SELF RATE 60")
    for priority in ("notification", "progress", "text", "message", "important"):
        client.command(f"SET SELF PRIORITY {priority}")
        assert client.say(f"This is {priority}.")[-1].kind in ("END", "CANCELED")
    client.command("SET SELF PRIORITY message")
    assert client.say("Done.")[-1].kind == "END"


def test_a_library_client(desktop: Desktop) -> None:
    script = (
        "import speechd, threading\n"
        "done = threading.Event()\n"
        "client = speechd.SSIPClient('test')\n"
        "client.set_data_mode(speechd.DataMode.SSML)\n"
        "told = []\n"
        "def tell(kind, index_mark=None):\n"
        "    told.append(index_mark or kind)\n"
        "    if kind in ('end', 'cancel'): done.set()\n"
        "client.speak('<speak>one <mark name=\"x\"/>two three four</speak>', callback=tell)\n"
        "assert done.wait(20)\n"
        "client.close()\n"
        "print(told)\n"
    )
    done = desktop.run_client("/usr/bin/python3", "-c", script)
    assert done.returncode == 0, done.stderr
    assert "'x'" in done.stdout and "'end'" in done.stdout
