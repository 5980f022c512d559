"""A reply of a web server, opened with care: few schemes, bounded redirects, limits on waiting."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from sotto_voices.deadline import within
from sotto_voices.errors import FetchError

MOST_REDIRECTS = 5
PIECE = 64 << 10
_AGENT = "sotto-voices"
_REDIRECTS = (301, 302, 303, 307, 308)
_PART = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")
_LENGTH = re.compile(r"\d{1,15}")


class Reply:
    """The body of a reply: `begin` is the place of its first byte in the file, `size` how many
    the file has altogether, None where the server does not tell."""

    def __init__(self, reply: http.client.HTTPResponse, asked: int) -> None:
        """`asked`: the first byte that was asked for. Raises FetchError for nonsense."""
        self._reply = reply
        length = _length(reply)
        if reply.status == HTTPStatus.OK:
            self.begin, self.size = 0, length
        elif reply.status == HTTPStatus.PARTIAL_CONTENT and asked:
            self.begin, self.size = _part(reply.headers.get("Content-Range", ""), asked)
        else:
            raise FetchError(f"the server answers {reply.status} to a simple question")

    def read(self) -> bytes:
        """What has arrived; b"" at the end. Raises FetchError."""
        try:
            return self._reply.read1(PIECE)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise FetchError(f"the reply breaks off: {_reason(error)}") from error

    def close(self) -> None:
        """Hear no more."""
        self._reply.close()


def open_reply(url: str, begin: int, silence: float, whole: float) -> Reply:
    """The file from its byte `begin` on, or from an earlier one where the server knows no parts.

    Never leaves https for http, and leads nowhere but to the web. `silence`, `whole`: seconds
    without a byte, and until the body begins. Raises FetchError.
    """
    with within(whole, url):
        for _ in range(MOST_REDIRECTS + 1):
            found = _ask(url, begin, silence)
            if not isinstance(found, str):
                return _checked(found, begin)
            if not found and begin:
                begin = 0
                continue
            url = _next(url, found)
    raise FetchError(f"{url}: more than {MOST_REDIRECTS} redirections")


def _checked(reply: http.client.HTTPResponse, begin: int) -> Reply:
    try:
        return Reply(reply, begin)
    except FetchError:
        reply.close()
        raise


def _ask(url: str, begin: int, silence: float) -> http.client.HTTPResponse | str:
    """The reply, where it redirects to, or "" where it has no such part. Raises FetchError."""
    headers = {"User-Agent": _AGENT} | ({"Range": f"bytes={begin}-"} if begin else {})
    try:
        request = urllib.request.Request(url, headers=headers)
        reply: http.client.HTTPResponse = _opener().open(request, timeout=silence)
        return reply
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _REDIRECTS and (place := error.headers.get("Location")):
                return place
            if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and begin:
                return ""
            raise FetchError(f"{url}: the server answers {error.code} {error.reason}") from error
    except FetchError:
        raise
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise FetchError(f"{url}: {_reason(error)}") from error


def _next(url: str, place: str) -> str:
    try:
        target = urljoin(url, place)
        scheme = urlsplit(target).scheme
    except ValueError as error:
        raise FetchError(f"{url} leads to {place[:200]!r}, which is no address") from error
    if scheme != "https" and (scheme != "http" or urlsplit(url).scheme == "https"):
        raise FetchError(f"{url} leads to {place[:200]!r}, where we do not go")
    return target


def _length(reply: http.client.HTTPResponse) -> int | None:
    told = reply.headers.get("Content-Length")
    if told is None:
        return None
    if not _LENGTH.fullmatch(told):
        raise FetchError(f"the server tells the length {told[:40]!r}")
    return int(told)


def _part(told: str, asked: int) -> tuple[int, int | None]:
    """Where a part begins and how many bytes the file has. Raises FetchError."""
    found = _PART.fullmatch(told)
    if found is None or int(found[1]) > asked:
        raise FetchError(f"the server sends another part than was asked for: {told[:80]!r}")
    return int(found[1]), None if found[3] == "*" else int(found[3])


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    return str(reason or error) or type(error).__name__


def _opener() -> urllib.request.OpenerDirector:
    """Without files, FTP and data addresses, which the library would open as well, and without
    its redirections, which read whatever comes with them."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener
