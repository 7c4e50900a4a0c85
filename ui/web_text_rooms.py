"""Every Dutch phrase of the ledger, the timeline and the comparison in the browser; those of an answer are the assistant's."""

from collections.abc import Sequence
from datetime import date

from assistant.phrases_meetings import count
from assistant.plain import name
from index.dates import written
from index.ledger import Status
from index.ledger_clause import EntryKind
from ui.web_plot import Speaks

EMPTY = "Er zijn nog geen verslagen ingelezen. Zodra er verslagen zijn, ziet u hier wat erin staat."
SINCE, UNTIL = "Vanaf", "Tot en met"
A_DAY = "bijv. 2021"
SHOW = "Toon"
CLEAR = "Toon alles"
READ = "Lees in het verslag"

LEDGER_ABOUT = (
    "Wat er volgens de verslagen is besloten, toegezegd en aangekondigd. Wie, wat en wanneer zijn woorden uit het verslag zelf. "
    "Het citaat eronder is letterlijk."
)
WORD = "Zoek op woord"
KIND, STATUS, ORDER = "Soort", "Status", "Volgorde"
MEETING, WHO, WHAT, WHEN = "Overleg", "Wie", "Wat, met het citaat", "Wanneer"
ALL = "Alle"
KINDS = {
    EntryKind.DECISION: "Besluit",
    EntryKind.PROMISE: "Toezegging",
    EntryKind.ANNOUNCED: "Aankondiging",
}
STATES = {Status.OPEN: "Open", Status.DONE: "Gedaan", Status.UNKNOWN: "Onbekend"}
NEWEST, OLDEST, BY_KIND, BY_WHO = "Nieuwste eerst", "Oudste eerst", "Op soort", "Op wie"
NO_ENTRIES = (
    "Er zijn geen besluiten, toezeggingen of aankondigingen die hieraan voldoen. Kies minder, of kies ‘Toon alles’."
)
AS_CSV = "Download als CSV"
CSV_NAME = "lovp-toezeggingen-en-besluiten.csv"
ENTRIES = "Tabel met toezeggingen en besluiten"
UNDATED = "zonder datum"
NOT_SAID = "niet genoemd"
PAGES = "Pagina’s van de tabel"
BEFORE, AFTER = "Vorige pagina", "Volgende pagina"


def shown(first: int, last: int, amount: int) -> str:
    """Which rows are shown."""
    if last - first + 1 < amount:
        return f"Rij {first} tot en met {last} van {amount}"
    return f"Alle {amount} regels" if amount > 1 else "De enige regel"


def page_of(number: int, last: int) -> str:
    """Which page is shown."""
    return f"Pagina {number} van {last}"


def no_page(given: str, last: int) -> str:
    """There is no such page."""
    return f"Pagina ‘{name(given)}’ is er niet. Er {'is 1 pagina' if last == 1 else f'zijn {last} pagina’s'}."


def no_order(given: str) -> str:
    """There is no such order."""
    return f"‘{name(given)}’ is geen volgorde. Kies uit: nieuwste, oudste, soort of wie."


def place(day: str, topic: str, page: int | None) -> str:
    """What a link to a quote says besides, for who hears it alone."""
    return f"{of_day(day)}, onder ‘{name(topic)}’{f', pagina {page}' if page else ''}"


def done_on(day: str) -> str:
    """The link to the words that say that something is done."""
    return f"Gedaan, volgens het verslag van {name(day)}"


WRONG_WAY_ROUND = "De periode eindigt voordat hij begint. Draai de twee datums om."
TIMELINE_ABOUT = (
    "Kies een onderwerp. U ziet wanneer het is besproken en wat elk verslag erover zegt, in de woorden van het verslag."
)
TOPIC = "Onderwerp"
TOPICS = "Onderwerpen uit de verslagen, de meest besproken eerst"
LINES = "Wat de verslagen zeggen"
OTHERS = "De andere vergaderingen"
LEFT_OUT = "Gaan er ook over, maar zeggen minder"
ASIDE = "Noemen het alleen zijdelings"
SILENT = "Niets over gevonden"
MISSING = "Geen verslag van"
SENTENCES = "zinnen"
ABOUT_TOPIC = "Over dit onderwerp"
NOT_COUNTED = "niet geteld"
AS_TABLE = "Toon als tabel"
SIGNS = {
    Speaks.ABOUT: "gaat over het onderwerp (hoogte: aantal zinnen)",
    Speaks.ASIDE: "noemt het zijdelings",
    Speaks.SILENT: "niets over gevonden",
    Speaks.MISSING: "geen verslag van deze vergadering",
}
STATES_OF_TOPIC = {
    Speaks.ABOUT: "gaat erover",
    Speaks.ASIDE: "alleen zijdelings",
    Speaks.SILENT: "niets gevonden",
    Speaks.MISSING: "geen verslag",
}


