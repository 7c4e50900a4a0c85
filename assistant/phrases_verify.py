"""Every Dutch phrase of going over a kept answer."""

from collections.abc import Sequence

NO_JSON = "Dit bestand is geen geldige JSON. Maak een nieuw bestand met: lovp ask --json --full VRAAG"
NO_ACCOUNT = "Dit bestand is geen bewaard antwoord. Maak er een met: lovp ask --json --full VRAAG"
OTHER_VERSION = (
    "Dit bewaarde antwoord is van een andere versie van dit programma. Ga het na met de versie die het maakte."
)
TOO_LONG = "Dit bestand is te groot voor een bewaard antwoord (meer dan 8 MB)."

UNTOUCHED = "Het bestand is ongewijzigd sinds het gemaakt is."
TOUCHED = "Het bestand is gewijzigd sinds het gemaakt is: de controlesom klopt niet."
MARKERS = "Elk nummer in het antwoord hoort bij precies één citaat."
MARKERS_WRONG = "De nummers in het antwoord horen niet bij de citaten."
SHORT = "Het korte antwoord staat letterlijk in het citaat."
SHORT_WRONG = "Het korte antwoord staat niet op de aangegeven plaats in het citaat."
EXPLAINED_WRONG = "Een toelichting gaat over woorden die niet in het citaat staan."
NO_QUOTES = "Het antwoord zegt dat het er niet staat; er zijn geen citaten om na te gaan."
NO_QUOTES_WRONG = "Het antwoord heeft geen citaten."
NO_INDEX = "De verslagen zijn niet nagegaan: er is hier geen index. Lees ze in met: lovp index MAP"
SAME_ANSWER = "Opnieuw gevraagd: tekst, citaten en kort antwoord zijn tot op de letter gelijk."
SAME_GATES = (
    "De zinnen van het taalmodel zijn opnieuw gecontroleerd: elke zin rust op de citaten. "
    "Het model is niet opnieuw gevraagd."
)
CANT_ASK = "De vraag kan nu niet opnieuw worden gesteld zoals toen."
OTHER_RECIPE = "de index is anders gemaakt dan toen"
OTHER_RECORDS = "er zijn nu andere verslagen dan toen"
OTHER_PROGRAM = "het programma is van een andere versie"
FILE_CHANGED = "het bestand zelf is gewijzigd"
UNKNOWN_REASON = "onbekend; de verslagen, de index en de versie van het programma zijn dezelfde als toen"
ALL_GOOD = "Alles klopt."
SOME_WRONG = "Niet alles klopt."
ALL_THAT_COULD = "Wat nagegaan kon worden, klopt."
TEXT, QUOTES, SHORT_ANSWER = "tekst", "citaten", "kort antwoord"


NOT_THERE = "dat bestand is er niet"
FOLDER = "het is een map"


def unreadable(path: str, reason: str) -> str:
    """The file can't be opened."""
    return f"Het bestand {path} kan niet worden gelezen{f' ({reason})' if reason else ''}."


def misshapen(where: str) -> str:
    """The file says it is an account, but isn't made like one."""
    return f"Dit bewaarde antwoord is niet goed van vorm (bij {where}). Maak een nieuw bestand met: lovp ask --json --full VRAAG"


def quote(n: int, near: bool) -> str:
    """What a citation is called."""
    return f"Dichtstbijzijnde plaats {n}" if near else f"Citaat [{n}]"


def literal(name: str) -> str:
    """A quote stands in the words that were kept around it."""
    return f"{name} staat letterlijk in de bewaarde tekst eromheen."


def not_literal(name: str) -> str:
    """It doesn't."""
    return f"{name} staat niet zo in de bewaarde tekst eromheen."


def same_record(name: str, title: str) -> str:
    """The record is as it was."""
    return f"{name}: het verslag ‘{title}’ is er nog, met dezelfde tekst."


def gone(name: str, title: str) -> str:
    """The record isn't there any more."""
    return f"{name}: het verslag ‘{title}’ is er niet meer."


def unknown_record(name: str, title: str) -> str:
    """The record was gone already when the account was made."""
    return f"{name}: de tekst van het verslag ‘{title}’ is niet bewaard; het was al weg toen het bestand gemaakt werd."


def moved(name: str, title: str) -> str:
    """The text of the record is another, but has the quoted words."""
    return f"{name}: verplaatst. De tekst van ‘{title}’ is gewijzigd; de aangehaalde woorden staan er nog in."


def changed(name: str, title: str) -> str:
    """The text of the record is another, without the quoted words."""
    return f"{name}: gewijzigd sinds dit antwoord. De aangehaalde woorden staan niet meer in ‘{title}’."


def not_there(name: str, title: str) -> str:
    """The record is as it was, and the file says otherwise."""
    return f"{name}: in ‘{title}’ staat op deze plaats iets anders dan in het bestand."


def other_label(name: str, title: str) -> str:
    """The record is as it was, but is called otherwise, or has other dates."""
    return f"{name}: het verslag ‘{title}’ heeft nu een andere titel of datum."


def other_answer(what: Sequence[str], why: Sequence[str]) -> str:
    """The same question gets another answer."""
    return f"Opnieuw gevraagd: anders zijn {_and(what)}. Reden: {_and(why)}."


def withheld_now(text: str, why: str) -> str:
    """A sentence of a model that doesn't pass its checks."""
    return f"Een zin van het taalmodel komt niet door de controle: ‘{text}’ {why}"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def no_usable_index(why: str) -> str:
    """There is an index, but it can't be used."""
    return f"De verslagen zijn niet nagegaan. {why}"


def asked(question: str) -> str:
    """What was asked."""
    return f"Vraag: {question}"


def made(time: str) -> str:
    """When the answer was given."""
    return f"Antwoord van: {time.replace('T', ' ').replace('+00:00', ' (UTC)')}"
