"""Currencies of the hand-written tables, by sign and by code."""

from __future__ import annotations

from collections.abc import Mapping

from sotto.text.tables.table import Money

_CODES = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₪": "ILS",
    "₽": "RUB", "₴": "UAH", "₺": "TRY", "zł": "PLN", "Kč": "CZK", "R$": "BRL",
}  # fmt: skip


def currencies(common: Mapping[str, Money], others: str) -> dict[str, Money]:
    """`common`, and `others` written as `sign: one/many`, parted by `;`; codes beside signs."""
    money = dict(common)
    for entry in filter(None, map(str.strip, others.split(";"))):
        sign, _, names = entry.partition(":")
        one, _, many = names.strip().partition("/")
        money[sign] = Money(one, many or one)
    return money | {code: money[sign] for sign, code in _CODES.items() if sign in money}
