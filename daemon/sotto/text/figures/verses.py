"""Verses of the Bible, `Gen. 1:1`: chapter and verse, which are no time of day."""

from __future__ import annotations

from sotto.patterns import regex
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Say, spread

_BOOKS = {
    "en": "gen=Genesis exod=Exodus ex=Exodus lev=Leviticus num=Numbers deut=Deuteronomy "
    "josh=Joshua judg=Judges sam=Samuel kgs=Kings chr=Chronicles neh=Nehemiah ps=Psalm pss=Psalms "
    "prov=Proverbs eccl=Ecclesiastes isa=Isaiah jer=Jeremiah lam=Lamentations ezek=Ezekiel "
    "dan=Daniel hos=Hosea zech=Zechariah mal=Malachi matt=Matthew mt=Matthew mk=Mark lk=Luke "
    "jn=John rom=Romans cor=Corinthians gal=Galatians eph=Ephesians phil=Philippians "
    "col=Colossians thess=Thessalonians tim=Timothy heb=Hebrews jas=James pet=Peter "
    "rev=Revelation genesis exodus leviticus numbers deuteronomy joshua judges samuel kings "
    "chronicles ezra nehemiah esther job psalm psalms proverbs ecclesiastes isaiah jeremiah "
    "lamentations ezekiel daniel hosea joel amos micah zechariah malachi matthew mark luke john "
    "acts romans corinthians galatians ephesians philippians colossians thessalonians timothy "
    "titus hebrews james peter jude revelation",
    "de": "gen=Genesis ex=Exodus jos=Josua ps=Psalm spr=Sprüche jes=Jesaja jer=Jeremia "
    "mt=Matthäus mk=Markus lk=Lukas joh=Johannes apg=Apostelgeschichte röm=Römer kor=Korinther "
    "gal=Galater eph=Epheser phil=Philipper kol=Kolosser hebr=Hebräer offb=Offenbarung mose "
    "genesis exodus psalm jesaja jeremia matthäus markus lukas johannes römer korinther",
    "nl": "gen=Genesis ex=Exodus ps=Psalm spr=Spreuken jes=Jesaja jer=Jeremia matt=Matteüs "
    "mat=Matteüs joh=Johannes hand=Handelingen rom=Romeinen kor=Korintiërs openb=Openbaring "
    "genesis exodus psalm jesaja jeremia matteüs marcus lucas johannes romeinen korintiërs",
    "fr": "gn=Genèse ex=Exode ps=Psaume is=Isaïe mt=Matthieu mc=Marc lc=Luc jn=Jean ac=Actes "
    "rm=Romains co=Corinthiens ap=Apocalypse genèse exode psaume isaïe matthieu marc luc jean "
    "actes romains corinthiens apocalypse",
    "es": "gn=Génesis gén=Génesis ex=Éxodo sal=Salmo is=Isaías mt=Mateo mc=Marcos lc=Lucas "
    "jn=Juan hch=Hechos rom=Romanos cor=Corintios ap=Apocalipsis génesis éxodo salmo salmos "
    "isaías mateo marcos lucas juan hechos romanos corintios apocalipsis",
    "it": "gn=Genesi gen=Genesi es=Esodo sal=Salmo is=Isaia mt=Matteo mc=Marco lc=Luca "
    "gv=Giovanni at=Atti rm=Romani cor=Corinzi ap=Apocalisse genesi esodo salmo isaia matteo "
    "marco luca giovanni atti romani corinzi apocalisse",
    "pt": "gn=Gênesis gén=Gênesis ex=Êxodo sl=Salmo is=Isaías mt=Mateus mc=Marcos lc=Lucas "
    "jo=João at=Atos rm=Romanos cor=Coríntios ap=Apocalipse gênesis génesis êxodo salmo salmos "
    "isaías mateus marcos lucas joão atos romanos coríntios apocalipse",
    "pl": "rdz=Rodzaju wj=Wyjścia ps=Psalm iz=Izajasza mt=Mateusza mk=Marka łk=Łukasza "
    "dz=Dzieje rz=Rzymian kor=Koryntian ap=Apokalipsa psalm",
}  # fmt: skip
_WORDS_TOO = frozenset(
    "am ap at col dan es ex gal hand is josh lev mal num pet phil rev sal sam tim".split()
)
"""Short forms that are words or people's names as well (`Dan 10:30`): they need their full stop."""
_VERSE = regex(
    r"(?P<book>[^\W\d_]{2,15})(?P<dot>\.?)[ \xa0](?P<chapter>[0-9]{1,3})"
    r":(?P<verse>[1-9][0-9]{0,2})(?:[-–](?P<last>[0-9]{1,3}))?"
    r"(?![\w:]|[.,-][0-9]|[ \xa0]?(?:[ap]\.?m\b|Uhr|uur|h\b))",
)


def verse(text: str, at: int, table: Table) -> Found | None:
    """The book, chapter and verse that begin at `text[at]`."""
    found = _VERSE.match(text, at)
    if not found:
        return None
    if not found["dot"] and found["book"].lower() in _WORDS_TOO:
        return None
    book = _book(found["book"], table.language)
    if not book:
        return None
    words = [Say(book, at, found.end("book"))]
    for part in ("chapter", "verse"):
        words.append(Say(str(int(found[part])), found.start(part), found.end(part), neutral=True))
    if found["last"]:
        words += spread(table.to or "-", found.start("last") - 1, found.start("last"))
        words.append(Say(found["last"], found.start("last"), found.end("last"), neutral=True))
    return words, found.end()


def _book(written: str, language: str) -> str:
    """What a book is called; "" for what is none."""
    for entry in _BOOKS.get(language, "").split():
        short, _, name = entry.partition("=")
        if short == written.lower():
            return name or written
    return ""
