"""What may go wrong with voices from elsewhere; every error has one root."""

from __future__ import annotations


class VoicesError(Exception):
    """Root of all errors of this package; its text is for people."""


class AddressError(VoicesError, ValueError):
    """An address that is not fetched from."""


class FetchError(VoicesError, OSError):
    """The other side does not answer as it should; another try may have more luck."""


class DamagedError(VoicesError, ValueError):
    """What was fetched is not what was promised."""


class UnknownOfferError(VoicesError, LookupError):
    """There is no such voice."""


class NoSpaceError(VoicesError, OSError):
    """The disk has too little room, or refuses to be written."""


class BusyError(VoicesError, RuntimeError):
    """Another process does the same already."""


class UnpreparedError(VoicesError, RuntimeError):
    """The voice's files cannot be made ready to speak."""
