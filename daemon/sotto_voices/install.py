"""Installing and removing: whatever ends it half-way, there is the whole voice or none of it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sotto_voices.address import Address
from sotto_voices.card import licence
from sotto_voices.errors import DamagedError, UnknownOfferError, UnpreparedError
from sotto_voices.fetch import Patience, fetch, part_of
from sotto_voices.files import Places, check_room, locked, put, writes
from sotto_voices.index import LARGEST_TEXT, READY, Offer, is_safe_path
from sotto_voices.preparation import prepare_in_child

ORIGIN = "origin.json"
_PREPARED = 3
"""Disk space that preparation takes, in sizes of the model."""

Report = Callable[[str, int, int], None]
"""Is told of each step ("fetch", "prepare", "try", "put"): how much of how much is done."""

Prepare = Callable[[Path, Path], None]
"""Makes the files in a folder ready to speak, in another folder. Raises UnpreparedError."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an installed voice came from; kept beside it."""

    key: str
    index: str
    quality: str
    licence: str
    languages: tuple[str, ...]
    digests: dict[str, str]


Try = Callable[[Path], None]
"""Has a voice speak that is about to be installed. Raises UnpreparedError."""


class Installer:
    """Installs below the user's folders; `patience` limits waiting."""

    def __init__(
        self,
        places: Places,
        prepare: Prepare,
        try_voice: Try,
        patience: Patience | None = None,
    ) -> None:
        self._places = places
        self._prepare = prepare
        self._try_voice = try_voice
        self._patience = patience or Patience()

    def install(self, address: Address, offer: Offer, report: Report) -> Path:
        """The voice's folder. An installed one of the same name is replaced.

        Raises VoicesError; what was fetched until then is gone on with by the next run.
        """
        places = self._places
        places.make()
        with locked(places.incoming / f"{offer.key}.lock"):
            downloads = places.downloads / offer.key
            with writes():
                downloads.mkdir(mode=0o700, exist_ok=True)
            self._check_room(offer, downloads)
            self._fetch(address, offer, downloads, report)
            with self._staging(offer) as staging:
                report("prepare", 0, 1)
                self._make(offer, downloads, staging)
                _sign(staging, _origin(address, offer, downloads))
                report("try", 0, 1)
                self._try_voice(staging)
                report("put", 0, 1)
                put(staging, places.voices / offer.key)
            shutil.rmtree(downloads, ignore_errors=True)
        return places.voices / offer.key

    def _check_room(self, offer: Offer, downloads: Path) -> None:
        missing = offer.size - sum(_fetched(downloads / file.name) for file in offer.files)
        made = offer.size * (1 if offer.is_ready else _PREPARED)
        check_room(downloads, max(missing, 0))
        check_room(self._places.incoming, max(missing, 0) + made)

    def _fetch(self, address: Address, offer: Offer, downloads: Path, report: Report) -> None:
        before = 0
        for file in offer.files:
            begin = before

            def on_progress(have: int, begin: int = begin) -> None:
                report("fetch", begin + have, offer.size)

            fetch(address, file, downloads / file.name, on_progress, self._patience)
            before += file.size

    @contextmanager
    def _staging(self, offer: Offer) -> Iterator[Path]:
        """A folder on the disk of the voices; those that were left by a crash are removed."""
        prefix = f"{offer.key}."
        with writes():
            for left in self._places.incoming.glob(f"{_escaped(prefix)}*"):
                if left.is_dir() and not left.is_symlink():
                    shutil.rmtree(left, ignore_errors=True)
            made = Path(tempfile.mkdtemp(prefix=prefix, dir=self._places.incoming))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _make(self, offer: Offer, downloads: Path, staging: Path) -> None:
        if offer.is_ready:
            with writes():
                for file in offer.files:
                    shutil.copy(downloads / file.name, staging / file.name)
        else:
            self._prepare(downloads, staging)
            card = offer.card
            if card is not None and not (staging / card.name).exists():
                with writes():
                    shutil.copy(downloads / card.name, staging / card.name)
        if not (staging / READY).is_file():
            raise UnpreparedError(f"{offer.key} was prepared, but has no {READY}")


