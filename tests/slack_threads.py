"""Messages as colleagues write them in a thread where the bot answered before, each with whether it is to the bot.

Written for these tests; the rules were made on these. `slack_threads_kept` has those that no rule was ever changed for.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A message, how many people write in the thread, whom it mentions, and whether the bot should take it as a question."""

    text: str
    people: int
    ours: bool
    mentioned: tuple[str, ...] = ()


def messages(people: int, ours: bool, lines: str) -> tuple[Message, ...]:
    """One message a line; a person who is mentioned stands behind it, after a bar."""
    found = [line.partition(" | ") for line in lines.strip().splitlines()]
    return tuple(Message(text, people, ours, (who,) if who else ()) for text, _, who in found)


SEEN = (
    *messages(
        1,
        True,
        """
en in 2024?
en de burgemeesters?
vertel meer
waarom?
Waarom niet
en wat zei de minister daarover?
hoeveel geld is dat
En voor de boa's?
wie zei dat?
Wat is er besloten over bodycams?
en daarna?
Leg uit
meer over de financiering
Ik wil graag weten wat er over drones is gezegd
Geef me de toezeggingen van de korpschef
Zijn daar afspraken over gemaakt?
noem de andere vergaderingen ook
ok en bij jeugd?
Dank! En wat was het besluit?
Kunt u dat toelichten?
in welk verslag staat dat
""",
    ),
    *messages(
        1,
        False,
        """
bedankt
Top, dank je!
ok
Helder
dit ga ik doorsturen
Ik ben het er niet mee eens.
Goed om te weten!
👍
Hmm
De link werkt bij mij niet
Dat had ik niet verwacht
Fijne dag
Ik stuur dit naar de directie
ja precies
@Joost kijk jij hier even naar? | U222
Handig hoor, zo'n antwoord
Even ter info: dit is voor de nota van maandag
laat maar
""",
    ),
    *messages(
        3,
        True,
        """
Wat zei de korpschef over werving?
En in 2021?
Hoeveel wijkagenten zijn er toegezegd?
Wanneer is de Veiligheidsagenda vastgesteld?
Zijn er besluiten genomen over het stroomstootwapen?
en wat was het standpunt van de regioburgemeesters?
Waarom is dat uitgesteld?
In welk overleg kwam de avondklok aan de orde?
Welke afspraken zijn er met het OM gemaakt?
Is er iets gezegd over kosten van voetbalwedstrijden?
""",
    ),
    *messages(
        3,
        False,
        """
heb jij dit gezien?
Wat vind je ervan?
Zullen we dit morgen bespreken?
Hoe laat begint het overleg?
Kom je straks ook?
Kun je dit even in de map zetten?
Willen jullie hier nog op reageren?
Fatima, klopt dit?
Ik vraag me af of dit wel klopt?
En wat doen wij hiermee?
Wie pakt dit op?
Wie heeft er tijd om dit uit te zoeken?
Is dit jouw dossier?
Weet iemand waar de nota ligt?
vergaderen we maandag nog?
Mag ik dit delen met mijn team?
Toch?
Serieus?
goed punt, neem ik mee
vertel meer
en de burgemeesters
hoezo?
Moeten we hier iets mee?
Wat is er gezegd over de inzet in Utrecht? | U444
""",
    ),
    # first kept apart; the rules were mended on them
    *messages(
        1,
        True,
        """
en voor Limburg dan?
Graag iets meer over de kosten
welke bronnen heb je daarvoor gebruikt?
Ik bedoel de versie van 2022
en dat van november
Doe hetzelfde voor cybercrime
wat betekent dat precies
maar is dat ook zo uitgevoerd?
Citeer de hele passage eens
alleen de toezeggingen graag
Oké, en wat zei het OM?
hoe loopt dat nu
Weet je ook wanneer de volgende vergadering was?
kun je dat samenvatten
Idem maar dan over drugs
""",
    ),
    *messages(
        1,
        False,
        """
Dat is precies wat ik zocht
Super, dankjewel voor de snelle reactie!
Nou, dat valt tegen
Ik bespreek het met mijn leidinggevende
Nee hoor
Dat antwoord is fout
We gaan hier morgen verder mee
oeps verkeerde gesprek
Interessant
En nu eerst koffie
Komt goed
De minister heeft daar later anders over beslist, volgens mij.
Ter info voor de anderen
""",
    ),
    *messages(
        3,
        True,
        """
Hoeveel extra capaciteit is er sinds 2020 bijgekomen?
Door wie is dat toegezegd?
Stond dat ook op de agenda van februari?
Wat waren de argumenten tegen het voorstel?
En wat is er over handhaving afgesproken?
Worden daar ook boa's voor ingezet?
Had het OM daar een standpunt over?
""",
    ),
    *messages(
        3,
        False,
        """
Hoe was je vakantie?
Waar is de vergaderkamer?
Is de printer al gemaakt?
Goed verhaal, maar klopt het?
Doe jij de notulen?
Dus?
Is iedereen akkoord?
Wat een onzin, toch?
wie neemt de taart mee?
Hebben wij die cijfers?
Dat moet anders, vinden jullie niet?
Akkoord met de nota?
Piet weet jij dit?
Lijkt me prima?
Wat is de deadline?
Staat de nota al in de map?
""",
    ),
)
