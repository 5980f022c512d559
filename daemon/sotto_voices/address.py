"""Where an index and its files lie: on the web, or in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from sotto_voices.errors import AddressError

OFFICIAL = "https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json"
VARIABLE = "SOTTO_VOICES_INDEX"
_INDEX = "voices.json"
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Address:
    """An index: `place` is the folder that its files' paths start from, `index` the file's own.

    Both are a path where `scheme` is "file", else an address of that scheme.
    """

    scheme: str
    index: str
    place: str

    def child(self, path: str) -> str:
        """Where the file at a checked relative path lies."""
        if self.scheme == "file":
            return f"{self.place}/{path}"
        return f"{self.place}/{quote(path)}"


def chosen(option: str | None, environment: Mapping[str, str]) -> Address:
    """The option, else $SOTTO_VOICES_INDEX, else the official index. Raises AddressError."""
    return read_address(option or environment.get(VARIABLE) or OFFICIAL)


def read_address(text: str) -> Address:
    """A folder, a file or an address of either; without a file's name: its `voices.json`.

    Raises AddressError for any other scheme than https, http and file.
    """
    if len(text) > _LONGEST or not text.isprintable():
        raise AddressError("the address of the index is no address")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise AddressError(f"{text!r} is no address: {error}") from error
    if "://" not in text:
        return _local(text)
    if parts.scheme == "file":
        if parts.netloc not in ("", "localhost"):
            raise AddressError(f"{text}: files of another machine are not read")
        return _local(unquote(parts.path))
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise AddressError(f"{text}: only https, http and file addresses are fetched from")
    return _remote(parts.scheme, parts.netloc, parts.path, parts.query)


def of_home(text: str) -> Path:
    """A path that people write, `~` and `~user` included. Raises AddressError."""
    if "\0" in text:
        raise AddressError(f"{text!r} is no path")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise AddressError(f"{text}: nobody has such a home") from error


def _local(text: str) -> Address:
    path = of_home(text).absolute()
    index = path if path.suffix == ".json" else path / _INDEX
    return Address("file", str(index), str(index.parent))


def _remote(scheme: str, host: str, path: str, query: str) -> Address:
    folder, _, name = path.rpartition("/")
    if not name.endswith(".json"):
        folder, name = path.rstrip("/"), _INDEX
    index = urlunsplit((scheme, host, f"{folder}/{name}", query, ""))
    return Address(scheme, index, urlunsplit((scheme, host, folder, "", "")))
