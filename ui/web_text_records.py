"""Every Dutch phrase of the list of records, of a record's own page and of its original."""

from collections.abc import Sequence
from datetime import date

from index.dates import written
from index.gaps import GapKind
from index.ledger_clause import EntryKind
from index.originals import Fault
from index.records import NoteKind, RecordKind
from ui import web_text

LIST_LEAD = "Alle verslagen die zijn ingelezen. Kies een titel om het verslag te lezen."
SINCE = "Vanaf"
UNTIL = "Tot en met"
PERIOD_EXAMPLE = "Vul bij ‘Vanaf’ en ‘Tot en met’ een jaar, maand of dag in, zoals 2021, 2022-06 of 28-10-2019."
KIND = "Soort"
EVERY_KIND = "Alle soorten"
WORDS = "Woord in titel of onderwerp"
ORDER = "Volgorde"
NEWEST, OLDEST = "nieuwste", "oudste"
ORDERS = (("", "Nieuwste eerst"), (OLDEST, "Oudste eerst"))  # the first is left out of the address
SHOW = "Toon"
ALL_AGAIN = "Toon alles"
NONE_YET = "Er zijn nog geen verslagen ingelezen."
NONE_FITS = "Geen verslag voldoet hieraan. Kies een langere periode of een ander woord."
UNDATED = "Zonder datum"
NO_DATE = "zonder datum"
NO_KIND = "Die soort verslag is er niet. Kies een soort uit de lijst."
NO_ORDER = "Die volgorde is er niet. Kies: nieuwste of oudste eerst."
NO_PAGE_OF_LIST = "Die pagina van de lijst is er niet. Ga naar Verslagen en kies opnieuw."
PAGES = "Pagina’s van de lijst"
EARLIER_PAGE = "Vorige pagina"
LATER_PAGE = "Volgende pagina"

MISSING = "Wat ontbreekt er?"
MISSING_LEAD = (
    "Dit is nagegaan in de verslagen zelf: van welke vergaderingen geen verslag is ingelezen, en welke verslagen "
    "niet helemaal zeker zijn."
)
MISSING_NONE = "Er is niets bekend dat ontbreekt."
MISSING_BUSY = "Dit wordt nu nagegaan. Dat duurt even. Open deze pagina straks opnieuw."
MISSING_TOO_MANY = (
    "Bij meer dan {most} verslagen wordt dit niet in de browser nagegaan. De beheerder kan het wel, met: lovp "
    "records --gaps"
)
BACK_TO_LIST = "Terug naar de verslagen"
GAPS = (
    ((GapKind.MENTIONED,), "Vergaderingen zonder verslag"),
    ((GapKind.EXPECTED,), "Jaren met weinig vergaderingen"),
    ((GapKind.PARTIAL, GapKind.OCR, GapKind.DATE, GapKind.DRAFT), "Verslagen met een kanttekening"),
)
READ_RECORD = "Lees het verslag"
SKIPPED = "Overgeslagen bestanden"
SKIPPED_WHO = "Wie de verslagen beheert, kan zien welke dat zijn en waarom."

RECORD_GONE = "Dit verslag is er niet of niet meer. Zoek het op in de lijst met verslagen."
RECORD_CHANGED = (
    "De tekst is gewijzigd sinds deze koppeling is gemaakt: deze woorden staan er niet meer zo. Daarom is er "
    "niets gemarkeerd."
)
NOT_FETCHED = "De bron kon niet worden opgehaald. Sluit dit venster en kies de bron opnieuw."
RECORD_RENAMED = "Dit verslag is opnieuw ingelezen onder een andere titel. De woorden van deze koppeling staan er nog."
RECORD_MOVED = (
    "Dit verslag is opnieuw ingelezen sinds deze koppeling is gemaakt. De woorden zijn dezelfde; ze staan nu "
    "op een andere plaats."
)
MARKED_HERE = "Naar de gemarkeerde woorden"
PERMANENT = "Vaste koppeling naar deze woorden"
TOPICS = "Onderwerpen"
LEDGER_TITLE = "Besluiten en toezeggingen in dit verslag"
LEDGER_MORE = "Wat ervan is geworden, staat bij "
TEXT = "Tekst"
BESIDE = "Andere verslagen"
BEFORE = "Vorige vergadering: "
AFTER = "Volgende vergadering: "
SAME_MEETING = "Van dezelfde vergadering: "
STANDS_BEHIND = "Dit is van dezelfde vergadering als een vollediger verslag ({relation}): "
ENTRIES = {
    EntryKind.DECISION: "Besluit",
    EntryKind.PROMISE: "Toezegging",
    EntryKind.ANNOUNCED: "Aankondiging",
}
TAGS = {
    NoteKind.OCR: "scan",
    NoteKind.PARTIAL: "niet helemaal gelezen",
    NoteKind.DATE: "datum onzeker",
    NoteKind.HIDDEN: "nummers onleesbaar gemaakt",
    NoteKind.CANCELLED: "ging niet door",
    NoteKind.DRAFT: "concept",
}

