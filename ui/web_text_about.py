"""What the assistant is, how it works and what it can't, in Dutch: every phrase of the page "Over"."""

from datetime import date

from index.dates import written

FOR_WHOM = "Wat het is en voor wie"
FOR_WHOM_TEXT = (
    "De LOVP-assistent zoekt in verslagen van het Landelijk Overleg Veiligheid en Politie (LOVP). Hij is er voor iedereen die wil "
    "weten wat daar is besproken, besloten en toegezegd: beleidsmedewerkers, burgemeesters en hun staf, politie en openbaar "
    "ministerie. U hoeft geen verslagen door te bladeren: u stelt een vraag en leest het antwoord in de woorden van het verslag.",
)
AUTOMATED = "Een geautomatiseerd systeem"
AUTOMATED_TEXT = (
    "U praat met een geautomatiseerd systeem (AI), niet met een mens. Dat zeggen wij u omdat de AI-verordening van de Europese "
    "Unie dat vraagt (artikel 50), en omdat u het moet weten om een antwoord te kunnen wegen. Niemand leest mee of controleert een "
    "antwoord voordat u het ziet.",
    "Het systeem neemt geen besluiten over mensen en geeft geen advies. Gebruik een antwoord niet zonder het in het verslag na te "
    "lezen. Het verslag zelf is de bron, niet de assistent.",
)
STEPS = "Hoe het werkt"
STEPS_LIST = (
    "De beheerder leest verslagen in. De assistent deelt ze op in stukken en onthoudt bij elk stuk het overleg, het onderwerp "
    "en de bladzijde.",
    "U stelt een vraag. De assistent zoekt de stukken die de woorden van uw vraag hebben, of woorden die daarop lijken.",
    "Uit die stukken kiest hij de zinnen die uw vraag beantwoorden. Achter elke zin in het antwoord staat een nummer: de bron.",
    "Kiest u een nummer, dan opent het verslag bij die zin. Zo kunt u zien wat ervoor en erna staat.",
    "Vindt hij geen zin die uw vraag beantwoordt, dan zegt hij dat.",
)
WITHOUT_MODEL = "Er is geen taalmodel aangesloten. Elk antwoord bestaat uit letterlijke zinnen uit de verslagen."
LIMITS = "Wat het niet kan"
LIMITS_LIST = (
    "Hij kent alleen de verslagen die zijn ingelezen. Wat daar niet in staat, weet hij niet. Onder Verslagen ziet u wat er is, en "
    "wat er ontbreekt.",
    "Hij vindt niet alles. Staat iets in het verslag in heel andere woorden dan in uw vraag, dan kan hij zeggen dat hij het niet "
    "vindt terwijl het er wel staat. Probeer dan andere woorden.",
    "Hij kan een zin kiezen die wel over het onderwerp gaat, maar uw vraag niet beantwoordt. Lees daarom altijd het citaat.",
    "Hij heeft geen mening, voorspelt niets en geeft geen advies.",
    "Een toezegging staat pas op ‘gedaan’ als een later verslag dat met zoveel woorden zegt. ‘Onbekend’ betekent dus niet dat er "
    "niets is gebeurd.",
    "Een verslag kan een fout hebben, of een scan kan verkeerd gelezen zijn. De assistent verbetert dat niet.",
)
FIGURES = "Hoe vaak het goed gaat"
NO_FIGURES = "Op deze computer is nog geen meting gedaan. Zodra die er is, staan de cijfers hier en onder Kwaliteit."
FIGURES_MORE = "Alle cijfers, ook die waar het misgaat, staan onder Kwaliteit."
SPLITS = {"test": "nieuwe vragen", "development": "oefenvragen"}
SET, SPLIT, RIGHT, FALSE, OVER_REFUSAL = "Vragen", "Soort", "Goed", "Ten onrechte beantwoord", "Ten onrechte geweigerd"
PRIVACY = "Uw gegevens"
PRIVACY_LIST = (
    "Uw gesprekken worden alleen in uw eigen browser bewaard. De server houdt een gesprek in zijn geheugen zolang de pagina open "
    "is, en schrijft het niet op. Wist u een gesprek in de browser, dan is het weg.",
    "Geeft u een oordeel over een antwoord, dan worden uw vraag, de vragen daarvoor, uw oordeel, uw reden en uw opmerking bewaard "
    "op de server (in feedback.sqlite). Ook wordt bewaard waar de bronnen staan. Uw naam wordt daar niet bij bewaard. Zet dus zelf "
    "geen namen in uw opmerking.",
    "Moet u zich aanmelden, dan kent de server uw gebruikersnaam zolang u bent aangemeld. Die naam komt niet bij uw vragen. Wie "
    "beheert, staat wel in het logboek met wat hij toevoegt of verwijdert. In het logboek kan ook staan wanneer u zich aanmeldt en "
    "afmeldt, en bij een verkeerd wachtwoord vanaf welk adres. In uw browser staan dan twee cookies, alleen om u aan te melden.",
    "Er is geen statistiek over bezoekers. De pagina’s halen niets op bij anderen.",
    "Verslagen kunnen namen van personen hebben. Burgerservicenummers worden bij het inlezen onleesbaar gemaakt. Wilt u dat er "
    "iets uit een verslag wordt gehaald, vraag dat dan via het contact hieronder.",
)
NOTHING_SENT = "Uw vragen en de verslagen blijven op de server van deze dienst. Ze worden nergens anders heen gestuurd."
NOTHING_ELSE = "Verder worden uw vragen en de verslagen nergens anders heen gestuurd."
COUNTED = "De server telt hoeveel vragen er zijn en hoe ze aflopen. Er wordt niet geteld van wie ze zijn."
LOGGED = (
    "Op dit moment schrijft de server de tekst van vragen en antwoorden in het logboek, om een storing te zoeken. Uw naam komt "
    "daar niet bij."
)
BACKUPS = (
    "De beheerder kan reservekopieën maken. Daarin staan ook de oordelen, de vragen uit Slack en de gebruikersnamen die er op dat "
    "moment waren."
)
ACCESS = "Toegankelijkheid"
ACCESS_TEXT = (
    "Iedereen moet de assistent kunnen gebruiken. De norm is EN 301 549, met de eisen van WCAG 2.1 op niveau A en AA. Dat moet van "
    "het Besluit digitale toegankelijkheid overheid.",
    "Dit wordt bij elke wijziging getest in de browser Chromium, met de hulp van het programma axe-core:",
)
ACCESS_TESTED = (
    "elk onderdeel, licht op een breed scherm en donker op een smal scherm, op de regels van WCAG 2.1 A en AA die een "
    "programma kan nagaan;",
    "een vraag stellen, het antwoord lezen, naar de bron gaan en terug met alleen het toetsenbord;",
    "een scherm van 320 pixels breed, zonder opzij te schuiven, en een laag scherm;",
    "of wat de focus heeft altijd te zien is, en of een schermlezer elke zin van een antwoord één keer te horen krijgt;",
    "grote letters, ruime afstanden tussen letters en regels, en kleuren die u zelf kiest;",
    "of elke afbeelding met cijfers ook een naam en een tabel heeft;",
    "of elke knop en elk veld Nederlandse woorden heeft.",
)
ACCESS_LIMITS = "Dit weten wij nog niet, of is nog niet goed:"
ACCESS_LIMITS_LIST = (
    "Er is nog geen onderzoek gedaan door een onafhankelijke partij, en er is niet getest door mensen die hulpmiddelen gebruiken, "
    "zoals een schermlezer. Een programma vindt niet alle problemen.",
    "In andere browsers dan Chromium wordt niet vanzelf getest.",
    "Het originele bestand van een verslag (pdf, scan of Word) is zoals het is aangeleverd. De tekst ervan kunt u wel altijd in de "
    "assistent zelf lezen.",
    "Bestanden die u bewaart of downloadt, zijn niet apart onderzocht.",
    "De verslagen zijn geschreven voor bestuurders. De assistent haalt ze letterlijk aan en maakt de taal niet eenvoudiger.",
)
ACCESS_REPORT = (
    "Kunt u iets niet lezen of bedienen? Meld het via het contact hieronder en zeg erbij wat u wilde doen en waarmee u werkt. "
    "Vraag gerust om de informatie in een andere vorm."
)
CONTACT = "Vragen, klachten en contact"
CONTACT_TEXT = "Voor vragen, klachten, een melding over toegankelijkheid of een verzoek over uw gegevens: "
CONTACT_NONE = "vraag de beheerder van deze dienst."
CONTACT_WRONG = (
    "Klopt een antwoord niet? Kies dan onder het antwoord ‘Klopt niet’. Daarmee kan de assistent beter worden."
)
VERSION = "Deze versie"
VERSION_OF, RECORDS, PERIOD, WRITER = "Versie", "Verslagen", "Vergaderingen", "Taalmodel"
UNKNOWN = "onbekend"
NONE = "geen"
MANUAL = "Handleiding"
MANUAL_TEXT = "Alles over vragen stellen, doorvragen, bewaren en beheren staat in de "
MANUAL_LINK = "handleiding"
NO_MANUAL = "De handleiding staat niet op deze computer. Vraag de beheerder naar docs/handleiding.md, die bij het programma hoort."


