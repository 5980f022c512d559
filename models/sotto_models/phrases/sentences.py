"""Everyday sentences, questions, exclamations and lists, filled in from templates."""

from random import Random

from sotto_models.phrases.words import parts

SLOTS: dict[str, tuple[str, ...]] = {
    name: parts(text)
    for name, text in {
        "person": """
            my sister|the teacher|our neighbor|the driver|her cousin|the new manager|my uncle|
            the young doctor|his daughter|the whole team|Martin|Julia|Peter|Helen|
            the woman next door|one of the students|everybody|nobody|Thomas|Laura""",
        "did": """
            opened the window|lost the keys|called a friend|finished the report|missed the bus|
            cooked dinner|fixed the printer|wrote a long letter|changed the password|
            bought fresh bread|cleaned the garage|joined the meeting|painted the fence|
            read the whole book|forgot the umbrella|started a small business|sold the old car|
            watered the plants|found a cheap ticket|answered every question|
            baked a chocolate cake|shut the door""",
        "when": """
            yesterday|last week|this morning|on Friday|before lunch|after the show|at night|
            two days ago|in the afternoon|once again|right away|just in time|
            during the holidays|early in the morning|a few minutes later|around noon|
            for the first time""",
        "thing": """
            camera|telephone|blue jacket|wooden table|kitchen clock|garden chair|radio|suitcase|
            yellow bicycle|old photograph|coffee machine|birthday present|library book|
            leather bag|pair of shoes|jar of honey|box of matches|white envelope|brass key|
            paper map""",
        "place": """
            in the kitchen|at the station|behind the school|under the bridge|near the church|
            on the balcony|by the river|in the next room|at the corner|across the street|
            upstairs|in the city center|at the airport|on the top shelf|beside the lake|
            in a quiet village""",
        "quality": """
            expensive|easy to use|broken|rather noisy|very useful|quite heavy|brand new|
            too small|almost empty|perfectly clean|a bit strange|surprisingly cheap|worth it|
            fragile""",
        "food": """
            apples|pears|rice|cheese|tomatoes|onions|bread|butter|coffee|tea|sugar|eggs|honey|
            salad|noodles|mushrooms|olive oil|black pepper|yogurt|grapes|carrots|chicken|fish""",
        "weather": """
            cold|windy|warm and sunny|foggy|unusually hot|gray and wet|freezing|mild|stormy""",
        "plan": """
            go for a walk|watch a movie|visit the museum|learn to swim|repair the roof|
            stay home|take the early train|write it down|ask somebody else|buy a bigger one|
            wait a little longer|move the meeting|use the stairs|turn the volume down|
            save the file twice""",
        "goodness": """
            wonderful|amazing|delicious|terrible|a great idea|so kind|very funny|enough|
            a nice surprise|fantastic|beautiful|brilliant|too much""",
    }.items()
}

STATEMENTS = (
    "{Person} {did} {when}.",
    "{Person} {did}, and {person} {did}.",
    "The {thing} {place} is {quality}.",
    "When {person} {did}, it was {weather}.",
    "If you have time, {plan}.",
    "You could {plan}, or {plan}.",
    "We decided to {plan} because it was {weather}.",
    "I would like to {plan} {when}.",
    "There is a {thing} {place}.",
    "{Person} says the {thing} is {quality}.",
    "Although it was {weather}, {person} {did}.",
    "Please {plan} before you leave.",
    "They told us to {plan}, but we chose to {plan}.",
    "{Person} left the {thing} {place}.",
    "It was {weather} {place}, so we went inside.",
    "First we {did}, then we {did}.",
    "I thought the {thing} would be {quality}, but it was not.",
    "Don't {plan} yet.",
    "You'll find the {thing} {place}.",
    "Nobody knew who {did} {when}.",
)
QUESTIONS = (
    "Who {did}?",
    "Where is the {thing}?",
    "Is the {thing} {quality}?",
    "Did you see the {thing} {place}?",
    "Why is it so {weather}?",
    "Shall we {plan}?",
    "Do you want to {plan}, or would you rather {plan}?",
    "Can you {plan} {when}?",
    "How much is the {thing}?",
    "Have you heard that {person} {did}?",
    "What happened {place}?",
    "Would you like some {food}?",
    "Isn't the {thing} {quality}?",
    "Are you ready?",
    "What time is it?",
    "Which {thing} is yours?",
    "Don't you think we should {plan}?",
)
EXCLAMATIONS = (
    "That is {goodness}!",
    "How {weather} it is!",
    "Look, the {thing}!",
    "Wow, this {food} is {goodness}!",
    "Please {plan}!",
    "Oh no, {person} {did}!",
    "Hurry up!",
    "Thank you so much!",
    "What a {thing}!",
    "Be careful {place}!",
    "Happy birthday!",
    "Help!",
)
LISTS = (
    "{food}, {food}, and {food}.",
    "We need {food}, {food}, {food}, and {food}.",
    "Bring the {thing}, the {thing}, and some {food}.",
    "{Person} {did}, {did}, and {did}.",
    "red, green, blue, yellow, and white.",
    "north, south, east, west.",
    "Monday, Tuesday, Wednesday, Thursday, Friday.",
    "It was {weather}, {weather}, and {weather}.",
    "one, two, three, four, five, six.",
    "spring, summer, autumn, and winter.",
)


def fill(template: str, rng: Random) -> str:
    """Return a template with every slot filled; a capital slot opens the sentence."""
    parts = template.split("{")
    text = parts[0]
    for part in parts[1:]:
        slot, rest = part.split("}", 1)
        chosen = rng.choice([w for w in SLOTS[slot.lower()] if w not in text])
        text += (chosen[0].upper() + chosen[1:] if slot[0].isupper() else chosen) + rest
    return text


def sentences(rng: Random, templates: tuple[str, ...], count: int) -> list[str]:
    """Return up to `count` different sentences, the templates in turn."""
    filled = [fill(templates[turn % len(templates)], rng) for turn in range(count)]
    return list(dict.fromkeys(filled))
