"""What a screen reader says about the things on the screen: roles, states, places, notices."""

from sotto_models.phrases.words import parts

ROLES = parts("""
push button|toggle button|radio button|check box|switch|slider|spin button|progress bar|
scroll bar|combo box|list box|list|list item|menu|menu bar|menu item|check menu item|
radio menu item|tool bar|tool tip|status bar|tab|tab list|page tab|table|table cell|row header|
column header|tree|tree item|tree table|text|entry|password text|editable text|read only text|
search box|document web|document frame|frame|dialog|alert|notification|panel|separator|
split pane|image|icon|graphic|canvas|link|visited link|heading|paragraph|block quote|footnote|
landmark|main landmark|banner landmark|navigation landmark|search landmark|
complementary landmark|content information landmark|region|form|grouping|label|caption|figure|
article|terminal|application|window|desktop frame|color chooser|file chooser|font chooser|
date editor|calendar|clock|dial|level bar|rating|star|menu button|split button|drop down|edit|
multi line edit|clickable|button|grid|card|carousel|badge|video|audio|math|code|insertion|
deletion|definition list|description|feed|timer|log|marquee|status
""")

STATES = parts("""
checked|not checked|partially checked|pressed|not pressed|selected|not selected|expanded|
collapsed|unavailable|grayed|read only|required|invalid entry|busy|visited|focused|editable|
multi select|on|off|has popup|sub menu|protected|sorted ascending|sorted descending|not sorted|
current page|current item|open|closed|draggable|hidden|modal|blank|empty|has tool tip|
opens a dialog|has details|has comment
""")

NAMES = parts("""
OK|Cancel|Apply|Close|Save|Save as|Open|New|Delete|Remove|Add|Edit|Copy|Paste|Cut|Undo|Redo|
Find|Find next|Replace|Help|About|Print|Search|Send|Reply|Reply to all|Forward|Download|Upload|
Install|Update|Restart|Shut down|Log out|Log in|Sign up|Sign in|Settings|Preferences|File|View|
Tools|Format|Insert|Bookmarks|History|Back|Home|Reload|Stop|Zoom in|Zoom out|Full screen|Mute|
Play|Pause|Next|Previous|Volume|Brightness|Wi fi|Bluetooth|Battery|Network|Sound|Display|
Keyboard|Mouse|Printers|Users|Date and time|Language|Region|Privacy|Notifications|Accessibility|
Downloads|Documents|Music|Pictures|Videos|Trash|Inbox|Drafts|Sent|Archive|Subject|To|From|
Message|Attachment|Address|City|Country|Phone number|First name|Last name|User name|Password|
Remember me|Forgot password|Continue|Skip|Finish|Yes|No|Retry|Ignore|Allow|Deny|Accept|Decline|
Agree|Browse|Choose a file|Select all|Show more|Show less|Learn more|Read more|Details|Options|
Properties|Rename|Share|Export|Import|Refresh|Clear|Reset|Submit|Filter|Sort by name|
Sort by date|Add to cart|Check out|Quantity|Price
""")

