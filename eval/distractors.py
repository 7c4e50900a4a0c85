"""Unrelated minutes made by rule, to see whether the right passage is still found among thousands of others.

They are of other bodies (housing, water, schools, sport) in the same official Dutch, so common words overlap; one in ten is
a near miss that speaks of guards, alarms and safety without being about the police.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from index.records import Record, RecordKind, Section, Span

_PER_RECORD, _PARAGRAPHS = 20, 5  # passages, and sentences in each
_FIRST = date(2019, 1, 7)
WORLDS: dict[str, tuple[str, str, str, str]] = {
    "Woningcorporatie": (
        "de huurdersraad|de directeur wonen|de opzichter|de bewonerscommissie|de aannemer",
        "de renovatie van de flats|het huurbeleid|het onderhoud aan de liften|de wachtlijst|de energielabels",
        "woningen|appartementen|portieken|kozijnen|huurders",
        "het Lindepark|de Molenbuurt|de Havenkade|het Kastanjeplein",
    ),
    "Waterschap": (
        "de dijkgraaf|het hoogheemraadschap|de sluiswachter|de ingelanden|de hydroloog",
        "de dijkversterking|het peilbesluit|de zuivering van afvalwater|het baggeren|de muskusrattenbestrijding",
        "gemalen|sloten|duikers|peilbuizen|kilometers dijk",
        "de Noordpolder|het Zuidermeer|de Oude Vaart|de Kromme Wetering",
    ),
    "Schoolbestuur": (
        "de rector|de medezeggenschapsraad|de conciërge|de ouderraad|de zorgcoördinator",
        "het lesrooster|de nieuwbouw van de gymzaal|het leerlingenvervoer|de cijfers van de toetsweek|het lerarentekort",
        "leerlingen|lokalen|docenten|laptops|lesuren",
        "de Esdoornschool|het Vechtcollege|de Regenboog|het Lyceum Oost",
    ),
    "Sportbond": (
        "de bondscoach|de scheidsrechterscommissie|de penningmeester|de clubs|de jeugdtrainer",
        "de competitieopzet|de kunstgrasvelden|het dopingreglement|de contributie|de selectie voor het toernooi",
        "clubs|velden|leden|wedstrijden|trainers",
        "Sportpark West|de Zwaluwhal|het Olympiapad|de Roeibaan",
    ),
    "Beveiligingsbranche": (
        "de winkelsurveillant|de meldkamer van de alarmcentrale|de portier|de brandwacht|de verkeersregelaar",
        "de bewaking van winkelcentra|het keurmerk voor alarmen|de inzet van portiers|agressie in winkels|de brandoefening",
        "camera's|surveillanten|alarmen|diensten|meldingen",
        "winkelhart Centrum|bedrijvenpark Zuid|de jaarbeurs|het evenemententerrein",
    ),
}
_SENTENCES = (
    "{Who} gaf een toelichting op {what} bij {place}.",
    "Het budget voor {what} bedraagt {money} miljoen euro in {year}.",
    "Afgesproken is dat {what} in {month} opnieuw wordt besproken.",
    "{Who} vroeg aandacht voor de {n} {things} rond {place}.",
    "Er is een tekort van {n} {things}, en dat raakt {what}.",
    "{Who} zegde toe de cijfers over {what} voor {month} {year} te sturen.",
    "De evaluatie van {what} laat zien dat {n} procent van de {things} aan de norm voldoet.",
    "Volgens {who} is de capaciteit voor {what} onvoldoende.",
    "Het besluit over {what} is uitgesteld tot {month} {year}.",
    "In {place} worden {n} {things} vervangen; {who} betaalt de helft.",
    "De financiering van {what} voor {year} is nog niet rond.",
    "{Who} is kritisch over de planning van {what}.",
)
_MONTHS = "januari februari maart april mei juni september oktober november december".split()


def records(passages: int, seed: int = 1) -> Iterator[Record]:
    """Records of about `_PER_RECORD` passages each, together just over `passages`; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - it makes filler, not secrets
    worlds = sorted(WORLDS)
    for number in range(-(-passages // _PER_RECORD)):
        world = "Beveiligingsbranche" if number % 10 == 9 else chance.choice(worlds[1:])
        day = _FIRST + timedelta(days=chance.randrange(1_800))
        yield _record(f"afleider-{seed}-{number}", world, day, chance)


def _record(record_id: str, world: str, day: date, chance: random.Random) -> Record:
    title = f"Verslag {world} {day.isoformat()}"
    text, sections = f"{title}\n\n", []
    topics = [topic.removeprefix("de ").removeprefix("het ") for topic in WORLDS[world][1].split("|")]
    for part in range(_PER_RECORD):
        topic = topics[part % len(topics)].capitalize()
        start = len(text)
        text += " ".join(sentence(world, chance) for _ in range(_PARAGRAPHS)) + "\n\n"
        sections.append(Section(topic, None, None, Span(start, len(text))))
    return Record(record_id, title, (day,), RecordKind.MINUTES, f"{record_id}.txt", text, tuple(sections))


def sentence(world: str, chance: random.Random) -> str:
    """A sentence of the minutes of one of `WORLDS`."""
    who, what, things, place = (chance.choice(words.split("|")) for words in WORLDS[world])
    return chance.choice(_SENTENCES).format(
        Who=who[0].upper() + who[1:],
        who=who,
        what=what,
        things=things,
        place=place,
        n=chance.randrange(3, 400),
        money=chance.randrange(2, 90),
        year=chance.randrange(2019, 2026),
        month=chance.choice(_MONTHS),
    )
