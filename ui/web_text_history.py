"""Every Dutch phrase of the conversations that a browser keeps, in one place."""

from datetime import datetime
from zoneinfo import ZoneInfo

from index.dates import written

_HERE = ZoneInfo("Europe/Amsterdam")  # of the meetings and their readers, wherever the server is

DAMAGED = "Dit bewaarde gesprek is beschadigd en kan niet worden geopend. Wis het, of stel uw vragen opnieuw."
OTHER_VERSION = (
    "Dit gesprek is bewaard door een andere versie van de assistent en kan niet worden geopend. Stel uw vragen opnieuw."
)
TOO_LONG = "Dit gesprek is te lang om verder te bewaren in deze browser. Begin een nieuw gesprek om verder te gaan."
NO_PROOF = (
    "Dit antwoord komt uit uw bewaarde gesprekken. Wat er toen in de verslagen stond, is niet meer na te gaan. "
    "Stel de vraag opnieuw; het nieuwe antwoord kunt u met bewijs bewaren."
)

OPEN = "Gesprekken"
TITLE = "Bewaarde gesprekken"
CLOSE = "Sluiten"
ABOUT = "Uw gesprekken staan alleen in deze browser, niet op de server. Wie deze browser op dit apparaat gebruikt, kan ze lezen."
FORGETS = (
    " Een gesprek waar u 1 dag niet mee verdergaat, wordt vanzelf gewist.",
    " Een gesprek waar u {n} dagen niet mee verdergaat, wordt vanzelf gewist.",
)
BLOCKED = (
    "Deze browser staat niet toe dat er iets wordt bewaard. U kunt gewoon vragen stellen, "
    "maar uw gesprek verdwijnt als u de pagina sluit."
)
SEARCH = "Zoek in uw gesprekken"
RENAME = "Wijzig naam"
NAME = "Naam van het gesprek"
SAVE = "Bewaar"
CANCEL = "Annuleer"
DELETE = "Wis"
UNDO = "Zet terug"
MORE = "Toon meer gesprekken"
KEEP = "Bewaar gesprekken in deze browser"
CLEAR = "Wis alle gesprekken"
CLEAR_SURE = "Wis alles"
OFF_SURE = "Zet uit en wis"
DROP_NOT = "Bewaar dit niet"

# What the script says: {n} and {of} are numbers, {title} is the name of a conversation; of two, the first is for one
SAID: dict[str, str | tuple[str, str]] = {
    "kept": ("1 gesprek", "{n} gesprekken"),
    "found": ("1 van {of} gesprekken gevonden", "{n} van {of} gesprekken gevonden"),
    "none": "Er zijn nog geen bewaarde gesprekken.",
    "off": "Gesprekken worden niet bewaard.",
    "questions": ("1 vraag", "{n} vragen"),
    "current": "nu open",
    "apart": "Dit gesprek ging ook verder in een ander tabblad. Beide zijn bewaard; dit gesprek heet nu: {title}",
    "unreadable": "Onleesbaar gesprek",
    "damaged": DAMAGED,
    "blocked": BLOCKED,
    "rename": "Wijzig de naam van: {title}",
    "renamed": "De naam is gewijzigd.",
    "delete": "Wis: {title}",
    "deleted": "Gesprek gewist.",
    "undone": "Het gesprek staat er weer.",
    "clear": (
        "Weet u het zeker? Dan wordt het bewaarde gesprek gewist. U kunt het niet terugzetten.",
        "Weet u het zeker? Dan worden alle {n} bewaarde gesprekken gewist. U kunt ze niet terugzetten.",
    ),
    "cleared": "Alle bewaarde gesprekken zijn gewist.",
    "turn_off": (
        "Weet u het zeker? Dan wordt het bewaarde gesprek gewist. U kunt het niet terugzetten.",
        "Weet u het zeker? Dan worden de {n} bewaarde gesprekken gewist. U kunt ze niet terugzetten.",
    ),
    "turned_off": "Gesprekken worden niet meer bewaard. Wat bewaard was, is gewist.",
    "turned_on": "Gesprekken worden weer bewaard, vanaf uw volgende vraag.",
    "opened": ("Bewaard gesprek geopend, met 1 vraag.", "Bewaard gesprek geopend, met {n} vragen."),
    "full": "De opslag van deze browser is vol. Uw laatste antwoord is nog niet bewaard.",
    "drop": ("Wis het oudste gesprek en bewaar dit", "Wis de {n} oudste gesprekken en bewaar dit"),
    "dropped": (
        "Het oudste gesprek is gewist. Dit gesprek is bewaard.",
        "De {n} oudste gesprekken zijn gewist. Dit is bewaard.",
    ),
    "no_room": (
        "De opslag van deze browser is vol. Uw laatste antwoord wordt niet bewaard. "
        "Wis gesprekken die u niet meer nodig hebt."
    ),
}


def about(days: int) -> str:
    """What the panel says of itself; `days` are those after which a conversation goes by itself, 0 for never."""
    return ABOUT + (FORGETS[days != 1].format(n=days) if days else "")


def asked_on(at: datetime) -> str:
    """When a question was asked."""
    return f"Gevraagd op {written(at.astimezone(_HERE).date())}"
