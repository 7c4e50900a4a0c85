"""Every Dutch phrase about managing records in the browser, in one place."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.manage import Line

TITLE = "Beheer"
ABOUT = "Wat u hier wijzigt, geldt meteen voor iedereen. De chat gaat intussen gewoon door."
MAY_NOT = "U mag de verslagen niet beheren. Vraag de beheerder om het recht om te beheren."
NOT_FROM_HERE = "Dit verzoek kwam niet van deze pagina. Open de pagina Beheer en probeer het daar opnieuw."

ADD = "Verslagen toevoegen"
FILES = "Kies een of meer bestanden"
NOTHING_CHOSEN = "Nog niets gekozen."
CHOSEN = "Gekozen: "
DRAG = "U kunt bestanden ook hierheen slepen."
REPLACE = "Vervang een bestand dat dezelfde naam heeft"
REPLACE_HOW = (
    "Zonder vinkje blijft het oude bestand staan en krijgt het nieuwe een nummer achter zijn naam. Dat gebeurt ook als het nieuwe "
    "bestand niet te lezen is, en met bestanden die u samen verstuurt en die dezelfde naam hebben."
)
SEND = "Voeg toe"
SENDING = "Bestanden versturen"
SEND_FAILED = "Het versturen is niet gelukt, of het antwoord kwam niet aan. Kijk hieronder of de bestanden er staan."
CHOSEN_NONE = "Kies eerst een of meer bestanden."
RECEIVED = "Ontvangen. De bestanden worden nu gelezen."

NOW = "Wat er gebeurt"
IDLE = "Er loopt nu niets."
STARTS = "Begint zo"
LOOK_AGAIN = "Kijk hoe ver het is"
WAITING_FOR_OTHER = "Wachten tot een ander proces klaar is met inlezen"
EARLIER = "Eerder gedaan"
LOST = (
    "De assistent is niet bereikbaar. Deze pagina blijft het proberen. Wat al is aangenomen, wordt gedaan zodra de assistent er "
    "weer is."
)
FOUND = "De assistent is er weer."
UNSURE = "De assistent antwoordt niet. Het is niet zeker of dit is aangenomen. Kijk straks of het is gebeurd."
SIGNED_OUT = "U bent niet meer aangemeld. Wat al is aangenomen, gaat door."
SIGN_IN = "Meld u opnieuw aan"

RECORDS = "Verslagen"
NO_RECORDS = "Er zijn nog geen verslagen."
NONE_FOUND = "Geen verslag heeft deze woorden in zijn titel of datum."
SEARCH = "Zoek op titel of datum"
SEARCH_DO = "Zoek"
SEARCH_ALL = "Toon alle"
RECORD = "Verslag"
MEETING = "Vergadering"
PASSAGES = "Passages"
FILE = "Bestand"
RESULT = "Resultaat"
REASON = "Reden"
ACTION = "Actie"
NO_DATE = "geen datum bekend"
REMOVE = "Verwijder"
SKIPPED = "Overgeslagen bestanden"
NONE_SKIPPED = "Er zijn geen bestanden overgeslagen."
ELSEWHERE = "niet hier toegevoegd"

UPKEEP = "Onderhoud"
UNREAD = "Er zijn bestanden ontvangen die nog niet zijn gelezen. Kies ‘Lees opnieuw in’ om dat alsnog te doen."
READ_AGAIN = "Lees opnieuw in"
READ_AGAIN_HOW = (
    "Leest de bestanden die hier zijn toegevoegd, en de bestanden die eerder vanaf een andere plaats zijn ingelezen. Alleen wat "
    "nieuw of gewijzigd is, wordt echt gelezen. Er wordt niets verwijderd. Webpagina’s worden niet opnieuw opgehaald."
)
MAKE_AGAIN = "Maak de index opnieuw"
MAKE_AGAIN_HOW = (
    "Maakt de passages, woorden en vectoren van alle verslagen opnieuw, uit de tekst die al is ingelezen. Dat is nodig als zoeken "
    "niet meer goed gaat. De oude index blijft antwoorden tot de nieuwe klaar is."
)

REMOVE_RECORD = "Verslag verwijderen"
REMOVE_FILE = "Bestand verwijderen"
SURE_RECORD = "Wilt u dit verslag voorgoed verwijderen?"
SURE_FILE = "Wilt u dit bestand voorgoed verwijderen?"
GOES = "Gewist worden:"
GOES_INDEX = "de tekst van het verslag, met zijn passages, woorden en vectoren"
GOES_RUNS = "metingen van de kwaliteit die over de eigen verslagen gingen"
STAYS = "Niet gewist worden:"
STAYS_ANSWERS = "antwoorden die gebruikers al hebben bewaard of gekopieerd"
STAYS_FACTS = "bekende feiten en oordelen van gebruikers over antwoorden"
NO_WAY_BACK = "Dit kan niet ongedaan worden gemaakt."
FOR_GOOD = "Verwijder voorgoed"
KEEP = "Niet verwijderen"
BACK = "Terug naar Beheer"

JOB_ADD = "Ontvangen bestanden lezen"
JOB_READ_AGAIN = "Opnieuw inlezen"
JOB_MAKE_AGAIN = "Index opnieuw maken"
JOB_REMOVE_RECORD = "Verslag verwijderen"
JOB_REMOVE_FILE = "Bestand verwijderen"
JOBS = {
    "ADD": JOB_ADD,
    "READ_AGAIN": JOB_READ_AGAIN,
    "MAKE_AGAIN": JOB_MAKE_AGAIN,
    "REMOVE_RECORD": JOB_REMOVE_RECORD,
    "REMOVE_FILE": JOB_REMOVE_FILE,
}
ERASING = "Verslag wissen"
ERASE_AGAIN = "Verwijder het verslag daarna nog een keer."
ERASED_NAMELESS = "Verwijderd. Wat er is gewist, wordt na een herstart niet meer genoemd."
ERASING_FAILED = (
    "Dit is niet of niet helemaal gelukt. Staat er hieronder nog iets dat weg moet? Verwijder het dan opnieuw."
)
BROKEN_OFF = (
    "Deze taak is te vaak afgebroken, doordat de assistent steeds stopte. Vraag opnieuw wat nog niet is gedaan."
)
JOBS_SET_ASIDE = (
    "De lijst met taken (taken.json) was beschadigd, of van een nieuwere versie van lovp. Taken die nog wachtten, zijn daardoor "
    "niet gedaan. Kijk na of er nog iets te lezen of te verwijderen is en vraag dat opnieuw. De oude lijst staat in "
    "taken-opzij.json; die gaat weg zodra er iets voorgoed wordt verwijderd. U mag die ook zelf weghalen."
)
GONE_ALREADY = "Dit was al verwijderd."
CAME_IN_AGAIN = "dit bestand is daarna opnieuw toegevoegd en blijft staan"
JOB_FAILED = "Het spijt ons: dit is niet gelukt. Probeer het nog eens. Blijft het misgaan, kijk dan in het logboek."
STILL_THERE = "De bestanden zijn ontvangen en staan op schijf. Kies straks ‘Lees opnieuw in’."
TOO_MANY_JOBS = (
    "Er wachten al te veel taken. Er is niets bewaard. Wacht tot er een paar klaar zijn en probeer het opnieuw."
)
NOTHING_TO_READ = "Er zijn geen bestanden om te lezen."

EMPTY_FILE = "het bestand is leeg"
NOTHING_KEPT = "Geen van de bestanden kon worden bewaard."
BROKEN_FORM = "Het versturen is halverwege afgebroken. Er is niets bewaard. Probeer het opnieuw."
TOO_SLOW = "Het versturen duurde te lang. Er is niets bewaard. Probeer het opnieuw, met minder bestanden tegelijk."
TOO_BUSY = "Er worden nu al veel bestanden verstuurd. Wacht even en probeer het opnieuw."
DISK_FULL = (
    "De schijf is vol. Er is niets bewaard en er is geen taak begonnen. Maak ruimte, of vraag de beheerder van de computer om "
    "hulp."
)
DISK_REFUSES = (
    "De map voor verslagen is niet te gebruiken. Vraag de beheerder van de computer om de rechten na te kijken."
)
PLACE_TAKEN = "Iemand anders voegt nu bestanden toe. Er is niets bewaard. Probeer het zo opnieuw."
UNREADABLE_REQUEST = "Dit verzoek was niet te lezen. Ga terug naar Beheer en probeer het opnieuw."
SORRY = "Het spijt ons: er ging iets mis. Probeer het nog eens. Blijft het misgaan, kijk dan in het logboek."
RECORD_GONE = "Dit verslag is er niet (meer)."
FILE_GONE = "Dit bestand is er niet (meer)."
OLD_STAYS = "Het verslag dat eerder uit dit bestand is gelezen, blijft staan"
HOLDS_MORE = "in dit bestand zitten meer verslagen; het blijft staan"
LIES_ELSEWHERE = "dit is niet hier toegevoegd en blijft staan; bij een volgende lovp index wordt het weer gelezen"
SET_ASIDE = "er was al een ander bestand dat {name} heet; dit kreeg een nummer"
KEPT_OLD = "het vorige bestand {name} blijft staan; dit nieuwe kreeg een nummer achter zijn naam"
READ_ALONG = "dit stond al in de map en is meegelezen"
AWAY = "dit bestand is er niet meer"
TOOK_PLACE = "het vorige bestand met deze naam is vervangen"

BECAME = {
    "READ": "gelezen",
    "CHANGED": "gewijzigd",
    "SAME": "stond er al",
    "SKIPPED": "overgeslagen",
    "REFUSED": "niet bewaard",
    "ERASED": "gewist",
    "LEFT": "blijft staan",
}
_TOLD = (
    ("READ", "gelezen", "gelezen"),
    ("CHANGED", "gewijzigd", "gewijzigd"),
    ("SAME", "stond er al", "stonden er al"),
    ("SKIPPED", "overgeslagen", "overgeslagen"),
    ("REFUSED", "niet bewaard", "niet bewaard"),
)


def wrong_ending(ending: str, known: Collection[str]) -> str:
    """A file whose ending says that it can't be read."""
    what = f"bestandssoort {ending[:12]} wordt niet gelezen" if ending else "de naam zegt niet wat voor bestand het is"
    return f"{what}; wel: {endings(known)}"


