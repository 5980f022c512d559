"""What CLDR does not tell of further languages: signs as people call them, and a few words.

A language's signs stand in the order of SIGNS; a missing one is `_`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_NAMES = {
    "fr": "point d'exclamation|guillemet|dièse|dollar|pour cent|et|apostrophe|parenthèse ouvrante|"
    "parenthèse fermante|astérisque|plus|virgule|tiret|point|barre oblique|deux-points|"
    "point-virgule|inférieur|égale|supérieur|point d'interrogation|arobase|crochet ouvrant|"
    "barre oblique inverse|crochet fermant|accent circonflexe|tiret bas|accent grave|"
    "accolade ouvrante|barre verticale|accolade fermante|tilde",
    "es": "exclamación|comillas|almohadilla|dólar|por ciento|y|apóstrofo|abre paréntesis|"
    "cierra paréntesis|asterisco|más|coma|guión|punto|barra|dos puntos|punto y coma|menor que|"
    "igual|mayor que|interrogación|arroba|abre corchete|barra invertida|cierra corchete|"
    "acento circunflejo|guión bajo|acento grave|abre llave|barra vertical|cierra llave|tilde",
    "it": "punto esclamativo|virgolette|cancelletto|dollaro|per cento|e|apostrofo|"
    "parentesi aperta|parentesi chiusa|asterisco|più|virgola|trattino|punto|barra|due punti|"
    "punto e virgola|minore|uguale|maggiore|punto interrogativo|chiocciola|"
    "parentesi quadra aperta|barra rovesciata|parentesi quadra chiusa|accento circonflesso|"
    "trattino basso|accento grave|parentesi graffa aperta|barra verticale|"
    "parentesi graffa chiusa|tilde",
    "pt": "ponto de exclamação|aspas|cardinal|dólar|por cento|e|apóstrofo|abre parêntese|"
    "fecha parêntese|asterisco|mais|vírgula|hífen|ponto|barra|dois pontos|ponto e vírgula|"
    "menor que|igual|maior que|ponto de interrogação|arroba|abre colchete|barra invertida|"
    "fecha colchete|acento circunflexo|sublinhado|acento grave|abre chave|barra vertical|"
    "fecha chave|til",
    "eo": "krisigno|citilo|kradeto|dolaro|procento|kaj|apostrofo|maldekstra krampo|"
    "dekstra krampo|asterisko|plus|komo|streketo|punkto|oblikvo|dupunkto|punktokomo|malpli ol|"
    "egalas|pli ol|demandosigno|heliko|maldekstra orta krampo|deklivo|dekstra orta krampo|ĉapelo|"
    "substreko|maldekstra korno|maldekstra kuniga krampo|vertikala streko|dekstra kuniga krampo|"
    "tildo",
    "pl": "wykrzyknik|cudzysłów|krzyżyk|dolar|procent|i|apostrof|nawias otwierający|"
    "nawias zamykający|gwiazdka|plus|przecinek|myślnik|kropka|ukośnik|dwukropek|średnik|mniejsze|"
    "równa się|większe|pytajnik|małpa|nawias kwadratowy otwierający|ukośnik odwrotny|"
    "nawias kwadratowy zamykający|daszek|podkreślenie|akcent słaby|klamra otwierająca|"
    "kreska pionowa|klamra zamykająca|tylda",
}
_FURTHER = {
    "fr": {
        " ": "espace", "\t": "tabulation", "\n": "nouvelle ligne", "−": "moins", "°": "degrés",
        "²": "au carré", "³": "au cube", "½": "un demi", "¼": "un quart", "¾": "trois quarts",
        "→": "flèche droite", "←": "flèche gauche", "×": "fois", "÷": "divisé par",
        "§": "paragraphe", "…": "points de suspension", "–": "tiret moyen", "—": "tiret long",
        "«": "guillemet ouvrant", "»": "guillemet fermant", "’": "apostrophe", "•": "puce",
    },
    "es": {
        " ": "espacio", "\t": "tabulador", "\n": "nueva línea", "−": "menos", "°": "grados",
        "²": "al cuadrado", "³": "al cubo", "½": "un medio", "¼": "un cuarto",
        "¾": "tres cuartos", "→": "flecha derecha", "←": "flecha izquierda", "×": "por",
        "÷": "dividido por", "§": "sección", "…": "puntos suspensivos", "–": "semirraya",
        "—": "raya", "«": "abre comillas", "»": "cierra comillas", "’": "apóstrofo",
        "±": "más menos", "¿": "abre interrogación", "¡": "abre exclamación", "•": "viñeta",
    },
    "it": {
        " ": "spazio", "\t": "tabulazione", "\n": "nuova riga", "−": "meno", "°": "gradi",
        "²": "al quadrato", "³": "al cubo", "½": "un mezzo", "¼": "un quarto", "¾": "tre quarti",
        "→": "freccia destra", "←": "freccia sinistra", "×": "per", "÷": "diviso",
        "§": "paragrafo", "…": "puntini di sospensione", "–": "trattino medio",
        "—": "trattino lungo", "€": "euro", "«": "virgolette aperte", "»": "virgolette chiuse",
        "’": "apostrofo", "•": "punto elenco",
    },
    "pt": {
        " ": "espaço", "\t": "tabulação", "\n": "nova linha", "−": "menos", "°": "graus",
        "²": "ao quadrado", "³": "ao cubo", "½": "um meio", "¼": "um quarto",
        "¾": "três quartos", "→": "seta para a direita", "←": "seta para a esquerda",
        "×": "vezes", "÷": "dividido por", "§": "seção", "…": "reticências", "–": "meia-risca",
        "—": "travessão", "«": "abre aspas", "»": "fecha aspas", "’": "apóstrofo",
        "•": "marcador",
    },
    "eo": {
        "½": "duono", "¼": "kvarono", "¾": "tri kvaronoj", "±": "plus aŭ minus", "−": "minus",
        "×": "oble", "÷": "divide per", "°": "gradoj", "²": "kvadrate", "³": "kube",
        "§": "paragrafo", "€": "eŭroj", "£": "pundoj", "→": "sago dekstren",
        "←": "sago maldekstren", "…": "tripunkto", "№": "numero", "•": "listpunkto",
    },
    "pl": {
        " ": "spacja", "\t": "tabulator", "\n": "nowy wiersz", "−": "minus", "°": "stopni",
        "²": "do kwadratu", "³": "do sześcianu", "½": "pół", "¼": "jedna czwarta",
        "¾": "trzy czwarte", "→": "strzałka w prawo", "←": "strzałka w lewo", "×": "razy",
        "÷": "podzielić przez", "§": "paragraf", "…": "wielokropek", "–": "półpauza",
        "—": "pauza", "«": "cudzysłów otwierający", "»": "cudzysłów zamykający",
        "’": "apostrof", "•": "punktor",
    },
}  # fmt: skip
_SPACE = dict(
    pair.split(":")
    for pair in (
        "ru:пробел uk:пробіл cs:mezera sk:medzera hr:razmak sl:presledek sv:blanksteg "
        "da:mellemrum nb:mellomrom fi:välilyönti et:tühik hu:szóköz tr:boşluk el:κενό ca:espai "
        "ro:spațiu bg:интервал sr:размак he:רווח ar:مسافة fa:فاصله ja:スペース zh:空格 ko:공백 "
        "id:spasi ms:ruang lt:tarpas lv:atstarpe is:bil ka:ჰარი eu:zuriunea cy:bwlch ga:spás "
        "af:spasie mk:празно hi:स्पेस az:boşluq bs:razmak hbs:razmak gd:àite sq:hapësirë sw:nafasi "
        "ta:இடைவெளி kk:бос_орын ky:боштук tt:буш_урын hy:բացատ hyw:բացատ be:прабел "
        "lb:Leerzeechen mt:spazju eo:spaco io:spaco la:spatium ia:spatio an:espacio ne:खाली_ठाउँ "
        "vi:dấu_cách th:เว้นวรรค ku:valahî uz:boʻsh_joy tk:boşluk ug:بوشلۇق cmn:空格 yue:空格 "
        "ht:espas gn:pa'ũ qu:espacio nci:espacio quc:espacio pap:espasio ba:буш_урын cv:пушлӑх "
        "kl:akunneq mi:mokowā bn:ফাঁক ur:خالی_جگہ my:နေရာလွတ်"
    ).split()
)
_OPERATORS = {
    language: dict(zip("−+×", words.replace("_", " ").split("|"), strict=False))
    for language, _, words in (
        entry.partition(":")
        for entry in (
            "sv:minus|plus|gånger da:minus|plus|gange nb:minus|pluss|ganger fi:miinus|plus|kertaa "
            "cs:minus|plus|krát sk:mínus|plus|krát ro:minus|plus|ori hu:mínusz|plusz "
            "tr:eksi|artı|çarpı el:μείον|συν|επί uk:мінус|плюс|помножити_на hr:minus|plus|puta "
            "ru:минус|плюс|умножить_на bg:минус|плюс|по sl:minus|plus|krat et:miinus|pluss|korda "
            "lt:minus|plius lv:mīnus|plus|reiz ca:menys|més|per sr:минус|плюс|пута "
            "is:mínus|plús|sinnum ja:マイナス|プラス|かける zh:负|加|乘 hi:माइनस|प्लस|गुणा "
            "ar:ناقص|زائد|ضرب ku:kêm|zêde|carî"
        ).split()
    )
}
"""Minus, plus and times as they are said in a sum; CLDR tells what the signs are called."""
_PERCENT = {
    language: words.replace("_", " ")
    for language, _, words in (
        pair.partition(":")
        for pair in (
            "ko:퍼센트 vi:phần_trăm zh:百分之 cmn:百分之 yue:百分之 "
            "eu:ehuneko lt:procentų ar:بالمئة ml:ശതമാനം ku:ji_sedî "
            "lb:Prozent mt:fil-mija la:centesimae ht:pousan "
            "io:po_cent pap:porshento ba:процент cv:процент tt:процент ug:پىرسەنت kl:procenti "
            "haw:pākēneka hyw:տոկոս an:per_ciento"
        ).split()
    )
}
"""Per cent, where CLDR does not tell how it is said behind a number (Chinese: before it)."""
_NUMBER_SIGN = dict(
    pair.split(":")
    for pair in "ru:номер uk:номер bg:номер be:нумар sr:број mk:број kk:нөмір cs:číslo".split()
)
_KEY_NAMES = (
    "alt control shift backspace delete down end enter escape home insert left menu next pause "
    "prior right space tab up return caps-lock num-lock scroll-lock print kp"
).split()
_KEYS = {
    "fr": "alt|contrôle|majuscule|retour arrière|supprimer|bas|fin|entrée|échap|début|insertion|"
    "gauche|menu|page suivante|pause|page précédente|droite|espace|tabulation|haut|entrée|"
    "verrouillage majuscules|verrouillage numérique|arrêt défilement|impression écran|"
    "pavé numérique",
    "es": "alt|control|mayúsculas|retroceso|suprimir|abajo|fin|intro|escape|inicio|insertar|"
    "izquierda|menú|avance de página|pausa|retroceso de página|derecha|espacio|tabulador|arriba|"
    "intro|bloqueo mayúsculas|bloqueo numérico|bloqueo desplazamiento|imprimir pantalla|"
    "teclado numérico",
    "it": "alt|control|maiusc|backspace|canc|giù|fine|invio|esc|inizio|ins|sinistra|menu|"
    "pagina giù|pausa|pagina su|destra|spazio|tab|su|invio|blocca maiuscole|blocca numeri|"
    "blocca scorrimento|stampa|tastierino numerico",
    "pt": "alt|control|maiúsculas|retrocesso|apagar|abaixo|fim|enter|escape|início|inserir|"
    "esquerda|menu|página abaixo|pausa|página acima|direita|espaço|tabulação|acima|enter|"
    "caps lock|num lock|scroll lock|print screen|teclado numérico",
    "pl": "alt|kontrol|szift|backspace|usuń|w dół|koniec|enter|escape|początek|wstaw|w lewo|menu|"
    "strona w dół|pauza|strona w górę|w prawo|spacja|tabulator|w górę|enter|caps lock|num lock|"
    "scroll lock|print screen|klawiatura numeryczna",
}
_CAPITAL = {
    "fr": "majuscule", "es": "mayúscula", "it": "maiuscola", "pt": "maiúscula", "pl": "wielka",
    "ca": "majúscula", "ro": "majusculă", "ru": "заглавная", "uk": "велика", "bg": "главна",
    "cs": "velké", "sk": "veľké", "hr": "veliko", "sl": "velika", "sv": "stort", "da": "stort",
    "nb": "stor", "fi": "iso", "et": "suur", "hu": "nagy", "tr": "büyük", "el": "κεφαλαίο",
}  # fmt: skip
_WORD_CAPITALS = {
    "fr": "majuscule|tout en majuscules|majuscules mêlées",
    "es": "mayúscula|todo mayúsculas|mayúsculas mezcladas",
    "it": "maiuscola|tutto maiuscolo|maiuscole miste",
    "pt": "maiúscula|tudo em maiúsculas|maiúsculas misturadas",
    "pl": "wielka|same wielkie|mieszane wielkie",
}
_TO = {
    "fr": "à", "es": "a", "it": "a", "pt": "a", "pl": "do", "ca": "a", "ro": "la", "ru": "до",
    "uk": "до", "bg": "до", "cs": "až", "sk": "až", "hr": "do", "sl": "do", "sv": "till",
    "da": "til", "nb": "til",
}  # fmt: skip
_MARKS = {
    "fr": "er re e ère ème ière ième nd nde es ers ères èmes".split(), "es": "º ª er o a °".split(),
    "it": "º ª o a °".split(), "pt": "º ª o a °".split(),
    "ca": "r n t è a".split(), "sv": "a e".split(),
}  # fmt: skip
_MAGNITUDES = {
    "fr": "millier:milliers million:millions milliard:milliards",
    "es": "millón:millones millones:millones", "it": "milione:milioni miliardo:miliardi",
    "pt": "milhão:milhões bilhão:bilhões",
}  # fmt: skip
_POWER = {
    "fr": "puissance", "es": "elevado a", "it": "elevato a", "pt": "elevado a",
    "pl": "do potęgi", "sv": "upphöjt till", "da": "opløftet til", "nb": "opphøyd i",
}  # fmt: skip
_PREPOSITION = {"fr": "de", "es": "de", "pt": "de", "it": "di"}
_CLOCK = {"fr": ("heures", "heures"), "es": ("y", "horas"), "it": ("e", ""), "pt": ("e", "horas")}
_ONE_HOUR = {"fr": "une", "es": "una", "it": "una", "pt": "uma"}
_ONE = {"fr": "un", "es": "un", "it": "un", "pt": "um"}
_FEMININE_ONE = {
    "fr": ("une", "cuillère heure minute seconde livre tonne milliseconde calorie couronne roupie"),
    "es": ("una", "hora libra tonelada corona rupia caloría kilocaloría"),
    "it": ("una", "sterlina tonnellata corona rupia caloria chilocaloria"),
    "pt": ("uma", "colher hora libra tonelada coroa caloria quilocaloria"),
}
_ELIDED_ONE = {"it": {"ora": "un'"}}


@dataclass(frozen=True, slots=True)
class ByHand:
    """The words of one language; empty where nobody wrote them down."""

    symbols: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    capital: str = ""
    word_capitals: tuple[str, str, str] = ("", "", "")
    to: str = ""
    marks: tuple[str, ...] = ()
    magnitudes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    clock: tuple[str, str] = ("", "")
    one_hour: str = "1"
    power: str = ""
    one: str = "1"
    one_of: Mapping[str, str] = field(default_factory=dict)


def _named_keys(said: Sequence[str]) -> dict[str, str]:
    """How keys are called; X has two names for those that turn pages."""
    keys = dict(zip(_KEY_NAMES, said, strict=True))
    return keys | {"page-up": keys["prior"], "page-down": keys["next"]}


def by_hand(language: str) -> ByHand:
    """What is known of a language (its primary subtag)."""
    named = _NAMES.get(language)
    symbols = dict(zip(SIGNS, named.split("|"), strict=True)) if named else {}
    space = {" ": _SPACE[language].replace("_", " ")} if language in _SPACE else {}
    space |= _OPERATORS.get(language, {})
    space |= {"№": _NUMBER_SIGN[language]} if language in _NUMBER_SIGN else {}
    space |= {"%": _PERCENT[language]} if language in _PERCENT else {}
    keys = _KEYS.get(language)
    feminine, nouns = _FEMININE_ONE.get(language, ("", ""))
    return ByHand(
        symbols={**space, **symbols, **_FURTHER.get(language, {})},
        keys=_named_keys(keys.split("|")) if keys else {},
        capital=_CAPITAL.get(language, ""),
        word_capitals=_word_capitals(language),
        to=_TO.get(language, ""),
        marks=tuple(_MARKS.get(language, ())),
        magnitudes=_magnitudes(language),
        clock=_CLOCK.get(language, ("", "")),
        one_hour=_ONE_HOUR.get(language, "1"),
        power=_POWER.get(language, ""),
        one=_ONE.get(language, "1"),
        one_of={**dict.fromkeys(nouns.split(), feminine), **_ELIDED_ONE.get(language, {})},
    )


def _word_capitals(language: str) -> tuple[str, str, str]:
    begins, is_all, is_mixed = _WORD_CAPITALS.get(language, "||").split("|")
    return begins, is_all, is_mixed


def _magnitudes(language: str) -> dict[str, tuple[str, str]]:
    """Amounts in the millions take a preposition before what they count: `deux millions de`."""
    found: dict[str, tuple[str, str]] = {}
    behind = _PREPOSITION.get(language, "")
    for pair in _MAGNITUDES.get(language, "").split():
        one, _, many = pair.partition(":")
        forms = (f"{one} {behind}".strip(), f"{many} {behind}".strip())
        found |= {one: forms, many: forms}
    return found
