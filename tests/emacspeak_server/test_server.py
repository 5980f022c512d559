"""From commands to what is asked for, in order, without a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import pytest

from sotto_emacspeak.items import LONGEST_TEXT, Icon, Job, Tone, Utterance
from sotto_emacspeak.protocol import Parser
from sotto_emacspeak.server import Server

PACE = 200.0


class Notes:
    """Writes down what it is asked for."""

    def __init__(self) -> None:
        self.said: list[tuple[Job, Mapping[str, str | float]]] = []
        self.done: list[str] = []

    def say(self, job: Job, options: Callable[[float], Mapping[str, str | float]]) -> None:
        self.said.append((job, options(PACE)))

    def stop(self) -> None:
        self.done.append("stop")

    def pause(self) -> None:
        self.done.append("pause")

    def resume(self) -> None:
        self.done.append("resume")


def run(sent: str, languages: tuple[str, ...] = ()) -> Notes:
    notes, parser = Notes(), Parser()
    server = Server(notes, "1.2")
    server.languages = languages
    for command in [*parser.feed(sent.encode()), *parser.close()]:
        server.take(command)
    return notes


def jobs(sent: str) -> list[Job]:
    return [job for job, _ in run(sent).said]


def test_nothing_is_said_before_it_is_asked_for_and_then_as_one() -> None:
    assert jobs("q {Hello, }\nq {world. }\n") == []
    assert jobs("q {Hello, }\nq {world. }\nd\nd\n") == [Utterance("Hello, world. ")]


def test_what_is_said_now_does_not_wait_for_the_queue() -> None:
    assert jobs("q {later }\ntts_say { now}\nl {x}\nd\n") == [
        Utterance(" now"),
        Utterance("x", "character"),
        Utterance("later "),
    ]


def test_a_stop_forgets_the_queue_and_keeps_what_is_set() -> None:
    notes = run("tts_set_speech_rate 400\nq {old }\ns\nd\nq {new }\nd\n")
    assert notes.done == ["stop"]
    assert notes.said == [(Utterance("new "), {"rate": 2.0})]


def test_a_reset_forgets_what_is_set() -> None:
    notes = run("tts_sync_state all 1 1 1 400\nq {old }\ntts_reset \nq {new }\nd\n")
    assert notes.said == [(Utterance("new "), {})]


def test_settings_hold_for_what_is_asked_for_after_them() -> None:
    notes = run("tts_set_punctuations some\nd\nq {a }\nd\ntts_set_punctuations all\nd\nl {b}\n")
    assert [options["punctuation"] for _, options in notes.said] == ["some", "all"]


def test_styles_silences_and_noises_stand_where_they_were_queued() -> None:
    (job,) = jobs(
        'q {a < b & c }\nc {<prosody pitch="80"> }\nq {high }\nc {<voice gender="male"> }\n'
        "sh 70\nt 440 30\nq {end }\na /x/close.wav\nr {300}\nd\n"
    )
    assert isinstance(job, Utterance) and job.kind == "ssml"
    assert job.noises == (Tone(440.0, 30), Icon("/x/close.wav"))
    root = ElementTree.fromstring(job.text)
    assert "".join(root.itertext()) == "a < b & c high end "
    assert [child.tag for child in root] == ["prosody", "break", "mark", "mark"]
    assert root[0].attrib == {"pitch": "1.231"} and root[0].text == "high "
    assert root[1].attrib == {"time": "70ms"}
    assert [mark.get("name") for mark in root.iter("mark")] == ["0", "1"]


def test_a_style_ends_with_what_was_queued() -> None:
    first, second = jobs('c {<prosody pitch="80">}\nq {a}\nd\nq {b}\nd\n')
    assert isinstance(first, Utterance) and first.kind == "ssml"
    assert second == Utterance("b")


def test_noises_alone_need_no_utterance() -> None:
    assert jobs("t 440 50\nd\n") == [Tone(440.0, 50)]
    assert jobs("t\nb\nt 500\nt high 3\nd\n") == [
        Tone(440.0, 50),
        Tone(523.0, 100),
        Tone(500.0, 50),
        Tone(440.0, 3),
    ]
    assert jobs("q {a}\np /x/open.wav\n") == [Icon("/x/open.wav"), Utterance("a")]


def test_rates_inside_the_queue() -> None:
    (job,) = jobs("tts_set_speech_rate 200\nq {a}\nr {300}\nq {b}\nd\n")
    assert job == Utterance('<speak>a<prosody rate="1.5">b</prosody></speak>', "ssml")
    assert jobs("r {fast}\nr\nr -3\nq {a}\nd\n") == [Utterance("a")]


def test_names_of_signs_come_without_the_marks_of_other_synthesizers() -> None:
    assert jobs("tts_say { left[*]bracket}\n") == [Utterance(" left bracket")]


def test_codes_that_come_as_texts_are_not_said_and_other_markup_is() -> None:
    assert jobs('tts_say { <voice xml:lang="$la" gender="male" variant="1">}\n') == []
    assert jobs("tts_say { <b>}\n") == [Utterance(" <b>")]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("l {a}\n", [Utterance("a", "character")]),
        ("l { }\n", [Utterance(" ", "character")]),
        ("l {\n}\n", [Utterance("\n", "character")]),
        ("l {ab}\n", [Utterance("ab", "spell")]),
        ("l {}\n", []),
        ("tts_say {}\nq { }\nd\n", []),
        ("version\n", [Utterance("Sotto 1.2")]),
        ("sh 0\nsh -4\nd\n", []),
    ],
)
def test_small_things(sent: str, expected: list[Job]) -> None:
    assert jobs(sent) == expected


def test_pausing() -> None:
    assert run("tts_pause\ntts_resume\n").done == ["pause", "resume"]


def test_languages_in_turn_and_by_name() -> None:
    known = ("en", "de", "fr")
    notes = run("set_next_lang t\nset_next_lang nil\nq {a }\nd\nset_previous_lang t\n", known)
    assert notes.said[0] == (Utterance("en"), {"language": "en"})
    assert notes.said[1] == (Utterance("a "), {"language": "de"})
    assert notes.said[2] == (Utterance("en"), {"language": "en"})
    preferred = run("set_preferred_lang de de_AT\nset_lang de t \n")
    assert preferred.said == [(Utterance("de-AT"), {"language": "de-AT"})]
    assert run("set_next_lang t\n").said == []


def test_long_texts_are_parted_and_nothing_is_lost() -> None:
    text = "word & " * (LONGEST_TEXT // 4)
    plain = jobs("q {" + text + "}\nd\n")
    styled = jobs('c {<prosody pitch="80">}\nq {' + text + "}\nd\n")
    assert len(plain) > 1 and len(styled) > len(plain)
    assert "".join(job.text for job in plain if isinstance(job, Utterance)) == text
    inside = [ElementTree.fromstring(j.text).itertext() for j in styled if isinstance(j, Utterance)]
    assert "".join(part for parts in inside for part in parts) == text


def test_more_than_can_be_kept_is_said_without_being_asked_for() -> None:
    said = jobs("q {" + "a " * 1_500_000 + "}\nq {" + "b " * 1_500_000 + "}\n")
    assert said and all(isinstance(job, Utterance) and "b" not in job.text for job in said)