def with_model(host: str) -> str:
    """What a language model does here, and where it is."""
    return (
        f"De beheerder heeft een taalmodel aangesloten, op {host}. Dat schrijft het antwoord, met alleen de gevonden stukken als "
        "bron. Elke zin wordt daarna nagegaan: wat niet in de verslagen staat, wordt weggelaten. Lukt dat niet, dan ziet u de "
        "letterlijke zinnen. Toch kan een taalmodel iets net anders zeggen dan het verslag: lees de bron na. "
        "Tijdlijn, Vergelijk en Toezeggingen en besluiten gebruiken het taalmodel niet."
    )


def sent_to(host: str) -> str:
    """What goes to the language model."""
    return (
        f"Uw vraag en de stukken uit de verslagen die daarbij zijn gevonden, gaan naar het taalmodel op {host}. Vraag de "
        "beheerder wat daar wordt bewaard."
    )


def measured(day: date | None) -> str:
    """What stands above the figures."""
    when = f" van {written(day)}" if day else ""
    return (
        f"De cijfers van de nieuwste meting{when}, op vragen waarvan het antwoord bekend is. Oefenvragen kenden de makers al; "
        "daarop gaat het beter dan op nieuwe vragen. Kijk dus vooral naar de nieuwe."
    )


def questions(title: str, amount: int) -> str:
    """A set of questions and how many there are."""
    return f"{title} ({amount})"


