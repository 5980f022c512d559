"""The index and what surrounds it: strangers' files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mirror import CARD, entry, piper_files
from sotto_voices.address import OFFICIAL, VARIABLE, chosen, read_address
from sotto_voices.card import licence, origin
from sotto_voices.errors import AddressError, DamagedError, UnknownOfferError
from sotto_voices.index import is_safe_path, read_index

GOOD = "en_US-joe-medium"


def index_of(**changed: object) -> dict[str, Any]:
    """One good voice, and one with something changed."""
    files = piper_files(GOOD, b"model")
    return {GOOD: entry(GOOD, files), "en_US-bad-low": entry("en_US-bad-low", files) | changed}


def test_offers_are_described() -> None:
    files = piper_files("pt_PT-tugão-medium", b"model")
    index = read_index(
        json.dumps(
            {"pt_PT-tugão-medium": entry("pt_PT-tugão-medium", files, "pt_PT", aliases=["tugao"])}
        ).encode()
    )
    offer = index.find("TUGAO")
    assert (offer.key, offer.tag, offer.quality) == ("pt_PT-tugão-medium", "pt-PT", "medium")
    assert offer.size == sum(map(len, files.values()))
    assert [file.name for file in offer.files] == [
        "pt_PT-tugão-medium.onnx",
        "pt_PT-tugão-medium.onnx.json",
        "MODEL_CARD",
    ]
    assert index.refused == ()
    with pytest.raises(UnknownOfferError):
        index.find("nobody")


def test_offers_are_searched() -> None:
    keys = {
        GOOD: "en_US",
        "en_GB-alba-high": "en_GB",
        "pt_BR-faber-medium": "pt_BR",
        "enm-old-low": "enm",
    }
    table = {key: entry(key, piper_files(key, b"m"), tag) for key, tag in keys.items()}
    index = read_index(json.dumps(table).encode())

    def found(*words: str, language: str = "") -> list[str]:
        return [offer.key for offer in index.search(words, language)]

    assert found() == list(keys)
    assert found("MEDIUM") == [GOOD, "pt_BR-faber-medium"]
    assert found("alba", "high") == ["en_GB-alba-high"]
    assert found("alba", "low") == []
    assert found(language="en") == [GOOD, "en_GB-alba-high"]
    assert found(language="en_gb") == ["en_GB-alba-high"]
    assert found(language="pt-BR") == ["pt_BR-faber-medium"]


BAD_PATHS = (
    "../../x.onnx", "/etc/x.onnx", "a/../../x.onnx", "a//x.onnx", "./x.onnx", ".hidden/x.onnx",
    "a\\..\\x.onnx", "C:x.onnx", "a/\n/x.onnx", "a/\0.onnx", "a/" + "b" * 400 + ".onnx", "",
    "http://example.org/x.onnx", "a/x.onnx?y", "a/\u202ex.onnx",
)  # fmt: skip


@pytest.mark.parametrize("path", BAD_PATHS)
def test_paths_that_leave_their_folder(path: str) -> None:
    assert not is_safe_path(path)
    files = {path: {"size_bytes": 5, "md5_digest": "0" * 32}}
    index = read_index(json.dumps(index_of(files=files)).encode())
    assert [offer.key for offer in index.offers] == [GOOD]
    assert len(index.refused) == 1 and index.refused[0].startswith("'en_US-bad-low'")


def _files(**changed: object) -> dict[str, object]:
    described = {"size_bytes": 5, "md5_digest": "0" * 32}
    return {"a/x.onnx": described | changed, "a/x.onnx.json": described}


CHANGES: dict[str, dict[str, object]] = {
    "files": {"files": []},
    "no files": {"files": {}},
    "many files": {"files": {f"{n}.onnx": {"size_bytes": 1} for n in range(100)}},
    "file": {"files": {"a/x.onnx": 3}},
    "size": {"files": _files(size_bytes="5")},
    "truth as size": {"files": _files(size_bytes=True)},
    "negative": {"files": _files(size_bytes=-5)},
    "nothing": {"files": _files(size_bytes=0)},
    "huge": {"files": _files(size_bytes=10**12)},
    "broken": {"files": _files(size_bytes=1.5)},
    "digest": {"files": _files(md5_digest="zz" * 16)},
    "short digest": {"files": _files(md5_digest="00")},
    "no digest": {"files": {"a/x.onnx": {"size_bytes": 5}, "a/x.onnx.json": {"size_bytes": 5}}},
    "no configuration": {"files": {"a/x.onnx": {"size_bytes": 5, "md5_digest": "0" * 32}}},
    "two models": {"files": _files() | {"a/y.onnx": {"size_bytes": 5, "md5_digest": "0" * 32}}},
    "one name": {"files": _files() | {"b/X.onnx": {"size_bytes": 5, "md5_digest": "0" * 32}}},
    "language": {"language": "en"},
    "code": {"language": {"code": "../.."}},
    "no code": {"language": {}},
    "name": {"name": None},
    "long name": {"name": "n" * 1000},
    "control": {"name": "a\x1b[2J"},
    "quality": {"quality": 3},
    "speakers": {"num_speakers": -1},
    "surrogate": {"name": "\ud800"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_entry_that_cannot_be_used_hides_no_other(name: str) -> None:
    index = read_index(json.dumps(index_of(**CHANGES[name])).encode())
    assert [offer.key for offer in index.offers] == [GOOD]
    assert len(index.refused) == 1
    assert index.refused[0].isprintable()


@pytest.mark.parametrize("key", ["../x", "a/b", "", ".hidden", "a\nb", "x" * 200, "-rf", "a b"])
def test_identifiers_that_are_none(key: str) -> None:
    table = index_of() | {key: entry("en_US-joe-medium", piper_files(GOOD, b"m"))}
    assert key not in [offer.key for offer in read_index(json.dumps(table).encode()).offers]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"3", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": 1}',
        b'{"a": ' + b"[" * 100_000, b'{"a": ' + b"9" * 10_000 + b"}", b'{"a": NaN}',
    ],
)  # fmt: skip
def test_an_index_that_is_none(data: bytes) -> None:
    with pytest.raises(DamagedError):
        read_index(data)


def test_an_empty_index_is_one() -> None:
    assert read_index(b"{}").offers == ()


def test_a_voice_made_for_sotto_needs_no_model_file() -> None:
    files = {"v/voice.json": b"{}", "v/text.onnx": b"1", "v/decoder.onnx": b"2"}
    index = read_index(json.dumps({"en-own-full": entry("en-own-full", files, "en")}).encode())
    assert index.offers[0].is_ready
    assert len(index.offers[0].files) == 3


# ---- addresses


def test_the_address_is_chosen() -> None:
    assert chosen(None, {}).index == OFFICIAL
    assert chosen(None, {VARIABLE: "/srv/voices"}).index == "/srv/voices/voices.json"
    assert chosen("https://a.example/v", {VARIABLE: "/srv"}).index == (
        "https://a.example/v/voices.json"
    )


@pytest.mark.parametrize(
    ("text", "place", "child"),
    [
        ("https://a.example/x/voices.json?download=true", "https://a.example/x", "/a%20%C3%BC%23"),
        ("http://a.example:8080", "http://a.example:8080", "/a%20%C3%BC%23"),
        ("file:///srv/my%20voices/", "/srv/my voices", "/a ü#"),
        ("/srv/v/other.json", "/srv/v", "/a ü#"),
    ],
)
def test_files_lie_beside_the_index(text: str, place: str, child: str) -> None:
    address = read_address(text)
    assert address.place == place
    assert address.child("a ü#") == place + child


@pytest.mark.parametrize(
    "text",
    ["ftp://a/b", "javascript://x", "https://", "file://other/x", "http://[", "a\nb", "x" * 3000,
     "~nobody-of-that-name/voices", "a\0b", "file:///a%00b"],
)  # fmt: skip
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(AddressError):
        read_address(text)


# ---- licences


@pytest.mark.parametrize(
    ("card", "wanted"),
    [
        (CARD, "CC0"),
        ("* Licence: CC BY-NC-SA 4.0\n", "CC BY-NC-SA 4.0"),
        ("**License**: [MIT](https://mit.example)", "MIT (https://mit.example)"),
        ("- License: [](https://x.example/l)", "https://x.example/l"),
        ("license:    public  domain   ", "public domain"),
        ("* License: See URL", "See URL"),
        ("* URL: https://x.example/d\n* License: See URL\n", "see https://x.example/d"),
        ("* URL: nothing\n", "unknown"),
        ("* License: \n\n## Training", "unknown"),
        ("", "unknown"),
        ("* License: \x1b[2J" + "x" * 1000, "[2J" + "x" * 157),
    ],
)
def test_the_licence_is_as_the_card_says(card: str, wanted: str) -> None:
    assert licence(card) == wanted


def test_what_a_voice_was_tuned_from_is_told() -> None:
    assert origin(CARD) == "Finetuned from U.S. English lessac voice (medium quality)."
    assert origin("Trained from scratch.") == ""
