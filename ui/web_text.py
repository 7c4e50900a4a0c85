"""Every Dutch phrase of the browser face, in one place."""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from assistant import phrases
from assistant.answer import Answer, Citation, ScopePart
from index.dates import written
from index.records import RecordKind

NAME = "LOVP-assistent"
CONVERSATION = "Gesprek"
WELCOME = "Stel een vraag over wat in het LOVP is besproken"
WELCOME_HOW = (
    "U krijgt de zinnen uit de verslagen die uw vraag beantwoorden. Achter elke zin staat een nummer: "
    "kies het, en u leest die woorden in het verslag zelf."
)
EXAMPLES = "Bijvoorbeeld"
AUTOMATED = "U praat met een geautomatiseerd systeem. Het antwoordt alleen met zinnen uit de verslagen."
AUTOMATED_MODEL = (
    "U praat met een geautomatiseerd systeem. Een taalmodel schrijft; elke zin is nagegaan in de verslagen."
)
QUESTION = "Uw vraag"
QUESTION_PLACEHOLDER = "Wat wilt u weten?"
SEND = "Vraag"
SENDING = "Uw vraag wordt verstuurd …"
STOP = "Stop"
NEW = "Nieuw gesprek"
ASKED = "U vroeg: "
NOTHING_ASKED = "(niets ingevuld)"
EMPTY_QUESTION = "U hebt nog geen vraag ingevuld."
SEARCHING = "Zoekt in de verslagen …"
WRITING_ONE = "Eén vindplaats gevonden. Het taalmodel schrijft …"
WRITING = "{found} vindplaatsen gevonden. Het taalmodel schrijft …"
UNDERSTOOD = "Begrepen als: "
NOTE = "Let op: "
NOTE_TITLE = "Let op"
NARROWED = "Beperkt tot: "
NARROW = "Beperk waarin wordt gezocht"
NARROW_SET = "Beperk"
SEARCHES_IN = "Zoekt alleen in: "
WIDEN = "Niet meer beperken tot: "
MEETING = "Vergadering"
ALL_MEETINGS = "Alle vergaderingen"
SINCE = "Of: vanaf"
THE_FIRST = "De eerste"
UNTIL = "Tot en met"
THE_LAST = "De nieuwste"
TOPIC = "Agendapunt"
ALL_TOPICS = "Alle agendapunten"
SPEAKER = "Spreker"
EVERYBODY = "Iedereen"
NOT_A_CHOICE = "Deze keuze is er niet (meer). Kies opnieuw."
MEETING_OR_PERIOD = "Kies één vergadering of een periode, niet allebei."
NO_SUCH_TOPIC = "Dit agendapunt staat in geen enkel verslag. Kies er een uit de lijst."
WRONG_WAY_ROUND = "De periode eindigt voordat hij begint. Kies opnieuw."
LEFT_OUT = "Gevraagd zonder: "
ASK_WITHOUT = "Opnieuw vragen zonder: "
SEARCHED_TOO = "Ook gezocht op: "
SHORT = "Kort antwoord: "
SOURCES = "Bronnen"
COPY = "Kopieer antwoord en bronnen"
COPY_ALONE = "Kopieer antwoord"
COPIED = "Gekopieerd"
COPY_FAILED = "Kopiëren lukte niet"
EDIT = "Wijzig vraag"
RETRY = "Vraag opnieuw"
ASK_CHANGED = "Vraag"
CHANGED = "Uw gewijzigde vraag"
SHARE = "Kopieer koppeling"
SHARED = "Koppeling gekopieerd"
SHARED_SAME = "U opende een koppeling. Dit is hetzelfde antwoord als toen die werd gemaakt."
SHARED_OTHER = (
    "U opende een koppeling. Het antwoord is nu anders dan toen: "
    "de verslagen of het programma zijn sindsdien gewijzigd."
)
SHARED_BROKEN = "Deze koppeling is niet goed te lezen. Stel de vraag hieronder."
SAVE = "Bewaar als"
SAVE_ONE = "Dit antwoord"
SAVE_ALL = "Het hele gesprek"
FORMATS = {"docx": "Word", "pdf": "PDF", "md": "Markdown"}
STOPPED = "Gestopt voordat er een antwoord was."
UNCHECKED = "Nog niet nagegaan in de verslagen: "
EXPLAINED = "Toelichting van ons, niet uit het verslag: "
NEAREST = "Dit komt er het dichtst bij"
WITHHELD = "Weggelaten zinnen van het taalmodel: "
SORRY = (
    "Het spijt ons: er ging iets mis. Probeer het nog eens. "
    "Blijft het misgaan, vraag dan de beheerder om in het logboek te kijken."
)
KEEP = "Bewaar met bewijs"
KEEP_FOR = "Met het bewijs kan de beheerder later nagaan dat dit antwoord zo uit de verslagen kwam."
KEEP_NAME = "lovp-antwoord-{at:%Y-%m-%d-%H%M}.json"
COPY_QUESTION = "Vraag: "
COPY_ANSWER = "Antwoord: "
COPY_ORIGIN = "Gevonden door de LOVP-assistent, een geautomatiseerd systeem. Controleer het in de bron."

