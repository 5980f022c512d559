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
disconnected
insert
print screen
number lock on
number lock off
scroll lock on
back space
application menu
left click
right click
double click
volume up
volume down
mute
microphone off
brightness up
undo
redo
cut
paste
select all
find and replace
print preview
zoom in
zoom out
full screen
minimize
maximize
restore window
switch to window
desktop
task bar
system tray
file name
folder empty
trash is empty
new document
blank document
document saved
move to trash
rename file
open with
properties
permission denied
sign in
sign out
user name
wrong password
password required
search results
no matches found
next match
previous match
out of table
column two
row seven
five rows
first column
last row
list with four items
out of list
end of list
heading level one
bold
italic
underline
font size twelve
aligned left
centered
misspelled
grammar error
new line
paragraph
page three of nine
chapter five
bookmark added
download complete
upload failed
update available
restart required
shut down
log out
lock screen
sleep
new message
unread message
message sent
reply to all
forward
attachment
inbox
draft saved
address book
calendar
meeting at noon
today
tomorrow
yesterday
half past three
ninety percent
charging
fully charged""".splitlines()
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


WORDS: tuple[str, ...] = tuple(
    """
    bat bad back ban bath bean beach beat beam bead beak bun bus but buff buck bug
    came cape cane cake cave case cut cub cup cuff dig did dim dip dill dust duck dull dug done
    fill fig fin fit fizz hear heat heap heath heal heave kick king kid kit kin kill
    late lake lay lace lane lame map mat math man mass mad page pane pay pale pave pace
    pass pat pack pad path pan peace peas peak peat peel pill pick pip pig pin pit
    rake rate ray raise race rave sat sag sass sack sad sap save same sale sane sake safe
    seed seek seem seen sing sit sin sill sick sip tab tan tap tack tam tang teal teach team tease
    bent went tent dent sent rent cold gold hold sold told fold hot not got pot lot tot
    hook look took book cook shook feel reel keel bid lid
    mark bark park dark lark nest best vest rest west test rip lip hip tip
    shop mop cop top hop pop thaw law raw paw jaw saw men then hen ten pen
    """.split()
)
"""Single words that differ in one sound, at the beginning or the end, as rhyme tests have them."""
