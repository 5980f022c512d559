"""Portuguese words that CLDR does not tell."""

from __future__ import annotations

from sotto.text.tables.more import More, pairs
from sotto.text.tables.table import CONSONANTS, Money, Roman

_ORDINALS = "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo".split()
PORTUGUESE = More(
    abbreviations=pairs(
        "sr. = senhor; sra. = senhora; srs. = senhores; dr. = doutor; dra. = doutora; "
        "d. = dom; prof. = professor; profa. = professora; eng. = engenheiro; etc. = et cetera; "
        "pág. = página; págs. = páginas; p. = página; pp. = páginas; v.exa. = Vossa Excelência; "
        "p.ex. = por exemplo; av. = avenida; tel. = telefone; "
        "cap. = capítulo; art. = artigo; a.c. = antes de Cristo; d.c. = depois de Cristo; "
        "séc. = século; aprox. = aproximadamente; máx. = máximo; mín. = mínimo; vol. = volume; "
        "a.m. = AM; p.m. = PM; sto. = santo; sta. = santa; cia. = companhia; "
        "exa. = excelência; segs. = seguintes; "
        "fig. = figura; ed. = edição; núm. = número; exmo. = excelentíssimo; ltda. = limitada; "
        "jan. = janeiro; fev. = fevereiro; mar. = março; abr. = abril; mai. = maio; "
        "jun. = junho; jul. = julho; ago. = agosto; set. = setembro; out. = outubro; "
        "nov. = novembro; dez. = dezembro"
    ),
    written=pairs(
        "n.º = número; N.º = número; nº = número; Nº = número; n° = número; N° = número; "
        "Sr.ª = senhora; Dr.ª = doutora; Prof.ª = professora; "
        "Srª. = senhora; Drª. = doutora; Profª. = professora; "
        "Srª = senhora; Drª = doutora; Profª = professora; "
        "c. à s. = colher de sopa; c. à c. = colher de chá"
    ),
    before_number=frozenset(
        "pág. págs. p. pp. séc. cap. art. vol. fig. núm. jan. fev. mar. abr. mai. jun. jul. ago. "
        "set. out. nov. dez.".split()
    ),
    before_name=frozenset("d.".split()),
    joiners=frozenset(
        "e ou mas porque que quando se como onde embora para com sem de em por entre até desde "
        "sobre segundo enquanto".split()
    ),
    starters=frozenset(
        "a agora ainda algo alguém ali antes ao aos aqui as assim até cada com como da de depois "
        "do e ela elas ele eles em então era essa esse esta este estes está eu foi há hoje isso "
        "isto já lá logo mas mais me meu minha muito na nada ninguém no nos nós não nunca o onde "
        "os ou para pela pelo por porque pois quando que quem se sem sempre seu sobre sua só "
        "também te tem tenho todos tudo um uma vai você vocês é".split()
    ),
    shouted=frozenset(
        "a ao aos as até com da das de do dos e ela ele em essa esse esta este está eu há isso já "
        "lá mais mas me meu na nas no nos não o os ou para pela pelo por que se sem seu sua só te "
        "tem um uma vai você é".split()
    ),
    acronyms=frozenset("EUA UE PC CD DVD USB ONG PDF HTML CPF".split()),
    lone_letters=CONSONANTS,
    letter_names=pairs("á = a agudo; ó = o agudo"),
    days=pairs("seg = segunda; ter = terça; qua = quarta; qui = quinta; sex = sexta; sáb = sábado"),
    money={
        "$": Money("dólar", "dólares", "centavo", "centavos"),
        "€": Money("euro", "euros", "cêntimo", "cêntimos"),
        "£": Money("libra", "libras", "péni", "pence"),
        "¥": Money("iene", "ienes"),
        "US$": Money("dólar americano", "dólares americanos", "centavo", "centavos"),
        "R$": Money("real", "reais", "centavo", "centavos"),
    },
    and_small="e",
    magnitudes={
        **{sign: ("milhão de", "milhões de") for sign in ("M", "mi", "mi.")},
        **{sign: ("bilhão de", "bilhões de") for sign in ("bi", "bi.")},
        **{sign: ("trilhão de", "trilhões de") for sign in ("tri", "tri.")},
        **{sign: ("milhão de", "milhões de") for sign in ("milhão de", "milhões de")},
        **{sign: ("bilhão de", "bilhões de") for sign in ("bilhão de", "bilhões de")},
        "k": ("mil", "mil"),
    },
    per="por",
    units={
        '"': ("polegada", "polegadas"), "mi": ("milhão", "milhões"), "bi": ("bilhão", "bilhões"),
        "tri": ("trilhão", "trilhões"),
        **dict.fromkeys(("c. à s.", "c.à.s.", "c.à s."), ("colher de sopa", "colheres de sopa")),
        "c. de sopa": ("colher de sopa", "colheres de sopa"),
        "c. de chá": ("colher de chá", "colheres de chá"),
        **dict.fromkeys(("c. à c.", "c.à.c.", "c.à c."), ("colher de chá", "colheres de chá")),
    },
    small=tuple("um dois três quatro cinco seis sete oito nove".split()),
    fractions={
        2: ("meio", "meios"), 3: ("terço", "terços"),
        **{
            of: (word, f"{word}s")
            for of, word in zip(
                (4, 5, 6, 7, 8, 9, 10), "quarto quinto sexto sétimo oitavo nono décimo".split(),
                strict=True,
            )
        },
        16: ("dezasseis avos", "dezasseis avos"),
    },
    whole_and="e",
    half="meio",
    part_of="de",
    roman=Roman(
        kings=frozenset(
            "luís joão afonso pedro carlos filipe fernando sancho manuel josé henrique pio bento "
            "gregório paulo leão napoleão guilherme jorge eduardo ricardo francisco nicolau "
            "frederico inocêncio clemente alexandre urbano júlio ramsés duarte dinis".split()
        ),
        queens=frozenset("isabel catarina maria margarida ana elizabeth joana".split()),
        headings=frozenset(
            "capítulo tomo livro parte volume título anexo fase tipo nível grupo artigo secção "
            "seção ato cena mundial tema".split()
        ),
        counted=pairs(
            "século = o; séculos = o; guerra = a; edição = a; república = a; jornada = a; "
            "dinastia = a; congresso = o; concurso = o; festival = o; milénio = o; milênio = o; "
            "fórum = o; prémio = o; prêmio = o; torneio = o; semana = a; feira = a; cimeira = a"
        ),
        ordinals={
            "o": tuple(_ORDINALS), "a": tuple(word[:-1] + "a" for word in _ORDINALS),
        },
        marks={"a": "ª"},
    ),
    line="linha",
    unnamed="caractere",
)  # fmt: skip
