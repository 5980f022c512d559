"""The published index of voices, `voices.json`: a stranger's file, so every field is checked.

An entry that cannot be used is left out and told; it never hides the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sotto_voices.errors import DamagedError, UnknownOfferError

LARGEST_INDEX = 16 << 20
LARGEST_MODEL = 1 << 30
LARGEST_TEXT = 4 << 20
MOST_OFFERS = 10_000
MOST_FILES = 32
_LONGEST_NAME = 100
_LONGEST_PATH = 300
_KEY = re.compile(r"\w[\w.+-]{0,99}")
_TAG = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}")
_DIGESTS = {"sha256_digest": ("sha256", 64), "md5_digest": ("md5", 32)}
"""Fields of a file's digest, the better ones first; their algorithms and lengths in hex digits."""

MODEL, CONFIG, CARD, READY = ".onnx", ".onnx.json", "MODEL_CARD", "voice.json"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a voice: its path from the index, bytes, and digest in hex."""

    path: str
    size: int
    algorithm: str
    digest: str

    @property
    def name(self) -> str:
        """Its own, without folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that can be had. `tag` is BCP 47, `languages` its names in English and its own."""

    key: str
    name: str
    tag: str
    languages: tuple[str, ...]
    country: str
    quality: str
    speakers: int
    aliases: tuple[str, ...]
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes to be fetched."""
        return sum(file.size for file in self.files)

    @property
    def is_ready(self) -> bool:
        """Whether it was made for Sotto and needs no preparation."""
        return any(file.name == READY for file in self.files)

    @property
    def card(self) -> RemoteFile | None:
        """The text that tells its licence."""
        return next((file for file in self.files if file.name.startswith(CARD)), None)


@dataclass(frozen=True, slots=True)
class Index:
    """The offers in the order of the index, and in words what of it cannot be used."""

    offers: tuple[Offer, ...]
    refused: tuple[str, ...]

    def find(self, key: str) -> Offer:
        """The offer of that identifier or alias, whatever its case. Raises UnknownOfferError."""
        wanted = key.casefold()
        for offer in self.offers:
            if wanted in (name.casefold() for name in (offer.key, *offer.aliases)):
                return offer
        raise UnknownOfferError(f"the index has no voice {key[:_LONGEST_NAME]!r}")

    def search(self, words: Iterable[str], language: str = "") -> list[Offer]:
        """Those of a language that have every word somewhere in their names, quality or country."""
        wanted = [word.casefold() for word in words]
        prefix = f"{language.lower().replace('_', '-')}-"
        return [
            offer
            for offer in self.offers
            if (not language or f"{offer.tag.lower()}-".startswith(prefix))
            and all(word in _described(offer) for word in wanted)
        ]


def _described(offer: Offer) -> str:
    parts = (offer.key, offer.name, offer.tag, *offer.languages, offer.country, offer.quality)
    return " ".join((*parts, *offer.aliases)).casefold()


def read_index(data: bytes) -> Index:
    """The index in a file. Raises DamagedError where none of it can be used."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"the index is not JSON: {error}") from error
    if not isinstance(content, dict) or len(content) > MOST_OFFERS:
        raise DamagedError("the index holds no table of voices")
    offers: list[Offer] = []
    refused: list[str] = []
    for key, entry in content.items():
        try:
            offers.append(_offer(key, entry))
        except DamagedError as error:
            refused.append(f"{_shown(key)}: {error}")
    if refused and not offers:
        raise DamagedError(f"the index holds no voice that can be used; {refused[0]}")
    return Index(tuple(offers), tuple(refused))


def _offer(key: str, entry: object) -> Offer:
    if not _KEY.fullmatch(key):
        raise DamagedError("that is no proper identifier")
    if not isinstance(entry, dict):
        raise DamagedError("it is not described by a table")
    language = entry.get("language")
    if not isinstance(language, dict):
        raise DamagedError("its language is not described")
    tag = _text(language, "code")
    if not _TAG.fullmatch(tag):
        raise DamagedError("its language has no proper tag")
    names = dict.fromkeys(_text(language, name, "") for name in ("name_english", "name_native"))
    return Offer(
        key=key,
        name=_text(entry, "name"),
        tag=tag.replace("_", "-"),
        languages=tuple(name for name in names if name),
        country=_text(language, "country_english", ""),
        quality=_text(entry, "quality", ""),
        speakers=_whole(entry, "num_speakers", 1, 100_000, 1),
        aliases=_aliases(entry.get("aliases", [])),
        files=_needed(_files(entry.get("files"))),
    )


def _aliases(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        return ()
    return tuple(each for each in found if isinstance(each, str) and _KEY.fullmatch(each))


def _files(table: object) -> list[RemoteFile]:
    if not isinstance(table, dict) or not 0 < len(table) <= MOST_FILES:
        raise DamagedError("it names no files")
    return [_file(path, described) for path, described in table.items()]


def _file(path: str, described: object) -> RemoteFile:
    if not is_safe_path(path):
        raise DamagedError(f"the path {_shown(path)} leaves its folder or is none")
    if not isinstance(described, dict):
        raise DamagedError(f"{_shown(path)} is not described")
    largest = LARGEST_MODEL if path.endswith(MODEL) else LARGEST_TEXT
    size = _whole(described, "size_bytes", 1, largest)
    for field, (algorithm, length) in _DIGESTS.items():
        digest = described.get(field)
        if isinstance(digest, str) and re.fullmatch(rf"[0-9a-fA-F]{{{length}}}", digest):
            return RemoteFile(path, size, algorithm, digest.lower())
    raise DamagedError(f"{_shown(path)} has no checksum")


def _needed(files: Sequence[RemoteFile]) -> tuple[RemoteFile, ...]:
    """Those that make the voice: of a Piper voice model, configuration and card."""
    if len({file.name.casefold() for file in files}) < len(files):
        raise DamagedError("two of its files have one name")
    if any(file.name == READY for file in files):
        return tuple(files)
    models = [file for file in files if file.name.endswith(MODEL)]
    configs = [file for file in files if file.name.endswith(CONFIG)]
    if len(models) != 1 or [each.name for each in configs] != [f"{models[0].name}.json"]:
        raise DamagedError("it is not one model with its configuration")
    cards = [file for file in files if file.name.startswith(CARD)]
    return (*models, *configs, *cards[:1])


def is_safe_path(path: str) -> bool:
    """Whether a relative path stays below the folder it starts from, on any machine."""
    if not 0 < len(path) <= _LONGEST_PATH or not path.isprintable() or set(path) & set('\\:*?"<>|'):
        return False
    return not any(part in ("", ".", "..") or part.startswith(".") for part in path.split("/"))


def _text(table: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = table.get(name, default)
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not value.isprintable():
        raise DamagedError(f"{name!r} is no text")
    return value


def _whole(
    table: Mapping[str, Any], name: str, least: int, most: int, default: int | None = None
) -> int:
    value = table.get(name, default)
    if type(value) is not int or not least <= value <= most:
        raise DamagedError(f"{name!r} is not a whole number from {least} to {most}")
    return value


def _shown(text: str) -> str:
    return ascii(text[:_LONGEST_NAME])