def add_file(
    places: Places, source: Path, try_voice: Try, voices: Path | None = None
) -> dict[str, Any]:
    """Prepare what the user has, try and put it in place; its name, folder, whether it streams.

    `voices`: its file or folder of voices, for models that have one.
    An installed voice of the same name is replaced. Raises VoicesError.
    """
    for given in filter(None, (source, voices)):
        if not given.exists():
            raise UnknownOfferError(f"there is no {given}")
    places.make()
    check_room(places.incoming, _PREPARED * _size(source))
    with writes():
        staging = Path(tempfile.mkdtemp(prefix="added.", dir=places.incoming))
    try:
        told = prepare_in_child(source, staging, voices)
        name = str(told["name"])
        with locked(places.incoming / f"{name}.lock"):
            _sign_added(staging, name, source)
            try_voice(staging)
            put(staging, places.voices / name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return told | {"id": name, "folder": str(places.voices / name)}


def measured_pace(folder: Path) -> float | None:
    """Seconds of sound that a second of a processor makes, measured when the voice was prepared
    here; None where nobody did."""
    found = _read_table(folder / READY).get("times_real_time")
    return float(found) if isinstance(found, int | float) and found > 0 else None


def _size(source: Path) -> int:
    if source.is_file():
        return source.stat().st_size
    return sum(path.stat().st_size for path in source.glob("*.onnx") if path.is_file())


def _sign_added(staging: Path, name: str, source: Path) -> None:
    known = _read_table(staging / READY)
    languages = (str(known.get("language", "")),)
    found = Origin(name, str(source), "", str(known.get("licence", "")), languages, {})
    with writes():
        (staging / ORIGIN).write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1))


def remove(places: Places, key: str) -> None:
    """Remove an installed voice of the user's own. Raises UnknownOfferError, NoSpaceError."""
    folder = find_installed(places, key)
    places.make()
    with locked(places.incoming / f"{folder.name}.lock"), writes():
        # In one step: no half of a voice is ever found.
        gone = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=places.incoming))
        if folder.is_symlink():
            folder.unlink()
        else:
            folder.rename(gone / folder.name)
        shutil.rmtree(gone)
        shutil.rmtree(places.downloads / folder.name, ignore_errors=True)


def find_installed(places: Places, key: str) -> Path:
    """The folder of an installed voice, by its own name or by the identifier of a voice in it,
    whatever the case. Raises UnknownOfferError."""
    name, _, reader = key.partition(":")
    if not is_safe_path(name) or "/" in name:
        raise UnknownOfferError(f"{key[:100]!a} is no name of a voice")
    for folder in installed(places):
        own = read_name(folder) if reader else folder.name
        if own.casefold() == name.casefold():
            return folder
    raise UnknownOfferError(f"{key} is not installed in {places.voices}")


def installed(places: Places) -> list[Path]:
    """Folders of the user's own voices."""
    return sorted(description.parent for description in places.voices.glob(f"*/{READY}"))


def read_origin(folder: Path) -> dict[str, Any]:
    """Where a voice came from; empty where that is not known."""
    return _read_table(folder / ORIGIN)


def read_name(folder: Path) -> str:
    """What the identifiers of an installed voice begin with; "" where that is not told."""
    return str(_read_table(folder / READY).get("name", ""))


def _read_table(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST_TEXT:
            return {}
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _origin(address: Address, offer: Offer, downloads: Path) -> Origin:
    card = downloads / offer.card.name if offer.card is not None else None
    text = card.read_text("utf-8", "replace") if card is not None else ""
    digests = {file.name: f"{file.algorithm}:{file.digest}" for file in offer.files}
    return Origin(offer.key, address.index, offer.quality, licence(text), offer.languages, digests)


def _sign(staging: Path, origin: Origin) -> None:
    """Tell where it came from, and its licence where the description does not."""
    description = staging / READY
    with writes():
        (staging / ORIGIN).write_text(json.dumps(asdict(origin), ensure_ascii=False, indent=1))
        try:
            content = json.loads(description.read_bytes())
        except (ValueError, RecursionError) as error:
            raise DamagedError(f"{READY} of {origin.key} is damaged: {error}") from error
        if isinstance(content, dict) and not content.get("licence"):
            content["licence"] = origin.licence
            description.write_text(json.dumps(content, ensure_ascii=False, indent=1))


def _fetched(target: Path) -> int:
    """Bytes of it that are there already."""
    for path in (target, part_of(target)):
        if path.exists():
            return path.stat().st_size
    return 0


def _escaped(text: str) -> str:
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in text)
