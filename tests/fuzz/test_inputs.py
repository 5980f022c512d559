"""Whatever strangers send: typed errors, nothing lost, nothing raised that nobody expects.

`SOTTO_EXAMPLES` sets how many of each kind are tried; `script/prove --fuzz` tries many more than
the suite.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dbus_next import Variant
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sotto.dbus.options import parse_options
from sotto.dbus.spiel.framing import event_packets
from sotto.dbus.streaming.framing import event_frame
from sotto.errors import InvalidOptionError
from sotto.messages import AudioChunk, Kind, MarkCue, Options, Punctuation, WordCue
from sotto.settings.file import read_settings
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered
from sotto.text.own_words import read_words
from sotto_client.errors import ClientError
from sotto_client.frames import Decoder
from sotto_speechd import configuration
from sotto_speechd.dialogue import Dialogue
from sotto_speechd.errors import ConfigurationError
from sotto_speechd.outlet import Outlet
from sotto_speechd.protocol import Parser
from sotto_speechd.server_sound import ServerSound
from sotto_speechd.speaker import Speaker

EXAMPLES = int(os.environ.get("SOTTO_EXAMPLES", "60"))
many = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)

TAGS = [
    "<speak>", "</speak>", "<p>", "<mark name='a'/>", "<break time='9s'/>", "<prosody rate='",
    "'>", "<lang xml:lang='de'>", "<say-as interpret-as='characters'>", "</say-as>", "<sub alias='",
    "'/>", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#x", ";", "&nbsp;", "<x", " a='b'", "/>",
    "<?", "?>", "<!DOCTYPE x [", "]>", "<p>" * 600, "<mark name='m'/>" * 600, "&nbsp;" * 600,
    "<lang xml:lang='fr'>" * 600, "</lang>" * 600, "<s></s>" * 600, ". " * 200, " " * 300, "\n\n",
]  # fmt: skip
texts = st.text(max_size=80) | st.lists(
    st.sampled_from(TAGS) | st.text(max_size=8) | st.sampled_from(["Dr. ", "3 .5", "¥1", "1/2"]),
    max_size=14,
).map("".join)
languages = st.sampled_from(["", "en", "de", "nl", "fr", "ja", "ru", "ar", "th", "hi", "zh", "x-y"])
options = st.builds(
    Options,
    kind=st.sampled_from(Kind),
    punctuation=st.sampled_from(Punctuation),
    language=languages,
)


@given(texts, options, st.sampled_from(["en", "de", "fr", "ja"]))
@many
@example("0¥", Options(language="ja"), "ja")
@example("<p>" * 700 + "a", Options(kind=Kind.SSML), "en")
def test_no_character_of_a_text_is_lost(text: str, wanted: Options, language: str) -> None:
    spoken = list(clauses(text, wanted, language))
    assert uncovered(text, wanted, spoken) == []


values = st.one_of(
    st.builds(Variant, st.just("s"), st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(Variant, st.just("d"), st.floats()),
    st.builds(Variant, st.just("b"), st.booleans()),
    st.builds(Variant, st.just("i"), st.integers(-(2**31), 2**31 - 1)),
    st.builds(Variant, st.just("as"), st.lists(st.just("x"))),
)
names = st.text(max_size=12) | st.sampled_from(
    "kind voice voices language rate pitch pitch_range volume style clarity quality priority "
    "punctuation capitals resume detach numbers pauses abbreviations switching".split()
)


@given(st.dictionaries(names, values, max_size=6))
@many
def test_options_are_taken_or_refused(given_options: dict[str, Variant]) -> None:
    with contextlib.suppress(InvalidOptionError):
        parse_options(given_options, Options())


toml = st.binary(max_size=200) | st.lists(
    st.sampled_from([
        "rate = ", "voice = ", "2", "inf", "nan", "-1e999", '"x"', "\n", "[", "]", "[[", "{", "}",
        "=", "a.b = ", "9" * 5000, "[" * 3000, "true", "'''", '"""', "1979-05-27", "#", "\0", "é",
        "volume = ", "cache_mb = ", "voices = ", "audio = ", "icons = ",
    ]),
    max_size=12,
).map(lambda parts: "".join(parts).encode())  # fmt: skip


