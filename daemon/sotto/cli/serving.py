"""`sotto serve`: the daemon in this process, until it ends.

It imports little: how soon it has its name on the bus is how soon a login speaks.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from sotto.cli.exits import FAILED, OK, UNAVAILABLE


def serve(level: str | None = None) -> NoReturn:
    """Be the daemon; the process ends with it. `level`: how much is logged, in place of what the
    settings say."""
    from sotto.starting.lean import begin

    # Before asyncio and dbus-next are imported.
    begin()
    from sotto.starting.readahead import read_ahead

    read_ahead()
    import logging

    from sotto.app import run
    from sotto.errors import BusError, EngineError

    logging.basicConfig(
        level=(level or "info").upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    code = OK
    try:
        run(follows_log=level is None)
    except BusError as error:
        code = complain(str(error), UNAVAILABLE)
    except EngineError as error:
        code = complain(str(error), FAILED)
    logging.shutdown()
    sys.stderr.flush()
    # A thread may still be in a library, which would abort while it is taken down under it.
    os._exit(code)


def complain(text: str, code: int) -> int:
    """Tell on standard error what is wrong, in the user's language; returns `code`."""
    from sotto_words import told

    print(f"sotto: {told(text)}", file=sys.stderr)
    return code
