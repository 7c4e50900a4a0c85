"""Every Dutch phrase of the files that an answer or a conversation is kept in."""

from datetime import datetime

from index.dates import written

TITLE_ANSWER = "Antwoord van de LOVP-assistent"
TITLE_CONVERSATION = "Gesprek met de LOVP-assistent"
NAME_ANSWER = "lovp-antwoord-{at:%Y-%m-%d-%H%M}"
NAME_CONVERSATION = "lovp-gesprek-{at:%Y-%m-%d-%H%M}"
QUESTION = "Vraag: {question}"
QUESTION_NUMBERED = "Vraag {n}: {question}"
WHOLE_QUESTION = "De hele vraag: "
ANSWERED_AT = "Beantwoord op: "
NO_ANSWER = "Geen antwoord: "
PENDING = "Er was nog geen antwoord toen dit bestand werd gemaakt."
MODEL = "Een taalmodel schreef de zinnen van dit antwoord; elke zin is nagegaan in de verslagen."
READ = "Lees dit na in het verslag"
NOT_SHOWN = (
    "Sommige tekens kunnen in een pdf-bestand niet worden getoond. Op hun plaats staat □. "
    "In het Word-bestand staan ze wel."
)
PAGE = "pagina"
PAGE_OF = "van"

NOTHING_YET = "Er is nog niets om te bewaren. Stel eerst een vraag."
TOO_LONG = (
    "Dit gesprek is te lang voor één bestand: het heeft {count} vragen en er passen er {most} in. "
    "Bewaar de antwoorden die u nodig hebt apart."
)
FAILED = (
    "Het bestand kon niet worden gemaakt. Probeer het nog eens, of kies een andere soort bestand. "
    "Blijft het misgaan, vraag dan de beheerder om in het logboek te kijken."
)


def moment(at: datetime) -> str:
    """A date and time in Dutch words: "29 november 2026 om 14.05 uur"."""
    return f"{written(at.date())} om {at:%H.%M} uur"


def made(at: datetime) -> str:
    """When a file was made."""
    return f"Gemaakt op {moment(at)}"
