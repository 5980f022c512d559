"""Italian words that CLDR does not tell."""

from __future__ import annotations

from sotto.text.tables.more import More, pairs
from sotto.text.tables.table import CONSONANTS, Money, Roman

ITALIAN = More(
    abbreviations=pairs(
        "sig. = signor; sigg. = signori; dott. = dottor; prof. = professor; ing. = ingegner; "
        "avv. = avvocato; arch. = architetto; geom. = geometra; ecc. = eccetera; pag. = pagina; "
        "pagg. = pagine; p. = pagina; pp. = pagine; n. = numero; nr. = numero; num. = numero; "
        "tel. = telefono; cap. = capitolo; art. = articolo; ad.es. = ad esempio; "
        "p.es. = per esempio; a.c. = avanti Cristo; d.c. = dopo Cristo; ca. = circa; "
        "vol. = volume; fig. = figura; ed. = edizione; on. = onorevole; mons. = monsignor; "
        "sec. = secolo; egr. = egregio; ss. = seguenti; "
        "max. = massimo; min. = minimo; gen. = gennaio; feb. = febbraio; mar. = marzo; "
        "apr. = aprile; mag. = maggio; giu. = giugno; lug. = luglio; ago. = agosto; "
        "set. = settembre; ott. = ottobre; nov. = novembre; dic. = dicembre; "
        "lun. = lunedì; mer. = mercoledì; gio. = giovedì; ven. = venerdì; sab. = sabato; "
        "dom. = domenica"
    ),
    written=pairs(
        "sig.ra = signora; Sig.ra = signora; sig.na = signorina; Sig.na = signorina; "
        "dott.ssa = dottoressa; Dott.ssa = dottoressa; prof.ssa = professoressa; "
        "Prof.ssa = professoressa; p.zza = piazza; P.zza = piazza; V.le = viale; P.za = piazza; "
        "p.za = piazza; v.le = viale; c.so = corso; C.so = corso; "
        "Spett.le = spettabile; spett.le = spettabile; "
        "n° = numero; N° = numero; nº = numero; Nº = numero; ad es. = ad esempio"
    ),
    before_number=frozenset(
        "pag. pagg. p. pp. n. nr. num. cap. art. vol. fig. ca. gen. mar. set. dom. mer. ven. sec. "
        "feb. apr. mag. giu. lug. ago. ott. nov. dic. max. min.".split()
    ),
    joiners=frozenset(
        "e o ma perché che quando se come dove con senza per di in da su tra fra dopo prima "
        "mentre".split()
    ),
    starters=frozenset(
        "a abbiamo ad adesso al alla allora anche ancora c'è che chi ci ciò come con così da dal "
        "dalla di dopo dove e ecco è egli era essi forse già gli ha hanno ho i il in infatti "
        "inoltre io l'ho la le lei lo loro lui ma mentre mi mio molti nel nella nessuno niente no "
        "noi non nostro o oggi ogni ora per perché più poi però prima purtroppo qualcuno quando "
        "quasi quella quello questa questo qui se sempre si sono sta su subito sua suo tra troppo "
        "tu tutti tutto un una uno va vi voi".split()
    ),
    shouted=frozenset(
        "a ad al alla anche che chi ci come con da dal del della di e ed è fa ha hai ho i il in "
        "io la le lei lo lui ma me mi nel nella no noi non o per più qui se sei si sono su sua "
        "suo ti tu un una va vi voi".split()
    ),
    acronyms=frozenset("UE PC CD DVD USB PDF HTML".split()),
    lone_letters=CONSONANTS,
    letter_names=pairs(
        "à = a accento grave; è = e accento grave; ì = i accento grave; ò = o accento grave; "
        "ù = u accento grave; á = a accento acuto; é = e accento acuto; í = i accento acuto; "
        "ó = o accento acuto; ú = u accento acuto"
    ),
    days=pairs(
        "lun = lunedì; mar = martedì; mer = mercoledì; gio = giovedì; ven = venerdì; "
        "sab = sabato; dom = domenica"
    ),
    money={
        "$": Money("dollaro", "dollari", "centesimo", "centesimi"),
        "€": Money("euro", "euro", "centesimo", "centesimi"),
        "£": Money("sterlina", "sterline", "penny", "pence"),
        "¥": Money("yen", "yen"),
    },
    and_small="e",
    magnitudes={
        "M": ("milione di", "milioni di"), "mln": ("milione di", "milioni di"),
        "mld": ("miliardo di", "miliardi di"),
        **{sign: ("milione di", "milioni di") for sign in ("milione di", "milioni di")},
        **{sign: ("miliardo di", "miliardi di") for sign in ("miliardo di", "miliardi di")},
        "k": ("mila", "mila"),
    },
    per="per",
    units={
        '"': ("pollice", "pollici"), "mq": ("metro quadrato", "metri quadrati"),
        "kmq": ("chilometro quadrato", "chilometri quadrati"),
        "mc": ("metro cubo", "metri cubi"),
        "mln": ("milione", "milioni"), "mld": ("miliardo", "miliardi"),
        "hg": ("etto", "etti"), "q": ("quintale", "quintali"),
    },
    small=tuple("un due tre quattro cinque sei sette otto nove".split()),
    fractions={
        2: ("mezzo", "mezzi"), 3: ("terzo", "terzi"), 4: ("quarto", "quarti"),
        **{
            of: (f"{word}o", f"{word}i")
            for of, word in zip(
                (5, 6, 7, 8, 9, 10, 16),
                "quint sest settim ottav non decim sedicesim".split(),
                strict=True,
            )
        },
    },
    whole_and="e",
    half="mezzo",
    part_of="di",
    roman=Roman(
        kings=frozenset(
            "luigi giovanni paolo vittorio emanuele umberto carlo enrico federico filippo pio "
            "leone benedetto gregorio napoleone guglielmo giorgio edoardo riccardo francesco "
            "nicola innocenzo clemente alessandro urbano sisto giulio bonifacio ferdinando "
            "alfonso pietro giacomo ottone ramses amedeo".split()
        ),
        queens=frozenset("elisabetta caterina maria margherita anna isabella giovanna".split()),
        headings=frozenset(),
        counted=pairs(
            "secolo = o; secoli = o; capitolo = o; tomo = o; libro = o; volume = o; titolo = o; "
            "atto = o; canto = o; congresso = o; festival = o; millennio = o; livello = o; "
            "articolo = o; piano = o; municipio = o; parte = a; scena = a; sezione = a; "
            "guerra = a; edizione = a; repubblica = a; giornata = a; dinastia = a; fase = a; "
            "legislatura = a; classe = a"
        ),
        marks={"o": "º", "a": "ª"},
    ),
    pointed_after=frozenset("ore alle dalle".split()),
    line="linea",
    elided={
        "una": "una",
        "1": "uno", "8": "otto", "11": "undici", "80": "ottanta", "81": "ottantuno",
        **{
            f"8{ones}": f"ottanta{word}"
            for ones, word in enumerate("due tre quattro cinque sei sette".split(), 2)
        },
        "88": "ottantotto", "89": "ottantanove", "800": "ottocento",
    },
    unnamed="carattere",
)  # fmt: skip
