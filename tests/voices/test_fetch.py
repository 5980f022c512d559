"""Files from a server that does not do as it should."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import mirror as m
from mirror import Mirror
from sotto_voices.address import read_address
from sotto_voices.errors import DamagedError, FetchError, NoSpaceError
from sotto_voices.fetch import Patience, fetch, part_of, read_small
from sotto_voices.index import RemoteFile
from waiting import wait_until

DATA = random.Random(1).randbytes(300_000)
PATH = "en/some voice/ü.onnx"
SHORT = Patience(silence=0.5, whole=1.0, slow=0.3, least=100_000, tries=3)


@pytest.fixture
def served(server: Mirror) -> Mirror:
    server.files[PATH] = DATA
    return server


def remote(data: bytes = DATA, algorithm: str = "md5") -> RemoteFile:
    return RemoteFile(PATH, len(data), algorithm, hashlib.new(algorithm, data).hexdigest())


def bring(served: Mirror, target: Path, file: RemoteFile | None = None) -> list[int]:
    told: list[int] = []
    fetch(read_address(served.url), file or remote(), target, told.append, SHORT)
    return told


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_a_file_is_fetched_and_its_progress_told(
    served: Mirror, tmp_path: Path, algorithm: str
) -> None:
    target = tmp_path / "model"
    told = bring(served, target, remote(algorithm=algorithm))
    assert target.read_bytes() == DATA
    assert told == sorted(told) and told[-1] == len(DATA)
    assert not part_of(target).exists()
    before = len(served.asked)
    assert bring(served, target, remote(algorithm=algorithm)) == [len(DATA)]
    assert len(served.asked) == before


def test_a_broken_connection_is_gone_on_with(served: Mirror, tmp_path: Path) -> None:
    served.spoilers[PATH] = m.truncated(150_000)
    bring(served, tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == DATA
    assert [begin for _, begin in served.asked] == [None, "bytes=150000-"]


def test_what_a_run_left_is_gone_on_with_by_the_next(served: Mirror, tmp_path: Path) -> None:
    served.spoilers[PATH] = m.truncated(0)
    target = tmp_path / "model"
    part_of(target).write_bytes(DATA[:1000])
    with pytest.raises(FetchError, match="ends after 1000 of 300000"):
        bring(served, target)
    assert part_of(target).read_bytes() == DATA[:1000]
    del served.spoilers[PATH]
    bring(served, target)
    assert target.read_bytes() == DATA
    assert served.asked[-1] == (PATH, "bytes=1000-")


@pytest.mark.parametrize("kept", [b"something else", DATA[:-1] + b"?", DATA + b"more"])
def test_a_beginning_of_another_version_does_no_harm(
    served: Mirror, tmp_path: Path, kept: bytes
) -> None:
    target = tmp_path / "model"
    part_of(target).write_bytes(kept)
    bring(served, target)
    assert target.read_bytes() == DATA


def test_a_whole_file_that_was_damaged_is_fetched_again(served: Mirror, tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.write_bytes(DATA[::-1])
    bring(served, target)
    assert target.read_bytes() == DATA


@pytest.mark.parametrize("spoiler", [m.without_parts, m.without_length, m.chunked])
def test_a_server_without_parts(served: Mirror, tmp_path: Path, spoiler: m.Spoiler) -> None:
    served.spoilers[PATH] = spoiler
    target = tmp_path / "model"
    part_of(target).write_bytes(DATA[:5000])
    bring(served, target)
    assert target.read_bytes() == DATA


@pytest.mark.parametrize("spoiler", [m.corrupt, m.longer, m.endless, m.truncated(10**9)])
def test_other_bytes_are_refused_and_not_kept(
    served: Mirror, tmp_path: Path, spoiler: m.Spoiler
) -> None:
    served.spoilers[PATH] = spoiler
    target = tmp_path / "model"
    wanted = remote(DATA[:-7]) if spoiler.__name__ == "spoil" else remote()
    with pytest.raises(DamagedError, match="index"):
        bring(served, target, wanted)
    assert list(tmp_path.iterdir()) == []


def test_another_part_than_asked_for_is_refused(served: Mirror, tmp_path: Path) -> None:
    served.spoilers[PATH] = m.wrong_part
    target = tmp_path / "model"
    part_of(target).write_bytes(DATA[:5000])
    with pytest.raises(FetchError, match="another part"):
        bring(served, target)
    assert part_of(target).read_bytes() == DATA[:5000]


@pytest.mark.parametrize("spoiler", [m.silent, m.dripping, m.dripping_headers])
def test_a_server_that_is_too_slow_is_not_waited_for(
    served: Mirror, tmp_path: Path, spoiler: m.Spoiler
) -> None:
    served.spoilers[PATH] = spoiler
    with pytest.raises(FetchError):
        bring(served, tmp_path / "model")
    with pytest.raises(FetchError):
        read_small(read_address(served.url), f"{served.url}/../{PATH}", len(DATA), SHORT)


@pytest.mark.parametrize("status", [204, 206, 400, 403, 404, 410, 429, 500, 503])
def test_errors_of_the_server_are_told(served: Mirror, tmp_path: Path, status: int) -> None:
    served.spoilers[PATH] = m.failing(status)
    with pytest.raises(FetchError, match=r"the server answers \d|another part"):
        bring(served, tmp_path / "model")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\x00" * 1000,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 302 Found\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: //\r\n\r\n",
        b"HTTP/1.1 999 Odd\r\n\r\n",
    ],
)
def test_replies_that_are_none(served: Mirror, tmp_path: Path, reply: bytes) -> None:
    served.spoilers[PATH] = m.raw(reply)
    with pytest.raises(FetchError):
        bring(served, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_redirection_is_followed_with_the_part(served: Mirror, tmp_path: Path) -> None:
    served.files["elsewhere"] = DATA
    served.spoilers[PATH] = m.redirected("/elsewhere?signature=1")
    target = tmp_path / "model"
    part_of(target).write_bytes(DATA[:77])
    bring(served, target)
    assert target.read_bytes() == DATA
    assert served.asked == [(PATH, "bytes=77-"), ("elsewhere", "bytes=77-")]


@pytest.mark.parametrize(
    "place",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x", "gopher://x", "http://[", "/loop"],
)
def test_redirections_that_are_not_followed(served: Mirror, tmp_path: Path, place: str) -> None:
    served.spoilers[PATH] = m.redirected(place)
    served.spoilers["loop"] = m.redirected("/loop")
    with pytest.raises(FetchError, match=r"leads to|redirections"):
        bring(served, tmp_path / "model")
    assert len(served.asked) <= 7
    assert not (tmp_path / "model").exists()


def test_https_never_becomes_http() -> None:
    from sotto_voices.web import _next

    with pytest.raises(FetchError, match="where we do not go"):
        _next("https://example.org/a", "http://example.org/a")
    assert _next("https://example.org/a/b", "//other.example/c") == "https://other.example/c"


def test_a_small_file_is_bounded(served: Mirror) -> None:
    address = read_address(served.url)
    place = address.child(PATH)
    assert read_small(address, place, len(DATA), SHORT) == DATA
    for spoiler in (m.Handler.answer, m.endless):
        served.spoilers[PATH] = spoiler
        with pytest.raises(DamagedError, match="bytes"):
            read_small(address, place, len(DATA) - 1, SHORT)
    served.spoilers[PATH] = m.truncated(100)
    with pytest.raises(FetchError, match="ends after 100"):
        read_small(address, place, len(DATA), SHORT)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with m.mirror() as gone:
        url = gone.url
    with pytest.raises(FetchError, match="refused"):
        fetch(read_address(url), remote(), tmp_path / "model", print, SHORT)


def test_a_folder_is_as_good_as_a_server(tmp_path: Path) -> None:
    place = tmp_path / "mirror" / PATH
    place.parent.mkdir(parents=True)
    place.write_bytes(DATA)
    for address in (str(tmp_path / "mirror"), f"file://{tmp_path}/mirror/voices.json"):
        target = tmp_path / "model"
        target.unlink(missing_ok=True)
        part_of(target).write_bytes(DATA[:10])
        fetch(read_address(address), remote(), target, lambda _: None, SHORT)
        assert target.read_bytes() == DATA
    place.unlink()
    os.mkfifo(place)
    (tmp_path / "model").unlink()
    with pytest.raises(FetchError, match="no file"):
        fetch(read_address(address), remote(), target, print, SHORT)


def test_a_full_disk_is_told_and_what_is_there_is_kept(served: Mirror, tmp_path: Path) -> None:
    target = Path("/dev/full/model")
    with pytest.raises(NoSpaceError, match="the disk"):
        bring(served, target)
    limited = tmp_path / "model"
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from test_fetch import *\n"
        "try:\n"
        "    fetch(read_address(sys.argv[1]), remote(), Path(sys.argv[2]), lambda _: None, SHORT)\n"
        "except NoSpaceError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, served.url, str(limited)],
        env=os.environ | {"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the disk refuses" in done.stdout
    assert part_of(limited).stat().st_size == 100_000
    bring(served, limited)
    assert limited.read_bytes() == DATA


@pytest.fixture
def killed(served: Mirror, tmp_path: Path) -> Iterator[Path]:
    """The target of a fetch whose process was killed in the middle."""
    target = tmp_path / "model"

    def stalling(handler: m.Handler, data: bytes) -> None:
        handler.head(200, len(data))
        handler.wfile.write(data[:200_000])
        handler.wfile.flush()
        time.sleep(3)

    served.spoilers[PATH] = m.once(stalling)
    script = "import sys; from test_fetch import *; from pathlib import Path\n"
    script += "fetch(read_address(sys.argv[1]), remote(), Path(sys.argv[2]), print, Patience())"
    process = subprocess.Popen(
        [sys.executable, "-c", script, served.url, str(target)],
        env=os.environ | {"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}"},
        stdout=subprocess.DEVNULL,
    )
    part = part_of(target)
    wait_until(lambda: part.exists() and part.stat().st_size >= 190_000, "most of it is there")
    process.send_signal(signal.SIGKILL)
    process.wait()
    yield target


def test_a_killed_fetch_is_gone_on_with(served: Mirror, killed: Path) -> None:
    assert not killed.exists()
    have = part_of(killed).stat().st_size
    assert 0 < have < len(DATA)
    bring(served, killed)
    assert killed.read_bytes() == DATA
    assert served.asked[-1] == (PATH, f"bytes={have}-")