VERDICT = "Uw oordeel over dit antwoord"
GOOD = "Goed antwoord"
GOOD_SHORT = "Goed"
BAD = "Klopt niet"
WHY = "Wat klopt er niet?"
ABOUT = "Waar gaat het over?"
ABOUT_ALL = "Het hele antwoord"
REMARK = "Opmerking (mag leeg blijven)"
REMARK_KEPT = "Uw vraag en opmerking worden bewaard op deze server. Noem liever geen namen van personen."
JUDGE = "Verstuur"
CANCEL = "Annuleer"
WITHDRAW = "Trek in"
JUDGING = "Wordt bewaard …"
JUDGED_BAD = "Dank u. Uw melding is bewaard. De beheerder kan er de antwoorden mee verbeteren."
JUDGED_GOOD = "Dank u. Uw vraag en uw oordeel worden bewaard op deze server. Nog eens kiezen trekt het in."
WITHDRAWN = "Uw oordeel is ingetrokken en gewist."
JUDGE_FAILED = "Uw oordeel kon niet worden bewaard. Wat u schreef, staat er nog. Probeer het zo nog eens."

VIEWS = "Onderdelen"
MENU = "Menu"
CHAT = "Chat"
RECORDS = "Verslagen"
LEDGER = "Toezeggingen en besluiten"
TIMELINE = "Tijdlijn"
COMPARE = "Vergelijk"
QUALITY = "Kwaliteit"
OVER = "Over"
MANAGE = "Beheer"
SKIP = "Naar de inhoud"
BUSY = "Laden …"
QUALITY_ABOUT = "De nieuwste meting: hoe goed de antwoorden zijn op vragen waarvan het antwoord bekend is."
QUALITY_APART = "Open als aparte pagina (nieuw tabblad)"
QUALITY_FRAME = "Verslag van de nieuwste meting"
NO_REPORT = "Er is nog geen meting."
NO_REPORT_HOW = "De beheerder kan meten met het commando "
NO_REPORT_COMMAND = "lovp eval"
NO_REPORT_LIMITS = (
    "Wel zijn er grenzen. De makers stellen bij elke wijziging van het programma vragen waarvan het antwoord bekend is. Komt de "
    "wijziging onder een grens, dan gaat zij niet door. De vragen gaan over de voorbeeldverslagen en over verzonnen verslagen. Zij "
    "gaan niet over andere verslagen die hier zijn ingelezen."
)
LIMITS_CAPTION = "Grenzen voor elke wijziging"
LIMITS_HEADS = (
    "Vragen over",
    "Goed, minstens",
    "Ten onrechte beantwoord, hoogstens",
    "Ten onrechte niet gevonden, hoogstens",
)
LIMITS_NEW = "deze vragen kennen de makers niet"
LIMITS_NOTE = (
    "De onderste rij zegt het meest over vragen die nog niemand heeft gesteld. ‘Ten onrechte beantwoord’ gaat over vragen "
    "waarop de verslagen geen antwoord geven. ‘Ten onrechte niet gevonden’ gaat over vragen waarop zij dat wel doen."
)

SOURCE = "Bron"
CLOSE = "Sluiten"
RECORD = "Verslag"
KINDS = {
    RecordKind.RECORD: RECORD,
    RecordKind.MINUTES: "Notulen",
    RecordKind.DECISIONS: "Besluitenlijst",
    RecordKind.NEWSLETTER: "Nieuwsbrief",
    RecordKind.AGENDA: "Agenda",
}
RECORD_TEXT = "Tekst van het verslag"
ORIGIN = "Herkomst: "
RECORD_GONE = "Dit verslag is er niet meer. Stel de vraag opnieuw voor een antwoord uit de verslagen van nu."
RECORD_CHANGED = (
    "De tekst is gewijzigd sinds dit antwoord: deze woorden staan er niet meer zo. Daarom is er niets gemarkeerd. "
    "Stel de vraag opnieuw."
)
RECORD_MOVED = (
    "Dit verslag is opnieuw ingelezen sinds dit antwoord. De woorden zijn dezelfde; ze staan nu op een andere plaats."
)
NO_PLACE = "Dit adres wijst geen plaats in een verslag aan."
WHOLE_RECORD = "Open het hele verslag"
PREVIOUS = "Vorige bron"
NEXT = "Volgende bron"
COUNT = "Bron {n} van {of}"
CONVERSATION_GONE = "Dit gesprek is hier niet meer bekend. Stel de vraag opnieuw."
QUOTE_STARTS = "Begin van de aangehaalde woorden"
QUOTE_ENDS = "Einde van de aangehaalde woorden"

