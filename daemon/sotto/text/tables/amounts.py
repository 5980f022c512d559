"""Minus, plus and simple fractions as people say them, where CLDR has but the signs' names."""

from __future__ import annotations

_SIGNS = {
    "sv": "minus|plus|en halv|en fjärdedel|tre fjärdedelar",
    "da": "minus|plus|en halv|en kvart|tre kvart",
    "nb": "minus|pluss|en halv|en firedel|tre firedeler",
    "fi": "miinus|plus|puoli|neljäsosa|kolme neljäsosaa",
    "et": "miinus|pluss|pool|veerand|kolmveerand",
    "cs": "minus|plus|půl|čtvrt|tři čtvrtě",
    "sk": "mínus|plus|pol|štvrť|tri štvrte",
    "hr": "minus|plus|pola|četvrtina|tri četvrtine",
    "ru": "минус|плюс|половина|одна четверть|три четверти",
    "uk": "мінус|плюс|половина|одна чверть|три чверті",
    "bg": "минус|плюс|половина|една четвърт|три четвърти",
    "hu": "mínusz|plusz|fél|negyed|háromnegyed",
    "tr": "eksi|artı|yarım|çeyrek|dörtte üç",
    "el": "μείον|συν|μισό|ένα τέταρτο|τρία τέταρτα",
    "ca": "menys|més|mig|un quart|tres quarts",
    "ro": "minus|plus|jumătate|un sfert|trei sferturi",
    "sl": "minus|plus|polovica|četrtina|tri četrtine",
    "lt": "minus|plius|pusė|ketvirtis|trys ketvirčiai",
    "lv": "mīnus|plus|puse|ceturtdaļa|trīs ceturtdaļas",
    "ja": "マイナス|プラス|||",
    "ko": "마이너스|플러스|||",
    "id": "minus|plus|setengah||",
}
_ORDER = "−+½¼¾"


def amounts(language: str) -> dict[str, str]:
    """Names by sign; without those that are not known."""
    names = _SIGNS.get(language, "").split("|")
    return {sign: name for sign, name in zip(_ORDER, names, strict=False) if name}
