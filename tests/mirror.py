"""A web server with an index of voices, whose replies can be spoiled one by one."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

Spoiler = Callable[["Handler", bytes], None]
"""Answers a request for these bytes in its own way."""

CHORUS = Path(__file__).parents[1] / "models" / "voices" / "chorus"

CARD = """# Model card for joe (medium)

* Language: en_US (English, United States)
* Quality: medium

## Dataset

* URL: https://example.org/joe
* License: CC0

## Training

Finetuned from U.S. English lessac voice (medium quality).
"""


def entry(
    key: str, files: Mapping[str, bytes], language: str = "en_US", **more: object
) -> dict[str, Any]:
    """What an index says of a voice."""
    _, name, quality = key.rsplit("-", 2)
    described = {
        path: {"size_bytes": len(data), "md5_digest": hashlib.md5(data).hexdigest()}
        for path, data in files.items()
    }
    return {
        "key": key,
        "name": name,
        "language": {
            "code": language,
            "family": language[:2],
            "region": language[3:],
            "name_native": "English",
            "name_english": "English",
            "country_english": "United States",
        },
        "quality": quality,
        "num_speakers": 1,
        "speaker_id_map": {},
        "files": described,
        "aliases": [],
    } | more


def piper_files(key: str, model: bytes, card: str = CARD) -> dict[str, bytes]:
    """The files of a voice in Piper's form."""
    language, name, quality = key.rsplit("-", 2)
    folder = f"{language[:2]}/{language}/{name}/{quality}"
    return {
        f"{folder}/{key}.onnx": model,
        f"{folder}/{key}.onnx.json": b'{"audio": {"sample_rate": 22050}}',
        f"{folder}/MODEL_CARD": card.encode(),
    }


def own_files() -> dict[str, bytes]:
    """The bundled French voice under another name: `choir:siwis`, in no need of preparation."""
    described = json.loads((CHORUS / "voice.json").read_text()) | {"name": "choir"}
    described["voices"] = [v for v in described["voices"] if v["language"] == "fr"]
    described["licence"] = "CC0-1.0"
    files = {f"v/{path.name}": path.read_bytes() for path in CHORUS.glob("*.onnx")}
    return files | {"v/voice.json": json.dumps(described).encode(), "v/MODEL_CARD": CARD.encode()}


class Handler(BaseHTTPRequestHandler):
    """Serves the files of its mirror, parts of them too."""

    server: Mirror
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0]).lstrip("/")
        self.server.asked.append((path, self.headers.get("Range")))
        data = self.server.files.get(path)
        spoiler = self.server.spoilers.get(path)
        try:
            if spoiler is not None:
                spoiler(self, data or b"")
            elif data is None:
                self.send_error(404)
            else:
                self.answer(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def begin(self) -> int:
        """The first byte that is asked for."""
        wanted = self.headers.get("Range", "bytes=0-")
        return int(wanted.removeprefix("bytes=").partition("-")[0])

    def answer(self, data: bytes) -> None:
        """As a server should."""
        begin = self.begin()
        if begin >= len(data) > 0:
            self.send_error(416)
            return
        self.head(200 if not begin else 206, len(data) - begin, begin, len(data))
        self.wfile.write(data[begin:])

    def head(self, status: int, length: int | None, begin: int = 0, size: int = 0) -> None:
        """Status and headers; `length` None tells none."""
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if status == 206:
            self.send_header("Content-Range", f"bytes {begin}-{size - 1}/{size}")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


class Mirror(ThreadingHTTPServer):
    """`files` by path, `spoilers` of paths, `asked`: paths and ranges so far."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.spoilers: dict[str, Spoiler] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.entries: dict[str, object] = {}

    @property
    def url(self) -> str:
        """The index."""
        return f"http://127.0.0.1:{self.server_port}/voices.json"

    def offer(self, key: str, files: Mapping[str, bytes], **more: object) -> None:
        """Let the index have this voice."""
        self.files |= files
        self.entries[key] = entry(key, files, **more)  # type: ignore[arg-type]
        self.write_index()

    def write_index(self) -> None:
        """Serve the entries."""
        self.files["voices.json"] = json.dumps(self.entries).encode()

    def write_folder(self, folder: Path) -> None:
        """The same as files."""
        for path, data in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


@contextmanager
def mirror() -> Iterator[Mirror]:
    """A running one."""
    with Mirror() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


# ---- spoilers


def truncated(after: int) -> Spoiler:
    """The connection ends too early, each time."""

    def spoil(handler: Handler, data: bytes) -> None:
        begin = handler.begin()
        handler.head(206 if begin else 200, len(data) - begin, begin, len(data))
        handler.wfile.write(data[begin : begin + after])

    return spoil


def once(spoiler: Spoiler) -> Spoiler:
    """Only the first time."""
    left = [spoiler]

    def spoil(handler: Handler, data: bytes) -> None:
        (left.pop() if left else Handler.answer)(handler, data)

    return spoil


def corrupt(handler: Handler, data: bytes) -> None:
    """A byte in the middle is another."""
    middle = len(data) // 2
    handler.answer(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])


def without_parts(handler: Handler, data: bytes) -> None:
    """Ranges are ignored."""
    handler.head(200, len(data))
    handler.wfile.write(data)


def without_length(handler: Handler, data: bytes) -> None:
    """The length is not told."""
    handler.head(200, None)
    handler.wfile.write(data)


def longer(handler: Handler, data: bytes) -> None:
    """It says that there is more than the index says."""
    handler.answer(data + b"x" * 1000)


def endless(handler: Handler, data: bytes) -> None:
    """It never ends."""
    handler.head(200, None)
    while True:
        handler.wfile.write(bytes(1 << 16))


def silent(handler: Handler, data: bytes) -> None:
    """Nothing comes after the headers, for long."""
    handler.head(200, len(data))
    handler.wfile.flush()
    time.sleep(3)


def dripping(handler: Handler, data: bytes) -> None:
    """A byte now and then."""
    handler.head(200, len(data))
    for place in range(len(data)):
        handler.wfile.write(data[place : place + 1])
        time.sleep(0.02)


def dripping_headers(handler: Handler, data: bytes) -> None:
    """Headers that never end."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-More: 1\r\n")
        time.sleep(0.02)


def chunked(handler: Handler, data: bytes) -> None:
    """In pieces that each tell their length."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for place in range(0, len(data), 10_000):
        piece = data[place : place + 10_000]
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


def raw(reply: bytes) -> Spoiler:
    """Whatever it is."""

    def spoil(handler: Handler, _data: bytes) -> None:
        handler.wfile.write(reply)

    return spoil


def wrong_part(handler: Handler, data: bytes) -> None:
    """Another part than was asked for."""
    handler.head(206, 10, len(data) - 10, len(data))
    handler.wfile.write(data[-10:])


def redirected(to: str) -> Spoiler:
    """Somewhere else."""

    def spoil(handler: Handler, _data: bytes) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.end_headers()

    return spoil


def failing(status: int) -> Spoiler:
    """An error of the server's."""

    def spoil(handler: Handler, _data: bytes) -> None:
        handler.send_error(status)

    return spoil