NO_RECORDS = "er zijn nog geen verslagen; lees ze in met: lovp index MAP"
READY = "De chat staat klaar op {url} (stoppen met Ctrl+C)."
PORT_IN_USE = "Poort {port} op {host} is al in gebruik. Kies een andere, bijvoorbeeld: lovp web --port {other}"
PORT_FORBIDDEN = (
    "Poort {port} mag dit account niet gebruiken. Kies er een vanaf 1024, bijvoorbeeld: lovp web --port 7860"
)
NO_SUCH_PORT = "Poort {port} bestaat niet. Kies er een van 0 tot en met 65535, bijvoorbeeld: lovp web --port 7860"
HOST_UNKNOWN = "Het adres {host} hoort niet bij deze computer. Kies een ander, bijvoorbeeld: lovp web --host 127.0.0.1"
CANNOT_LISTEN = "Op {host}, poort {port}, kan de chat niet luisteren: {reason}."

# Gradio writes a few messages in English only; the page replaces them where they appear.
GRADIO_WORDS = {
    "Connection Lost": "Verbinding verbroken",
    "Connection to the server was lost. Attempting reconnection...": (
        "De assistent is niet bereikbaar. Er wordt opnieuw verbinding gezocht …"
    ),
    "Error": "Fout",
    "Close": "Sluiten",
    "Warning": "Let op",
    "Info": "Melding",
    "Connection errored out.": "De verbinding met de assistent viel weg. Stel de vraag opnieuw.",
    "This application is currently busy. Please try again.": "Het is nu druk. Probeer het zo nog eens.",
    "Loading...": "Laden …",
}


def searching(found: int) -> str:
    """What is being done for an answer: searching, or wording what was found at so many places."""
    return SEARCHING if not found else WRITING_ONE if found == 1 else WRITING.format(found=found)


def about(records: int, first: date | None, last: date | None) -> str:
    """One line that says what the assistant searches."""
    if not records:
        return NO_RECORDS
    what = "zoekt in één verslag van het LOVP" if records == 1 else f"zoekt in {records} verslagen van het LOVP"
    if first is None or last is None:
        return what
    if first == last:
        return f"{what}, van {written(first)}"
    return f"{what}, van {written(first)} tot en met {written(last)}"


def meetings(dates: Sequence[date]) -> str:
    """On which day or days a record's meetings were; "" when it doesn't tell."""
    days = [written(day) for day in dates]
    if not days:
        return ""
    return "Overleg van " + (days[0] if len(days) == 1 else ", ".join(days[:-1]) + " en " + days[-1])


def note(text: str) -> str:
    """What to know about how a record was read, as a sentence."""
    start = text[0].lower() if text[1:2].islower() else text[0]  # "PDF" keeps its capitals
    return f"Let op: {start}{text[1:].rstrip('.')}."


def page(number: int) -> str:
    """The name of a page."""
    return f"pagina {number}"


def place(citation: Citation) -> str:
    """Where a citation stands: meeting date, topic, speaker and page, as far as known."""
    passage = citation.passage
    parts = [
        written(passage.date) if passage.date else passage.title,
        passage.topic,
        passage.speaker,
        page(passage.page) if passage.page else None,
    ]
    return " · ".join(part for part in parts if part)


def marker(citation: Citation) -> str:
    """What a citation's marker says when it is read aloud."""
    return f"[{citation.n}] {SOURCE}: {place(citation)}"


def explanations(answer: Answer) -> str:
    """What we say of the times in the quotes, as one line."""
    return " ".join(phrases.explained(one.n, one.words, one.meaning) for one in answer.explanations)


def labels(parts: Sequence[ScopePart]) -> str:
    """The parts of a scope in one line."""
    return "; ".join(part.label for part in parts)


def expansions(pairs: Sequence[tuple[str, str]]) -> str:
    """Which words were searched besides those of the question: "taser → stroomstootwapen"."""
    return "; ".join(f"{asked} → {', '.join(others)}" for asked, others in _by_word(pairs).items())


def expansions_in_short(pairs: Sequence[tuple[str, str]], most: int) -> str | None:
    """The first `most` of those words, of each word of the question in turn; None when that is all."""
    turns = zip_longest(*_by_word(pairs).values())
    words = [word for turn in turns for word in turn if word]
    return f"{', '.join(words[:most])} en nog {len(words) - most}" if len(words) > most else None


def _by_word(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    also: dict[str, list[str]] = {}
    for asked, other in pairs:
        also.setdefault(asked, []).append(other)
    return also


def reason(value: str) -> str:
    """A reason why an answer isn't good, as a choice."""
    return value[0].upper() + value[1:]


def topic_question(topic: str) -> str:
    """A question that asks for a topic."""
    return f"Wat is er besproken over {topic}?"