def topic_too_long(most: int) -> str:
    """A topic that is longer than is read."""
    return f"Het onderwerp is te lang: ik lees er hoogstens {most} tekens van. Noem het korter."


def also_called(names: Sequence[str]) -> str:
    """Other names that the records gave a topic."""
    return f"Later ook genoemd: {', '.join(f'‘{name(one)}’' for one in names)}."


def plot_title(topic: str) -> str:
    """What the picture of a timeline is called."""
    return f"‘{name(topic)}’ door de vergaderingen heen"


def plot_says(about: int, aside: int, silent: int, missing: int) -> str:
    """What the picture of a timeline shows, in words."""
    parts = [f"{count(about, 'vergadering gaat', 'vergaderingen gaan')} over het onderwerp"]
    if aside:
        parts.append(f"{count(aside, 'noemt', 'noemen')} het zijdelings")
    if silent:
        parts.append(f"in {count(silent, 'vergadering', 'vergaderingen')} is er niets over gevonden")
    if missing:
        parts.append(f"van {count(missing, 'vergadering', 'vergaderingen')} is er geen verslag")
    text = f"{', '.join(parts[:-1])} en {parts[-1]}." if len(parts) > 1 else f"{parts[0]}."
    return text[0].upper() + text[1:]


def days(first: date, last: date) -> str:
    """A day, or the days between which a meeting was of which there is no record."""
    return written(first) if first == last else f"tussen {written(first)} en {written(last)}"


def of_day(day: str) -> str:
    """The end of a link to a record: of which day it is."""
    return f" van {name(day)}"


COMPARE_ABOUT = (
    "Kies twee vergaderingen. U ziet welke onderwerpen terugkomen, welke nieuw zijn en welke niet meer voorkomen."
)
ONE_OF_TWO, OTHER_OF_TWO = "Eerste vergadering", "Tweede vergadering"
CHOOSE = "Kies een vergadering"
DO_COMPARE = "Vergelijk"
ONE_MEETING = "Er is een verslag van maar één vergadering. Om te vergelijken zijn er twee nodig."
BOTH = "In beide vergaderingen"
NO_TOPICS = "Geen onderwerpen."
MATCHED = (
    "Of twee onderwerpen hetzelfde zijn, schat de assistent uit de kop en de woorden eronder. De citaten zijn letterlijk. "
    "Lees ze na voordat u conclusies trekt."
)
COUNTED_TOPICS = "Aantal onderwerpen"
WHERE, AMOUNT_OF_TOPICS = "Waar het voorkomt", "Onderwerpen"


def only_on(day: str) -> str:
    """The topics of the later meeting only."""
    return f"Nieuw op {day}"


def not_on(day: str, later: str) -> str:
    """The topics of the earlier meeting only."""
    return f"Wel op {day}, niet meer op {later}"


def compare_title(first: str, second: str) -> str:
    """What the picture of a comparison is called."""
    return f"Onderwerpen op {first} en op {second}"


def compare_says(dropped: int, shared: int, new: int) -> str:
    """What the picture of a comparison shows, in words."""
    same = "Geen onderwerp komt in beide vergaderingen voor"
    if shared:
        same = f"{count(shared, 'onderwerp komt', 'onderwerpen komen')} in beide vergaderingen voor"
    text = (
        f"{same}. {count(new, 'onderwerp is', 'onderwerpen zijn')} nieuw in de latere vergadering, "
        f"{count(dropped, 'onderwerp komt', 'onderwerpen komen')} alleen in de eerdere voor."
    )
    return ". ".join(part[:1].upper() + part[1:] for part in text.split(". "))
