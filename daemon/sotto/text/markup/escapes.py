"""Text as XML has it; xml.sax.saxutils can do this too, but brings urllib, email and http along."""

from __future__ import annotations

_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BETWEEN = str.maketrans(dict(_SIGNS))
_IN_ATTRIBUTES = str.maketrans(
    {**_SIGNS, '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def escape(text: str) -> str:
    """For between elements."""
    return text.translate(_BETWEEN)


def quoteattr(text: str) -> str:
    """For a value of an attribute, with its quotation marks."""
    return '"' + text.translate(_IN_ATTRIBUTES) + '"'
