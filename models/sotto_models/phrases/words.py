"""Common words to be said alone, words that differ in one sound, and words to be spelled."""


def parts(block: str) -> tuple[str, ...]:
    """Return the phrases of a block, which "|" separates."""
    return tuple(part.strip() for part in block.split("|"))


COMMON = """
about above accept access account across action active actually address advance afternoon again
against agree ahead alarm album alert allow almost alone along already alright also always amount
anchor angle animal answer any anyone apple apply archive area argue arrive article asleep attach
audio author autumn available average avoid awake away baby back background backup balance ball
bank basic basket bath battery beautiful because become before begin behind believe bell below
beneath beside best better between beyond birthday black blank block blue board body bold book
border borrow both bottle bottom box branch brave bread break breakfast bridge bright bring broken
brother brown browser brush budget build busy butter button cable calendar call camera cancel
capital caption careful carry case catch category cell center chain chair chance change channel
chapter charge cheap check cheese chess child choice choose church circle city class clean clear
clever click clipboard clock close cloud coffee cold collapse color column combine come command
comment common compare complete computer condition confirm connect contact content continue
control convert cook copy corner correct cost could country couple course cover create cross
crowd crown current cursor custom daily dance danger dark data daughter day dead dear decide deep
default delay delete deliver describe design desktop detail device dialog different difficult
digit dinner direction directory discover dish display distance divide doctor document dog done
door double doubt down download draft drag draw dream dress drink drive drop during each early
earth east easy edit effect egg eight either elbow electric element else email empty enable end
engine enjoy enough enter entry equal error escape evening event every exactly example except
exit expand expect explain export expression extra eye face fact fail family far farm fast father
favorite feature feel fever few field fifteen figure file fill filter final find finger finish
fire first fish five fix flag flat flight floor flower focus fold folder follow font food foot
force foreign forest forget form format forty forward found four frame free fresh friend from
front fruit full function funny future gallery game garden gather general gentle gift girl give
glad glass global goal gold good grammar grand graph grass gray great green ground group grow
guess guest guide guitar half hand handle happen happy harbor hard header heading health hear
heart heavy height hello help here hidden high highlight hill history hold holiday home honest
hope horse hospital hotel hour house however huge hundred hungry hurry husband ice icon idea image
important improve inbox include indeed index inform inside install instead invite island item
jacket job join journey joy judge juice jump junk just keep kernel key keyboard kind king kitchen
knee knife knock know label lady lake lamp language laptop large last late later laugh layout lazy
leaf learn least leather leave left lemon length less lesson letter level library license light
like limit line link list listen little live load local lock long look lose loud love low lucky
lunch machine magic main make manage manual many map margin mark market master match matter
maximum maybe meal mean measure media medicine meeting member memory menu merge message method
middle might mile milk million mind minimum minute mirror miss mobile mode modern moment monday
money monitor month moon more morning most mother motor mountain mouse mouth move movie much
multiple music must name narrow nation nature near nearly need needle neither nephew network never
new news next nice night nine nobody noise none normal north nose note nothing notice now number
object ocean office often okay old once one only open operate option orange order other outside
oven over own package page paint pair panel paper parent park part party pass password paste path
pattern pause peace pencil people pepper percent perfect perhaps person phone photo picture piece
pilot pink place plain plan plate play please plenty plus pocket poem point police poor popular
port position possible post potato power prefer prepare present press pretty preview previous
price print private problem process profile program progress project promise proper protect public
pull purple push quarter queen question queue quick quiet quit quite quote rabbit radio rain raise
range rapid rate rather reach read ready real reason receive recent record red reduce refresh
region regular reload remember remove rename repair repeat replace reply report request reset
resize rest restart result resume return review rich ride right ring river road robot rock roll
roof room root rotate rough round route row rule run safe salad salt same sample sandwich saturday
save scale scan scene school science scissors screen script scroll search season seat second
secret section security see select self send sentence separate september series serious server
service session set settings seven several shadow shape share sharp sheep sheet shelf shift ship
shirt shoe shop short should shoulder shout show shut side sign silence silver similar simple
since single sister six size skill skip sky sleep slide slow small smart smell smile smoke smooth
snow social socket soft software solid some song soon sorry sort sound soup source south space
spare speak special speech speed spell spend split spoon spring square stable staff stage stairs
stamp standard star start state station status stay steal step still stone stop store storm story
straight strange stream street strength string strong student study style submit such sudden sugar
suggest suit summer sunday sure surface sweet switch symbol system tab table tag take talk tall
task taste teach team tell ten term test thank theater theme then there thick thin thing think
third thirsty this thousand thread three through throw thumb thursday ticket tie tiger time tiny
tired title today together toggle tomorrow tongue tonight tool tooth top total touch tower town
toy track trade traffic train trash travel tree true trust try tuesday turn twelve twenty twice
two type umbrella unable uncle under undo uniform union unit until unusual update upgrade upload
upper urgent useful user usual valid valley value van vegetable version very video view village
visible visit voice volume wait walk wall want warm warning wash waste watch water wave weak wear
weather website wednesday week weight welcome west wet what wheel when where which while whisper
white whole why wide wife wild win wind window wing winter wire wise wish with within without
woman wonder wood wool word work world worry worse would wrap write wrong yard year yellow yes
yesterday yet young your zebra zero zip zone zoom
""".split()

