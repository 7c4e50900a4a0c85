"""The roles in which people speak at these meetings, and the verbs with which they do, as patterns."""

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
