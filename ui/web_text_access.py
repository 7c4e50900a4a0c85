"""Every Dutch phrase about access: signing in, what is refused and why, and how much may be asked."""

NOT_PROTECTED = (
    "Op het adres {host} kunnen ook anderen de assistent bereiken, en er is nog niets om hen te herkennen. Kies een van deze drie: "
    "voeg een gebruiker toe met: lovp user add NAAM; zet LOVP_PROXY_HEADER als een proxy de gebruikers aanmeldt; "
    "of luister alleen op deze computer met: lovp web --host 127.0.0.1"
)
ONLY_WITH_PROXY = (
    "%s doet nu niets: die instelling werkt alleen als LOVP_PROXY_HEADER is gezet. Eigen gebruikers: lovp user."
)

SIGN_IN = "Aanmelden"
SIGN_IN_WRONG = "Fout bij aanmelden"
SIGN_IN_HOW = "Meld u aan om vragen te stellen over de verslagen van het LOVP."
NAME = "Naam"
PASSWORD = "Wachtwoord"  # noqa: S105  # the label of a field
SIGN_OUT = "Afmelden"
SIGNED_IN = "Aangemeld als {name}"
WRONG = "De naam of het wachtwoord klopt niet. Probeer het nog eens."
FORGOTTEN = "Wachtwoord kwijt? De beheerder van deze assistent kan u een nieuw geven."
BUSY = "Er willen nu veel mensen zich aanmelden. Probeer het over een minuut nog eens."
UNREADABLE = "Dit formulier was niet te lezen. Vul het opnieuw in."

REFUSED = "Niet toegestaan"
TO_START = "Naar de beginpagina"
MUST_SIGN_IN = "U bent niet aangemeld. Meld u aan op /aanmelden."
PROGRAM_MUST_SIGN_IN = "U bent niet aangemeld. Meld u aan op /aanmelden, of stuur een geldig token mee."
MUST_COME_BY_PROXY = (
    "De aanmelddienst gaf niet door wie u bent. Open de assistent via het adres van uw organisatie, "
    "of vraag de beheerder van de assistent om hulp."
)
NOT_THE_PROXY = "Dit adres is alleen te bereiken via de aanmelddienst van uw organisatie."
MAY_NOT = "U bent aangemeld als {name}, maar u mag dit niet. Vraag de beheerder om het recht om te beheren."
MAY_NOT_OPEN = "Beheren kan pas als er een beheerder is. Maak er een met: lovp user add NAAM --manage"
WRONG_HOST = (
    "Dit adres hoort niet bij de assistent. Open http://127.0.0.1 met de poort van de assistent, of vraag de beheerder om "
    "LOVP_PUBLIC_URL in te stellen op het adres dat u gebruikt."
)
WRONG_ORIGIN = "Dit verzoek kwam van een andere website. Open de assistent zelf en probeer het daar opnieuw."
NOWHERE = "Deze pagina bestaat niet. Misschien is het adres verkeerd getypt."
NOT_SO = "Dit adres kan niet zo worden geopend."
NOT_OF_THE_PAGE = "Dit verzoek past niet bij de pagina. Laad de pagina opnieuw en probeer het nog eens."
PAGE_OF_ANOTHER = "Deze pagina is door een andere gebruiker geopend. Laad de pagina opnieuw."
CANNOT_NOW = "Aanmelden kan nu niet. Vraag de beheerder om in het logboek te kijken."

USER_EXISTS = (
    "Er is al een gebruiker {name}. Kies een andere naam, geef een nieuw wachtwoord met: lovp user password NAAM, "
    "of andere rechten met: lovp user rights NAAM --manage"
)
NO_SUCH_USER = "Er is geen gebruiker {name}. Kijk welke er zijn met: lovp user list"
BAD_NAME = "Een naam heeft 1 tot en met 64 gewone tekens, zonder dubbele punt of komma."
BAD_PASSWORD = (
    "Een wachtwoord heeft minstens {least} en hoogstens {most} tekens. Enkele losse woorden achter elkaar werken goed."  # noqa: S105  # a message to show
)
REPEATED_PASSWORD = (
    "Dit wachtwoord heeft te weinig verschillende tekens. Enkele losse woorden achter elkaar werken goed."  # noqa: S105  # a message to show
)
NAME_AS_PASSWORD = "Dit wachtwoord is de eigen naam. Enkele losse woorden achter elkaar werken goed."  # noqa: S105  # a message to show
COMMON_PASSWORD = "Dit wachtwoord is te makkelijk te raden. Enkele losse woorden achter elkaar werken goed."  # noqa: S105  # a message to show
UNREADABLE_PASSWORD = "In het wachtwoord staat een teken dat niet te lezen is. Kies andere tekens."  # noqa: S105  # a message to show
TOO_MANY_TOKENS = "{name} heeft al {most} tokens. Trek ze eerst in met: lovp user token NAAM --revoke"
USERS_CLOSED = "Het bestand met gebruikers {file} is niet te openen: {reason}. Niemand kan zich aanmelden tot dat kan."
USERS_DAMAGED = (
    "Het bestand met gebruikers {file} is beschadigd. Niemand kan zich aanmelden tot het hersteld is: zet een reservekopie terug, "
    "of verwijder het en voeg de gebruikers opnieuw toe met: lovp user add NAAM"
)
USERS_WRITABLE = (
    "In het bestand met gebruikers {file} kunnen anderen op deze computer schrijven. Niemand kan zich aanmelden tot dat is "
    "hersteld met: chmod 600 {file}"
)
USERS_LOCKED = "Iemand anders wijzigt nu de gebruikers. Probeer het zo nog eens."
USERS_UNWRITABLE = "Het bestand met gebruikers {file} is niet te schrijven: {reason}."


def _seconds(count: int) -> str:
    """How long, in words that one would say."""
    if count <= 90:
        return "één seconde" if count == 1 else f"{count} seconden"
    return f"{-(-count // 60)} minuten"


def too_many_questions(seconds: int) -> str:
    """Somebody asked too much in a minute."""
    return f"U hebt in korte tijd veel vragen gesteld. Wacht {_seconds(seconds)} en stel uw vraag dan opnieuw."


def too_many_at_once(most: int) -> str:
    """Somebody asks too much at the same time."""
    running = "Er loopt al een vraag" if most == 1 else f"Er lopen al {most} vragen"
    return f"{running} van u. Wacht tot er een klaar is, meestal een paar seconden, en stel uw vraag dan opnieuw."


def too_many_tries(seconds: int) -> str:
    """Somebody gave a wrong password too often."""
    return f"Het wachtwoord was te vaak verkeerd. Wacht {_seconds(seconds)} en probeer het dan opnieuw."
