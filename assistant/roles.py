"""The roles in which people speak at these meetings, and the verbs with which they do, as patterns."""

import re

ROLES = (
    r"(?:minister(?:-president)?|staatssecretaris|plaatsvervangend korpschef|korpschef|politiechef|procureur-generaal|pg|om|dg|"
    r"directeur-generaal|regioburgemeesters?|burgemeesters?|wethouders?|rb|kc|nctv|vakbonden|bonden|kamer|kabinet|college|"
    r"hoofdofficier(?: van justitie)?|officier van justitie|commandant|brandweercommandant|directeur|voorzitter|teamchef|"
    r"inspecteur|gemeenten?|provincie|politie|brandweer|veiligheidsregio|organisator|projectleider)"
)
SPEAKS = (
    r"zei\w*|zegt|zeggen|vind|vindt|vinden|vond|vonden|denkt|denken|dacht\w*|antwoord\w*|reageer\w*|vroeg\w*|vraagt|vragen|wilde\w*|"
    r"meld\w*|benadruk\w*|stelde\w*|adviseer\w*|waarschuw\w*|vertel\w*|beloofde\w*|belooft|gaf|gaven|geeft|geven|noemde\w*|noemt"
)
SPEAKERS = (  # those who speak at these meetings, as a list to choose from names them
    "Minister", "Staatssecretaris", "Korpschef", "Politiechef", "PG", "OM", "Regioburgemeesters", "Burgemeester", "DG", "NCTV",
    "Voorzitter",
)  # fmt: skip
_PLURAL = re.compile(r"(?:burgemeesters|bonden|gemeenten|wethouders|partijen)$", re.IGNORECASE)
_NUMBERS_OF_VERBS = tuple(
    (pair.split("/")[0], pair.split("/")[1])
    for pair in "vindt/vinden vond/vonden is/zijn was/waren heeft/hebben had/hadden zei/zeiden zegt/zeggen wil/willen "
    "vroeg/vroegen vraagt/vragen gaf/gaven denkt/denken kreeg/kregen krijgt/krijgen doet/doen deed/deden meldde/meldden".split()
)


def agreeing(opening: str, old: str, new: str) -> str:
    """What stands before a speaker, its verb in the number of the new one ("wat vinden de burgemeesters", "de korpschef")."""
    many, now_many = bool(_PLURAL.search(old)), bool(_PLURAL.search(new))
    if many == now_many:
        return opening
    words = opening.split()
    for at, word in enumerate(words):
        for one, more in _NUMBERS_OF_VERBS:
            if word.lower() == (more if many else one):
                words[at] = one if many else more
                return f"{' '.join(words)} "
    return opening