PAIRS = parts("""
bat pat|bad bed|bin pin|big pig|cap cab|cat cut|coat goat|cold gold|come gum|dip tip|den ten|
do two|fan van|fat that|fine vine|fin thin|free three|fought thought|deaf death|half have|
hat hot|heat hit|sheep ship|feel fill|seat sit|pool pull|fool full|look luck|
cot caught|bought boat|coal call|low law|pen pan|men man|set sat|lace lays|loss laws|
price prize|ice eyes|rice lice|right light|road load|fly fry|glass grass|wrong long|west vest|
wine vine|while vile|yet jet|yes chess|chip ship|choose shoes|catch cash|watch wash|much mush|
joke choke|badge batch|rich ridge|sin thin|sink think|mouse mouth|pass path|sum sung|sin sing|
ran rang|thin thing|win wing|some sun|game gain|them then|mail nail|mat gnat|map nap|bay day|
bait date|big dig|pie tie|pack tack|cape cake|lip lick|tall call|try cry|drain grain|
clock crock|play pray|bleed breed|sea she|sip ship|sign shine|sort short|same shame|suit shoot|
cart card|write ride|seat seed|back bag|pick pig|safe save|leaf leave|belief believe|cup cub|
rope robe|hair air|heat eat|hill ill|hold old|bear beer|fair fear|cure core|her here|word ward|
work walk|bird bed|hurt hut|first fast|man main|met mate|get gate|test taste|bet bite|like lake|
mice mace|now know|town tone|found phoned|boy buy|oil aisle|toy tie|coin cone|noise nose|
point paint|star stair|park perk|heart hurt|far fur|fifteen fifty|thirteen thirty|sixteen sixty|
nineteen ninety|eight ate|can can't|on off|in on
""")

SPELLED = """
button check email folder delete quick brown jumps lazy zebra queue xylophone python linux debian
wizard jacket value kitchen rhythm yacht oxygen buffer window gazebo voyage proxy complex equip
fjord sphinx quartz vow judge black my box five dozen liquor jugs pack with grace julia kevin maria
george hannah victor walter xavier yvonne zoe adam bertha carlos david quincy
""".split()

INITIALS = """
usb url html pdf cpu gpu ram dvd www http https xml css sql api ssh vpn dns ip id tv pc os ui
led fm am pm eu uk us usa bbc ibm mp atm faq diy gps hdmi isbn json wav ftp tcp udp rpm kvm
""".split()
