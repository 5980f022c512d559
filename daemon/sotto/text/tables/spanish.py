"""Spanish words that CLDR does not tell."""

from __future__ import annotations

from sotto.text.tables.more import More, pairs
from sotto.text.tables.table import CONSONANTS, Money, Roman

_ORDINALS = "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo".split()
SPANISH = More(
    abbreviations=pairs(
        "rr.hh. = recursos humanos; vds. = ustedes; ff.aa. = fuerzas armadas; ee.uu. = Estados "
        "Unidos; "
        "sr. = señor; sra. = señora; srta. = señorita; sres. = señores; dr. = doctor; "
        "dra. = doctora; d. = don; dña. = doña; ud. = usted; uds. = ustedes; vd. = usted; "
        "etc. = etcétera; pág. = página; págs. = páginas; núm. = número; av. = avenida; "
        "avda. = avenida; tel. = teléfono; teléf. = teléfono; p.ej. = por ejemplo; "
        "aprox. = aproximadamente; art. = artículo; cap. = capítulo; vol. = volumen; "
        "a.c. = antes de Cristo; d.c. = después de Cristo; ee.uu. = Estados Unidos; "
        "a.m. = AM; p.m. = PM; sto. = santo; sta. = santa; pza. = plaza; "
        "excmo. = excelentísimo; excma. = excelentísima; "
        "máx. = máximo; mín. = mínimo; lic. = licenciado; ing. = ingeniero; prof. = profesor; "
        "fig. = figura; ed. = edición; cía. = compañía; dpto. = departamento; gral. = general; "
        "ene. = enero; feb. = febrero; abr. = abril; jun. = junio; jul. = julio; ago. = agosto; "
        "sept. = septiembre; oct. = octubre; nov. = noviembre; dic. = diciembre; "
        "lun. = lunes; mié. = miércoles; jue. = jueves; vie. = viernes; sáb. = sábado; "
        "dom. = domingo; s. = siglo; ss. = siglos; jj.oo. = Juegos Olímpicos"
    ),
    written=pairs(
        "D.ª = doña; Dª = doña; Sr.ª = señora; Dr.ª = doctora; Drª. = doctora; Drª = doctora; "
        "Srª. = señora; Srª = señora; Prof.ª = profesora; Profª. = profesora; Profª = profesora; "
        "M.ª = María; Mª = María; "
        "n.º = número; N.º = número; nº = número; Nº = número; n° = número; N° = número; "
        "c/ = calle; C/ = calle"
    ),
    before_number=frozenset("pág. págs. núm. art. cap. vol. fig. s. ss.".split()),
    before_name=frozenset("d.".split()),
    joiners=frozenset(
        "y e o u pero porque que cuando si como donde aunque para con sin de en por entre hasta "
        "desde sobre según mientras".split()
    ),
    starters=frozenset(
        "a ahora al algo alguien antes aquí así aunque aún cada como con cuando de del desde "
        "después donde el ella ellas ellos en entonces era es esa ese eso esta este esto está ha "
        "hay hoy la las le les lo los luego mañana me mi mis mientras muchos muy más nada nadie no "
        "nos nuestro o para pero por porque pues que quien se si siempre sin sobre solo su sus "
        "también te todo todos tu tus un una uno usted y ya yo él".split()
    ),
    shouted=frozenset(
        "a al con de del el ella en es esta este está ha hay la las le les lo los me mi muy más "
        "ni no nos o para pero por que se si sin su sus te tu tus un una y ya yo él".split()
    ),
    acronyms=frozenset("UE PC CD DVD USB DNI ONG PDF HTML PP".split()),
    lone_letters=CONSONANTS,
    letter_names=pairs("ó = o acentuada; y = i griega"),
    days=pairs(
        "lun = lunes; mar = martes; mié = miércoles; jue = jueves; vie = viernes; sáb = sábado; "
        "dom = domingo"
    ),
    money={
        "$": Money("dólar", "dólares", "centavo", "centavos"),
        "€": Money("euro", "euros", "céntimo", "céntimos"),
        "£": Money("libra", "libras", "penique", "peniques"),
        "¥": Money("yen", "yenes"),
    },
    and_small="con",
    magnitudes={
        "M": ("millón de", "millones de"),
        "mill.": ("millón de", "millones de"),
        **{sign: ("millón de", "millones de") for sign in ("millón de", "millones de")},
        "k": ("mil", "mil"),
    },
    per="por",
    units={'"': ("pulgada", "pulgadas"), "mill.": ("millón", "millones")},
    small=tuple("un dos tres cuatro cinco seis siete ocho nueve".split()),
    fractions={
        2: ("medio", "medios"),
        **{
            of: (word, f"{word}s")
            for of, word in zip(
                (3, 4, 5, 6, 7, 8, 9, 10, 16),
                "tercio cuarto quinto sexto séptimo octavo noveno décimo dieciseisavo".split(),
                strict=True,
            )
        },
    },
    whole_and="y",
    half="medio",
    part_of="de",
    roman=Roman(
        kings=frozenset(
            "felipe alfonso carlos fernando juan jaime pedro luis enrique sancho pío benedicto "
            "gregorio pablo león napoleón guillermo jorge eduardo ricardo francisco nicolás "
            "federico inocencio clemente alejandro urbano sixto julio ramsés".split()
        ),
        queens=frozenset("isabel catalina maría margarita ana juana cristina".split()),
        headings=frozenset(
            "capítulo tomo libro parte volumen título anexo fase tipo nivel grupo artículo "
            "sección acto escena mundial tema".split()
        ),
        counted=pairs(
            "siglo = o; siglos = o; guerra = a; edición = a; república = a; jornada = a; "
            "dinastía = a; congreso = r; concurso = r; festival = r; milenio = r; foro = r; "
            "premio = r; torneo = r; semana = a; feria = a; cumbre = a; aniversario = r"
        ),
        ordinals={
            "o": tuple(_ORDINALS),
            "a": tuple(word[:-1] + "a" for word in _ORDINALS),
            "r": ("primer", "segundo", "tercer", *_ORDINALS[3:]),
        },
        marks={"a": "ª", "r": "º"},
    ),
    pointed_after=frozenset(["las"]),
    line="línea",
    unnamed="carácter",
)
