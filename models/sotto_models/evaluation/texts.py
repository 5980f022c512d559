"""What is said besides the readers' sentences: interface phrases, characters and foreign words."""

import string

LETTERS: tuple[str, ...] = tuple(string.ascii_lowercase)
DIGITS: tuple[str, ...] = tuple(string.digits)

PHRASES: tuple[str, ...] = tuple(
    """push button
toggle button
radio button
menu button
check box
checked
not checked
partially checked
selected
not selected
expanded
collapsed
pressed
not pressed
not available
unavailable
read only
required
invalid entry
edit text
password text
spin button
slider
scroll bar
progress bar
status bar
tool bar
menu bar
menu item
sub menu
page tab
list item
list box
combo box
tree item
table cell
column header
row header
level one heading
level two heading
level three heading
level four heading
level five heading
level six heading
link
visited link
same page link
image
image link
landmark
main content
navigation
search
block quote
separator
dialog
alert
window
frame
terminal
blank
end of line
top of file
bottom of file
line selected
text deleted
copied to clipboard
one of five
two of five
three of ten
page up
page down
home
end
left arrow
right arrow
up arrow
down arrow
caps lock on
caps lock off
control
shift
alt
escape
enter
tab
delete
space
save changes
do not save
cancel
close window
open file
new folder
loading please wait
no more results
battery low
connected
disconnected""".splitlines()
)
# Every word is in the recogniser's dictionary: a phrase can be told from all others.

FOREIGN: dict[str, tuple[str, ...]] = {
    "de": tuple(
        "Schule Freundschaft Straße Zeitung Mädchen Frühstück Gemütlichkeit Wochenende Bücher "
        "Krankenhaus Flughafen Schlüssel Übung Nachricht Einstellungen Verzeichnis Geburtstag "
        "Möglichkeit Zwiebel Rechnung".split()
    ),
    "nl": tuple(
        "school vriendschap gezellig huiswerk koningin schrijver ongeluk gebruiker verjaardag "
        "ziekenhuis sleutel bericht instellingen toegang vliegtuig ruimte geluid zoeken nieuws "
        "uitgang".split()
    ),
}
CARRIERS: tuple[str, ...] = (
    "The next word is {} in this list.",
    "She wrote {} on the first page.",
    "Please open {} and read it again.",
    "I heard them say {} twice today.",
)
# English sentences that a foreign word is put into.


def foreign_lines(language: str) -> list[tuple[str, str, str]]:
    """Return (before, word, after) of each English sentence with a word of `language` in it."""
    lines = []
    for place, word in enumerate(FOREIGN[language]):
        before, after = CARRIERS[place % len(CARRIERS)].split("{}")
        lines.append((before, word, after))
    return lines