NOTICES = parts("""
Screen reader on.|Screen reader off.|Speech on.|Speech off.|Speech muted.|Focus mode.|
Browse mode.|Caps lock on.|Caps lock off.|Num lock on.|Num lock off.|Page loaded.|
Page has loaded.|Loading.|Loading, please wait.|Finished loading.|Document is empty.|
End of document.|Top of document.|Bottom.|Top.|Left.|Right.|Center.|Wrapping to top.|
Wrapping to bottom.|Not found.|No more headings.|No more links.|No more form fields.|
No more buttons.|No more tables.|No next heading.|Not in a table.|No previous link.|
No selection.|Selected.|Unselected.|Text selected.|Selection removed.|All selected.|
Copied to clipboard.|Cut to clipboard.|Pasted from clipboard.|Saved.|Not saved.|Deleted.|
Undone.|File saved.|File not found.|Access denied.|Connection lost.|Connected.|Disconnected.|
No connection.|Battery low.|Battery full.|Charging.|Fully charged.|Plugged in.|Not plugged in.|
New message.|You have new mail.|Message sent.|Sending message.|No new messages.|
Download complete.|Update ready.|Download failed.|Upload complete.|Installation complete.|
Please restart your computer.|Out of memory.|Wrong password.|Password required.|
This field is required.|Enter a valid email address.|Try again.|An error occurred.|
Something went wrong.|Are you sure?|Do you want to save the changes?|Leave page?|
Do you want to replace it?|Delete this file?|Empty the trash?|Quit without saving?|Continue?|
Really?|Warning!|Error!|Done!|Success!|Welcome!|Attention!|Great!|Congratulations!|Stop!|
Careful!|Wait!|blank|new line|space|tab|line|word|character|sentence|paragraph|capital|bold|
italic|underlined|spelling error|grammar error|misspelled|superscript|subscript|strike through|
highlighted|comment|start of list|leaving list|leaving table|leaving block quote|entering form|
leaving form|out of list|leaving list.|list with one item|nesting level|in list|out of table|
same page|first line|last line|bullet|entering landmark|row selected|cell selected|
column selected|row header|end of row|menu closed|double tap to activate|
press enter to activate|press space to toggle|type to search|swipe to move|
to activate press space|use the arrow keys to change the value|press escape to close|
press any key
""")

NUMBERED = parts("""
level {small} heading|heading level {small}|level {small}|row {n} of {total}|
column {n} of {total}|{n} of {total}|item {n} of {total}|tab {n} of {small}|page {n} of {total}|
line {n}|line {n} of {total}|row {n}|column {small}|row {n}, column {small}|list with {n} items|
table with {n} rows and {small} columns|{percent} percent|slider {percent}|
progress bar {percent} percent|volume {percent} percent|battery {percent} percent|{n} items|
{n} items selected|{n} results|{n} results found|no results|{n} headings|{n} links|
{n} new messages|{n} unread messages|{n} characters|{n} words|{n} lines selected|
nesting level {small}|{n} minutes left|{n} seconds remaining|{n} files copied|
{n} of {total} downloaded|zoom {percent} percent|brightness {percent}|step {small} of {small}|
workspace {small}|window {small}|tree level {small}|{n} more items|{n} characters selected|
page {n}|slide {n} of {total}|chapter {small}
""")

KEYS = parts("""
control|shift|alt|super|meta|tab|enter|return|escape|space|backspace|delete|insert|home|end|
page up|page down|up|down|left|right|up arrow|down arrow|left arrow|right arrow|caps lock|
num lock|menu|scroll lock|print screen|pause|break|keypad enter|keypad plus|function|hyper|
windows|command|option
""")
MODIFIERS = parts("control|shift|alt|super|control shift|control alt|alt shift|insert")

SIGNS = parts("""
exclamation|exclamation mark|quote|double quote|hash|number sign|dollar|dollar sign|percent|
percent sign|ampersand|and sign|apostrophe|left paren|right paren|left parenthesis|
right parenthesis|star|asterisk|plus|plus sign|comma|dash|hyphen|minus|dot|period|full stop|
slash|colon|semicolon|semi colon|less|less than|equals|equal sign|greater|greater than|question|
question mark|at|at sign|left bracket|backslash|back slash|right bracket|caret|underscore|
underline|backtick|grave|left brace|vertical bar|bar|right brace|tilde|ellipsis|dot dot dot|
en dash|em dash|left quote|right quote|bullet|middle dot|euro|pound|yen|cent|section|degrees|
copyright|registered|trademark|times|divided by|plus or minus|right arrow|left arrow|up arrow|
down arrow|square root of|infinity|squared|cubed|one half|one quarter|three quarters|
paragraph sign|check mark|cross|no break space|carriage return|soft hyphen|new line
""")
