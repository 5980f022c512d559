"""What a screen reader says, by language: roles and states, keys, dates, questions. Data alone."""

from __future__ import annotations

PHRASES = {
    "en": (
        "push button|check box checked|check box not checked|radio button selected|link|visited link|"
        "menu|menu item|page tab|combo box|text entry|heading level {d}|list with {n} items|slider {n} percent|"
        "{d} of {n}|toggle button pressed|table with {d} rows and {d} columns|expanded|collapsed|unavailable|"
        "selected|not selected|blank|dialog|window|icon|button|submenu|required|read only|row {d}, column {d}"
    ),
    "fr": (
        "bouton poussoir|case à cocher cochée|case à cocher non cochée|bouton radio sélectionné|lien|lien visité|"
        "menu|élément de menu|onglet|liste déroulante|saisie de texte|titre de niveau {d}|liste de {n} éléments|"
        "curseur {n} pour cent|{d} sur {n}|tableau de {d} lignes et {d} colonnes|développé|réduit|indisponible|"
        "sélectionné|non sélectionné|vide|boîte de dialogue|fenêtre|icône|bouton|requis|lecture seule"
    ),
    "es": (
        "botón|casilla marcada|casilla sin marcar|botón de opción seleccionado|enlace|enlace visitado|menú|"
        "elemento de menú|pestaña|lista desplegable|entrada de texto|encabezado de nivel {d}|"
        "lista con {n} elementos|deslizador {n} por ciento|{d} de {n}|tabla con {d} filas y {d} columnas|expandido|"
        "contraído|no disponible|seleccionado|no seleccionado|en blanco|diálogo|ventana|icono|requerido"
    ),
    "it": (
        "pulsante|casella di controllo selezionata|casella di controllo non selezionata|link|link visitato|menu|"
        "voce di menu|scheda|casella combinata|campo di testo|intestazione livello {d}|elenco con {n} elementi|"
        "cursore {n} per cento|{d} di {n}|tabella con {d} righe e {d} colonne|espanso|contratto|non disponibile|"
        "selezionato|non selezionato|vuoto|finestra di dialogo|finestra|icona|obbligatorio"
    ),
    "pt-br": (
        "botão|caixa de seleção marcada|caixa de seleção não marcada|botão de opção selecionado|link|"
        "link visitado|menu|item de menu|aba|caixa de combinação|campo de texto|título nível {d}|"
        "lista com {n} itens|controle deslizante {n} por cento|{d} de {n}|tabela com {d} linhas e {d} colunas|"
        "expandido|recolhido|indisponível|selecionado|não selecionado|em branco|diálogo|janela|ícone|obrigatório"
    ),
}
KEYS = {
    "en": "Control|Alt|Shift|Super|Tab|Enter|Escape|Space|Backspace|Delete|Insert|Home|End|Page Up|Page Down|Up|Down|"
    "Left|Right|Caps Lock|Num Lock|Print Screen|Menu|Left Control|Right Alt",
    "fr": "Contrôle|Alt|Majuscule|Super|Tabulation|Entrée|Échap|Espace|Retour arrière|Suppression|Insertion|Début|Fin|"
    "Page précédente|Page suivante|Haut|Bas|Gauche|Droite|Verrouillage majuscules|Menu",
    "es": "Control|Alt|Mayúsculas|Súper|Tabulador|Intro|Escape|Espacio|Retroceso|Suprimir|Insertar|Inicio|Fin|"
    "Retroceder página|Avanzar página|Arriba|Abajo|Izquierda|Derecha|Bloqueo de mayúsculas|Menú",
    "it": "Control|Alt|Maiusc|Super|Tabulazione|Invio|Esc|Spazio|Backspace|Canc|Inserisci|Inizio|Fine|Pagina su|"
    "Pagina giù|Su|Giù|Sinistra|Destra|Blocco maiuscole|Menu",
    "pt-br": "Control|Alt|Shift|Super|Tabulação|Enter|Escape|Espaço|Backspace|Delete|Insert|Início|Fim|Página acima|"
    "Página abaixo|Acima|Abaixo|Esquerda|Direita|Trava maiúsculas|Menu",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt-br": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt-br": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
}
AND = {"en": "and", "fr": "et", "es": "y", "it": "e", "pt-br": "e"}
POINT = {"en": "point", "fr": "virgule", "es": "coma", "it": "virgola", "pt-br": "vírgula"}
PERCENT = {
    "en": "percent",
    "fr": "pour cent",
    "es": "por ciento",
    "it": "per cento",
    "pt-br": "por cento",
}
QUESTIONS = {
    "en": "Do you want to {}?|Are you sure?|What is your name?|Where are you going?|Could you say that again?|"
    "How many are left?|Did you hear that?|Why not?|Is this the right {}?|Who wrote this {}?|Which {} do you mean?",
    "fr": "Voulez-vous continuer ?|Êtes-vous sûr ?|Quel est votre nom ?|Où allez-vous ?|Pourquoi pas ?|"
    "Combien en reste-t-il ?|Est-ce que c'est le bon {} ?|Qui a écrit cela ?",
    "es": "¿Desea continuar?|¿Está seguro?|¿Cómo se llama?|¿Adónde va?|¿Por qué no?|¿Cuántos quedan?|¿Quién lo escribió?",
    "it": "Vuole continuare?|È sicuro?|Come si chiama?|Dove va?|Perché no?|Quanti ne restano?|Chi l'ha scritto?",
    "pt-br": "Deseja continuar?|Tem certeza?|Qual é o seu nome?|Aonde você vai?|Por que não?|Quantos restam?|"
    "Quem escreveu isto?",
}
EXCLAMATIONS = {
    "en": "Well done!|Watch out!|What a day!|Help!|Great, it works!|Stop!|Look at that {}!|Happy birthday!|No way!",
    "fr": "Bravo !|Attention !|Quelle journée !|À l'aide !|Ça marche !|Arrêtez !|Joyeux anniversaire !",
    "es": "¡Bien hecho!|¡Cuidado!|¡Qué día!|¡Socorro!|¡Funciona!|¡Alto!|¡Feliz cumpleaños!",
    "it": "Ben fatto!|Attenzione!|Che giornata!|Aiuto!|Funziona!|Fermo!|Buon compleanno!",
    "pt-br": "Muito bem!|Cuidado!|Que dia!|Socorro!|Funcionou!|Pare!|Feliz aniversário!",
}