def endings(known: Collection[str]) -> str:
    """The kinds of files that are read."""
    return ", ".join(sorted(one[1:] for one in known))


def limits(known: Collection[str], megabytes: int, most: int) -> str:
    """What may be sent at once."""
    return f"Gelezen worden: {endings(known)}. Hoogstens {most} bestanden tegelijk, samen hoogstens {megabytes} MB."


def too_large(megabytes: int) -> str:
    """More was sent than may."""
    return f"Dit is te groot: samen mogen de bestanden hoogstens {megabytes} MB zijn. Er is niets bewaard."


def too_many(most: int) -> str:
    """More files were sent than may."""
    return f"Dit zijn te veel bestanden: hoogstens {most} tegelijk. Er is niets bewaard."


def counted(number: int, one: str, more: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else more}"


def holding(records: int, passages: int) -> str:
    """How much there is."""
    return f"{counted(records, 'verslag', 'verslagen')}, {counted(passages, 'passage', 'passages')}."


def more(shown: int, of: int) -> str:
    """That a list is cut off."""
    return f"Hier staan de nieuwste {shown} van {of}. Zoek op titel of datum om de andere te vinden."


def read_told(lines: "Sequence[Line]") -> str:
    """What came of reading, in one sentence."""
    counts = [(sum(line.became.name == name for line in lines), one, more) for name, one, more in _TOLD]
    said = [counted(number, one, more) for number, one, more in counts if number]
    return f"{', '.join(said)}." if said else "Er was niets nieuws te lezen."