@contextlib.contextmanager
def _file(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        file.write_bytes(content)
        yield file


@given(toml)
@many
@example(b"audio = " + b"[" * 5000)
@example(b"rate = " + b"9" * 5000)
def test_settings_of_any_content(content: bytes) -> None:
    with _file(content) as file:
        read_settings(file)
        with contextlib.suppress(ConfigurationError):
            configuration.load(file)


lines = st.lists(
    st.text(max_size=20) | st.sampled_from(["\t", "\n", "a\tb", "#", "case", "\r", "\0", "\tde"]),
    max_size=20,
).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200) | lines, texts)
@many
def test_words_of_any_content(content: bytes, text: str) -> None:
    from sotto.text.dictionary.dictionary import Dictionary

    with _file(content) as file:
        entries, _ = read_words(file)
    words = Dictionary(entries)
    wanted = Options(kind=Kind.SSML)
    assert uncovered(text, wanted, clauses(text, wanted, "en", words)) == []


frames = st.lists(
    st.binary(max_size=12)
    | st.sampled_from([b"0.01", b"\x01\x04\x00\x00\x00abcd", b"\x02", event_frame(1, 0, 3)])
    | st.builds(event_frame, st.integers(0, 255), st.integers(0, 99), st.integers(0, 99)),
    max_size=10,
)


@given(frames)
@many
def test_a_stream_of_any_bytes_is_read_or_refused(pieces: list[bytes]) -> None:
    decoder = Decoder()
    with contextlib.suppress(ClientError):
        for piece in (b"0.01", *pieces):
            list(decoder.feed(piece))


cues = st.lists(
    st.builds(WordCue, st.integers(0, 50), st.integers(0, 90), st.integers(0, 99))
    | st.builds(MarkCue, st.integers(0, 50), st.text(max_size=2000)),
    max_size=8,
)


@given(texts, st.lists(cues, max_size=4), st.booleans())
@many
def test_frames_of_spiel_can_be_read(
    text: str, chunks: list[list[WordCue | MarkCue]], is_ssml: bool
) -> None:
    import numpy as np

    framer, decoder = event_packets(text, is_ssml=is_ssml), Decoder()
    data = framer.opening()
    for given_cues in chunks:
        ordered = tuple(sorted(given_cues, key=lambda cue: cue.offset))
        chunk = AudioChunk(np.zeros(100, np.float32), 24_000, ordered)
        data += b"".join(framer.feed(chunk))
    data += framer.finish()
    list(decoder.feed(data))
    assert decoder.is_complete


class _NoLink:
    """A daemon that never answers."""

    def __getattr__(self, name: str) -> object:
        return lambda *given: None


commands = st.lists(
    st.binary(max_size=30)
    | st.sampled_from([
        b"INIT", b"SPEAK", b"CHAR", b"KEY", b"SOUND_ICON", b"STOP", b"PAUSE", b"SET", b"AUDIO",
        b"LOGLEVEL", b"LIST VOICES", b"DEBUG ON /nowhere/x", b"DEBUG OFF", b"\n", b".\n", b"\n.\n",
        b"rate=50", b"rate=", b"voice=male1", b"language=x", b"<speak>a</speak>", b"\0", b"\xff",
        b"log_level=9", b"pitch=99999999999999999999", b"..",
    ]),
    max_size=25,
)  # fmt: skip


@given(commands)
@many
def test_the_module_answers_any_bytes(pieces: list[bytes]) -> None:
    logging.disable(logging.ERROR)
    reader, writer = os.pipe()
    outlet = Outlet(writer)
    speaker = Speaker(outlet, ServerSound(0, {}))
    speaker._link = _NoLink()  # type: ignore[assignment]
    dialogue = Dialogue(outlet, speaker)
    try:
        parser, taken = Parser(), 0
        for piece in (*pieces, b"\n.\n", b"INIT\n"):
            for item in parser.feed(piece):
                dialogue.take(item)
                taken += 1
        assert taken
        speaker.stop()
        assert outlet.drain(10)
        assert b"299" in os.read(reader, 1 << 20)
    finally:
        speaker.close()
        os.close(reader)
        os.close(writer)
        logging.disable(logging.NOTSET)