SOURCE = "Herkomst: "
OPEN_PDF = "Open het origineel: PDF{page} (nieuw tabblad)"
ON_PAGE = ", pagina {page}"
DOWNLOAD = "Download het origineel{ending}"
ON_THE_WEB = "Open het origineel op {host} (nieuw tabblad)"
SOURCE_HOST = "{host} (nieuw tabblad)"
INSIDE = "Het origineel zit in het bestand {name} en is hier niet los te openen."
PRIVATE = (
    "Het origineel is alleen bij de beheerder te zien: er staan persoonsnummers in die hier onleesbaar zijn gemaakt."
)
PICTURE = "Bekijk pagina {page} van de PDF met deze woorden gemarkeerd"
PICTURE_TITLE = "Pagina {page} van het origineel"
PICTURE_NAME = "Beeld van pagina {page}"
PICTURE_ALT = "Pagina {page} van de PDF van dit verslag{marked}."
PICTURE_MARKED = "; de aangehaalde woorden zijn gemarkeerd"
PICTURE_PARTLY = "; een deel van de aangehaalde woorden is gemarkeerd"
PICTURE_UNMARKED = "; de woorden zijn er niet op teruggevonden en dus niet gemarkeerd"
PICTURE_WORDS = "De woorden: "
NO_PICTURE = "De pagina van het origineel kan hier niet worden getoond. Open het origineel zelf."
NO_ORIGINAL = {
    Fault.UNKNOWN: "Van dit verslag is geen bestand bekend.",
    Fault.GONE: "Het bestand waar dit verslag uit komt, staat er niet meer.",
    Fault.CHANGED: (
        "Het bestand is gewijzigd sinds het is ingelezen. Het past niet meer bij de tekst die hier staat. "
        "Vraag de beheerder om het opnieuw in te lezen."
    ),
    Fault.ODD: "Op de plaats van het bestand staat nu iets anders dan een gewoon bestand.",
    Fault.UNREADABLE: "Het bestand kan niet worden gelezen. Vraag de beheerder om de leesrechten na te kijken.",
    Fault.INSIDE: "Dit verslag zit in een ander bestand en is daar niet los uit te openen.",
    Fault.PRIVATE: (
        "In het bestand staan persoonsnummers die in de tekst hier onleesbaar zijn gemaakt. Daarom is het "
        "origineel hier niet "
        "te openen. Vraag de beheerder ernaar."
    ),
    Fault.ELSEWHERE: "Dit verslag komt van een website. Open het daar.",
}
READ_INSTEAD = " De tekst van het verslag kunt u hier wel lezen."


def count(shown: int, of: int) -> str:
    """How many records are shown: "13 verslagen", or "3 van 13 verslagen"."""
    every = f"{number(of)} {'verslag' if of == 1 else 'verslagen'}"
    return every if shown == of else f"{number(shown)} van {every}"


def topics_in_short(topics: Sequence[str], most: int) -> str:
    """How many topics there are and the first of them."""
    counted = f"{len(topics)} {'onderwerp' if len(topics) == 1 else 'onderwerpen'}"
    more = len(topics) - most
    listed = "; ".join(topics[:most]) + (f"; en nog {more}" if more > 0 else "")
    return f"{counted}: {listed}" if topics else counted


def page_of_list(number_of_page: int, of: int) -> str:
    """Which page of a list is shown."""
    return f"Pagina {number_of_page} van {of}"


def skipped(amount: int) -> str:
    """How many files were skipped."""
    return f"{number(amount)} {'bestand is' if amount == 1 else 'bestanden zijn'} overgeslagen bij het inlezen."


def read_record(day: date | None) -> str:
    """The words of a link to the words in a record of this day."""
    return f"Verslag van {written(day)}" if day else web_text.RECORD


def in_text(topic: str, page: int | None) -> str:
    """The words of a link to words in the record that is read: their topic and page."""
    return f"{topic}, {web_text.page(page)}" if page else topic


def entries_title(amount: int) -> str:
    """The title of what a record decided and promised."""
    return f"{LEDGER_TITLE} ({amount})"


def days(dates: Sequence[date]) -> str:
    """The days of a record's meetings as they stand in a list."""
    return " en ".join(written(day) for day in dates) or NO_DATE


def kinds() -> list[tuple[str, str]]:
    """The kinds of records, to choose from."""
    return [("", EVERY_KIND), *((kind.value, web_text.KINDS[kind]) for kind in RecordKind)]


def number(amount: int) -> str:
    """A whole number as it is written in Dutch: 12.345."""
    return f"{amount:,}".replace(",", ".")