def erased_told(what: str) -> str:
    """What was erased."""
    return f"Verwijderd: {what}."


def left_told(wiped: bool, searched: bool, why: str) -> str:
    """What is still to be done after something was erased; "" when nothing is."""
    if wiped and searched:
        return ""
    busy = why or "Een ander proces leest nog in de index."
    rest = "" if wiped else f" De laatste resten in de index zijn nog niet gewist. {busy}"
    rest += "" if searched else " De zoekindex (Chroma) is nog niet bijgewerkt. Is de schijf vol, maak dan ruimte."
    return f"{rest} Maak het wissen straks af met: lovp doctor --repair"


def partly_erased(names: Sequence[str], why: str) -> str:
    """Files are gone, and their record is not."""
    return f"Gewist: {', '.join(names)}. Nog niet gewist is de tekst die eruit is gelezen. {why} {ERASE_AGAIN}"


def made_told(passages: int, seconds: float) -> str:
    """What came of making the index again."""
    took = f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}".replace(".", ",")
    return f"De index is opnieuw gemaakt, met {counted(passages, 'passage', 'passages')}. Dat duurde {took} seconden."


def same_text(others: Sequence[str]) -> str:
    """Other files that hold the same text."""
    more = f" en nog {len(others) - 1}" if len(others) > 1 else ""
    return f"dezelfde tekst staat ook in {others[0]}{more}"


def found(number: int) -> str:
    """How many records a search found."""
    return "1 verslag gevonden" if number == 1 else f"{number} verslagen gevonden"


def remove_this(title: str) -> str:
    """The name of a button that removes one thing, as it is read aloud."""
    return f"{REMOVE} {title}"


def goes_file(name: str) -> str:
    """A file that is erased."""
    return f"het bestand {name} zelf"


def stays_shared(name: str) -> str:
    """A file that stays, as it holds more."""
    return f"het bestand {name}: daar zitten meer verslagen in. Verwijder het bestand zelf om ze allemaal te wissen"


def stays_elsewhere(name: str) -> str:
    """A file or page that stays, as it lies elsewhere."""
    return f"{name}, dat niet hier is toegevoegd: bij een volgende lovp index wordt het weer gelezen"


def goes_record(title: str) -> str:
    """A record that goes with its file."""
    return f"het verslag ‘{title}’, als het nergens anders staat"
