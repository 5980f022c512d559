"""French words that CLDR does not tell."""

from __future__ import annotations

from sotto.text.tables.more import More, pairs
from sotto.text.tables.table import CONSONANTS, Money, Roman

_KINGS = (
    "louis henri charles françois philippe napoléon jean jean-paul paul pie léon benoît clément "
    "grégoire innocent alexandre guillaume édouard georges jacques pierre nicolas frédéric "
    "ferdinand alphonse léopold albert baudouin robert hugues humbert urbain boniface sixte jules "
    "richard otton rodolphe maximilien joseph ramsès ptolémée mohammed mehmed hassan"
)
FRENCH = More(
    abbreviations=pairs(
        "cie. = compagnie; m. = Monsieur; mm. = Messieurs; etc. = et cætera; p.ex. = par exemple; "
        "c.-à-d. = c'est-à-dire; p. = page; pp. = pages; art. = article; chap. = chapitre; "
        "vol. = volume; fig. = figure; tél. = téléphone; env. = environ; éd. = édition; "
        "bd. = boulevard; av. = avenue; janv. = janvier; févr. = février; avr. = avril; "
        "juil. = juillet; sept. = septembre; oct. = octobre; nov. = novembre; déc. = décembre; "
        "max. = maximum; min. = minimum; hab. = habitants; ndlr. = note de la rédaction; al. = "
        "alinéa; coll. = collection; dir. = direction; "
        "dép. = département; ill. = illustration; suiv. = suivant; "
        "s.v.p. = s'il vous plaît; cf. = confer; bibliogr. = bibliographie; "
        "lun. = lundi; mer. = mercredi; jeu. = jeudi; ven. = vendredi; sam. = samedi; "
        "dim. = dimanche"
    ),
    written=pairs(
        "Mme = Madame; Mmes = Mesdames; Mlle = Mademoiselle; Mlles = Mesdemoiselles; "
        "Dr = Docteur; Pr = Professeur; Me = Maître; Mgr = Monseigneur; n° = numéro; n°s = "
        "numéros; N° = numéro; nº = numéro; "
        "Nº = numéro; c.-à-d. = c'est-à-dire; J.-C. = Jésus-Christ; "
        "Cie = compagnie; c. à s. = cuillère à soupe; c. à c. = cuillère à café; "
        "av. J.-C. = avant Jésus-Christ; apr. J.-C. = après Jésus-Christ; bd = boulevard; "
        "Bd = Boulevard; St = Saint; Ste = Sainte"
    ),
    before_number=frozenset("p. pp. art. chap. vol. fig. env. max. min. al.".split()),
    before_name=frozenset("m. mm. bd. av.".split()),
    joiners=frozenset(
        "et ou mais donc car que qui quand si lorsque parce comme puisque avec sans pour de dans "
        "sur par entre avant après depuis".split()
    ),
    starters=frozenset(
        "à alors après au aujourd'hui aussi avec ce ces cet cette ceci cela ça c'est chaque comme "
        "dans de demain depuis des donc du elle elles en encore enfin ensuite est et hier ici il "
        "ils j'ai je l'on la le les leur leurs lorsque ma mais mes mon ne non nos notre nous on or "
        "ou oui où par parfois pas pendant personne peut plus pour pourquoi puis quand que quel "
        "qui rien sa sans ses si son sur ta tes ton toujours tous tout tu un une vos votre "
        "vous y".split()
    ),
    shouted=frozenset(
        "à au aux avec ce ces dans de des du elle en est et il ils je la le les leur ma mais me "
        "mes mon ne non nos nous on ou où par pas plus pour que qui sa se ses si son sur ta te "
        "tes ton tu un une va vos vous y".split()
    ),
    acronyms=frozenset("SNCF RATP USA UE PC CD DVD USB TVA RSA CNRS EDF GDF PDF HTML".split()),
    lone_letters=CONSONANTS - {"t"},
    letter_names=pairs("à = a accent grave; ô = o accent circonflexe; œ = e dans l'o"),
    days=pairs(
        "lun = lundi; mar = mardi; mer = mercredi; jeu = jeudi; ven = vendredi; sam = samedi; "
        "dim = dimanche"
    ),
    money={
        "$": Money("dollar", "dollars", "cent", "cents"),
        "€": Money("euro", "euros", "centime", "centimes"),
        "£": Money("livre", "livres", "penny", "pence"),
        "¥": Money("yen", "yens"),
        "CHF": Money("franc suisse", "francs suisses", "centime", "centimes"),
    },
    small=tuple("un deux trois quatre cinq six sept huit neuf".split()),
    fractions={
        2: ("demi", "demis"), 3: ("tiers", "tiers"), 4: ("quart", "quarts"),
        **{
            of: (word, f"{word}s")
            for of, word in zip(
                (5, 6, 7, 8, 9, 10, 16),
                "cinquième sixième septième huitième neuvième dixième seizième".split(),
                strict=True,
            )
        },
    },
    whole_and="et",
    half="demi",
    part_of="de",
    magnitudes={
        "M": ("million de", "millions de"), "Md": ("milliard de", "milliards de"),
        "Mds": ("milliard de", "milliards de"), "k": ("mille", "mille"),
        **{sign: ("million de", "millions de") for sign in ("million de", "millions de")},
        **{sign: ("milliard de", "milliards de") for sign in ("milliard de", "milliards de")},
    },
    per="par",
    units={
        '"': ("pouce", "pouces"),
        "Md": ("milliard", "milliards"), "Mds": ("milliards", "milliards"),
        "mds": ("milliards", "milliards"),
        "ko": ("kilooctet", "kilooctets"), "Ko": ("kilooctet", "kilooctets"),
        "Mo": ("mégaoctet", "mégaoctets"), "Go": ("gigaoctet", "gigaoctets"),
        "To": ("téraoctet", "téraoctets"), "kB": ("kilooctet", "kilooctets"),
        **dict.fromkeys(("c. à s.", "c.à.s.", "c.à s."), ("cuillère à soupe", "cuillères à soupe")),
        **dict.fromkeys(("c. à c.", "c.à.c.", "c.à c."), ("cuillère à café", "cuillères à café")),
        "sec": ("seconde", "secondes"), "cl": ("centilitre", "centilitres"),
        "µg": ("microgramme", "microgrammes"), "μg": ("microgramme", "microgrammes"),
        "mAh": ("milliampère-heure", "milliampères-heures"),
    },
    roman=Roman(
        kings=frozenset(_KINGS.split()),
        queens=frozenset("élisabeth elisabeth catherine marie margrethe anne isabelle".split()),
        headings=frozenset(
            "chapitre tome acte scène livre partie volume titre annexe phase type niveau classe "
            "groupe article section an version paragraphe canto mondiale".split()
        ),
        counted=pairs(
            "siècle = e; siècles = e; arrondissement = e; république = e; dynastie = e; "
            "régiment = e; millénaire = e"
        ),
        ordinals={"e": ("premier",), "f": ("première",)},
        marks={"e": "ème", "f": "ème"},
    ),
    line="ligne",
    unnamed="caractère",
)  # fmt: skip