def between(first: date | None, last: date | None) -> str:
    """From when to when the meetings are."""
    if first is None or last is None:
        return UNKNOWN
    return written(first) if first == last else f"{written(first)} tot en met {written(last)}"


def kept_on(host: str) -> str:
    """What a Chroma server has and gets."""
    return (
        f"De stukken van de verslagen staan ook op de zoekserver {host}. Van uw vraag gaan alleen getallen daarheen, niet de "
        "woorden."
    )


def by_slack(days: int) -> str:
    """What happens to a question from Slack."""
    return (
        "Vraagt u iets in Slack, dan gaan uw vraag en het antwoord door Slack. De server bewaart uw vraag met uw nummer in Slack "
        f"hoogstens {_days(days)}, voor vervolgvragen en oordelen. In een besloten kanaal wordt de vraag gewist als hij beantwoord "
        "is."
    )


def verdicts_kept(days: int) -> str:
    """How long verdicts are kept."""
    return (
        f"Een oordeel wordt na {_days(days)} gewist, behalve als de beheerder er een controlevraag van heeft gemaakt."
    )


def conversations_kept(days: int) -> str:
    """How long conversations are kept in the browser."""
    return f"Uw browser wist een gesprek {_days(days)} nadat het voor het laatst is bijgewerkt."


def _days(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"
