"""Every Dutch phrase of an answer as Slack shows it, and of the passage that a button opens; most words are the browser's."""

GOES_ON = "(gaat verder in het volgende bericht)"
CONTINUED = "(vervolg)"
SHOW = "[{n}] Toon in verslag"
SHOW_LABEL = "Toon de woorden van bron {n} in het verslag"
PERMANENT = "Vaste koppeling"
GOOD = "Goed"
GOOD_LABEL = "Goed antwoord"
BAD = "Klopt niet"
BAD_LABEL = "Dit antwoord klopt niet"
SHARE = "Deel in kanaal"
SHARE_LABEL = "Deel vraag en antwoord met iedereen in dit kanaal"
SOMEBODY = "@iemand"

PASSAGE_TITLE = "In het verslag"  # 24 characters at most, as Slack counts
CLOSE = "Sluiten"
QUOTED = "De aangehaalde woorden:"
BEFORE = "Ervoor:"
AFTER = "Erna:"
CUT = "De aangehaalde woorden zijn te lang om hier helemaal te tonen. Lees ze in het verslag zelf."


def withheld(number: int) -> str:
    """That sentences of a model were left out."""
    if number == 1:
        return "1 zin van het taalmodel is weggelaten: de verslagen zeggen het niet zo."
    return f"{number} zinnen van het taalmodel zijn weggelaten: de verslagen zeggen het niet zo."
