"""Whole dialogues with the server, of the kinds that its own test scripts have.

Those scripts come with Speech Dispatcher's sources, which are no package one could install; these
go through the same commands: keys, punctuation, spelling, voices, progress, blocks, SSML, stop
and pause, and long messages.
"""

from __future__ import annotations

import pytest

from hearing import Recorder
from sound import RECORD_RATE
from speechd_module.dispatcher import Client

pytestmark = pytest.mark.hears

KEYS = (
    "space underscore double-quote alt control hyper meta shift super backspace break delete down "
    "end enter escape f1 f12 f24 home insert kp-* kp-+ kp-- kp-. kp-/ kp-0 kp-9 kp-enter left menu "
    "next num-lock pause print prior return right scroll-lock tab up window "
    "shift_a control_c control_alt_delete super_shift_f5 a Z 7 ß ,"
).split()

PARAGRAPH = (
    "When the wind turned in the evening they brought the boat round.\n"
    "Nobody spoke of it. The lamp was lit before six; the nets were dry by nine.\n"
    ".. and so on, e.g. for Dr. Smith at 3.5 knots."
)

SSML = (
    "<speak>It starts as usual, <prosody volume='loud'>goes on loudly,</prosody>"
    "<prosody volume='soft'>and ends softly.</prosody></speak>",
    "<speak>Now <prosody rate='fast'>very quickly indeed</prosody> and <prosody rate='slow'>slowly"
    "</prosody>.</speak>",
    "<speak><prosody pitch='high'>High</prosody> and <prosody pitch='-50%'>low</prosody></speak>",
    "<speak>She said <voice gender='female'>something else</voice> then.</speak>",
    "<speak><voice age='8'>A child says this.</voice></speak>",
    "<speak>Somebody says <audio src='nowhere.wav'/> and goes.</speak>",
    "<speak><emphasis>This</emphasis> <sub alias='stands for'>sf</sub><break time='200ms'/> it."
    "</speak>",
    "<speak><p><s>One.</s><s>Two.</s></p></speak>",
)


@pytest.fixture(autouse=True)
def fast(client: Client) -> None:
    """What is said takes its time, whole tables of keys take minutes of it."""
    client.command("SET SELF RATE 60")


def test_every_key(client: Client) -> None:
    messages = [client.key(name) for name in KEYS]
    for message in messages:
        client.wait(message, "END")


@pytest.mark.parametrize("level", ["none", "some", "most", "all"])
def test_punctuation(client: Client, recorder: Recorder, level: str) -> None:
    client.command(f"SET SELF PUNCTUATION {level}")
    recorder.wait_for_quiet()
    recorder.clear()
    client.wait(client.speak('"Well," he said: (no) [yes] {maybe} 50% & @home; x=y!'), "END")
    assert len(recorder.wait_for_silence(0.2).sound()) > 0.5 * RECORD_RATE


def test_spelling(client: Client, recorder: Recorder) -> None:
    lengths = []
    for mode in ("off", "on"):
        client.command(f"SET SELF SPELLING {mode}")
        recorder.wait_for_quiet()
        recorder.clear()
        client.wait(client.speak("hello world"), "END")
        lengths.append(len(recorder.wait_for_silence(0.4).sound()))
    assert lengths[1] > 2 * lengths[0]


def test_voice_types(client: Client) -> None:
    for kind in "MALE1 MALE2 MALE3 FEMALE1 FEMALE2 FEMALE3 CHILD_MALE CHILD_FEMALE".split():
        client.command(f"SET SELF VOICE_TYPE {kind}")
        assert client.say(f"This is {kind}.")[-1].kind == "END"


def test_progress(client: Client) -> None:
    client.command("SET SELF PRIORITY progress")
    for number in range(25):
        client.speak(f"{number} percent")
    client.wait_for(lambda: next((e for e in client.events if e.kind == "END"), None), "an end")
    client.command("SET SELF PRIORITY message")
    assert client.say("That was it.")[-1].kind == "END"


def test_a_block(client: Client) -> None:
    client.command("BLOCK BEGIN")
    messages = [client.speak("Part one."), client.icon("prompt"), client.speak("Part two.")]
    client.command("BLOCK END")
    for message in messages:
        client.wait(message, "END")


@pytest.mark.parametrize("text", SSML)
def test_ssml(client: Client, recorder: Recorder, text: str) -> None:
    client.command("SET SELF SSML_MODE on")
    recorder.wait_for_quiet()
    recorder.clear()
    client.wait(client.speak(text), "END")
    assert len(recorder.wait_for_silence(0.3).sound()) > 0.2 * RECORD_RATE


def test_stop_then_speak_then_pause_then_resume(client: Client, recorder: Recorder) -> None:
    first = client.speak(PARAGRAPH)
    client.wait(first, "BEGIN")
    client.command("STOP SELF")
    client.wait(first, "CANCELED")
    assert client.say("The stop does not prevent this.")[-1].kind == "END"
    second = client.speak(PARAGRAPH)
    client.wait(second, "BEGIN")
    client.command("PAUSE SELF")
    client.wait(second, "PAUSED")
    recorder.wait_for_quiet()
    client.command("RESUME SELF")
    client.wait(second, "END", patience=60)


def test_a_very_long_message_is_cancelled(client: Client) -> None:
    for _ in range(3):
        message = client.speak("A line of a very long message.\n" * 2000)
        client.wait(message, "BEGIN")
        client.cancel()
        client.wait(message, "CANCELED")
    assert client.say("Done.")[-1].kind == "END"
