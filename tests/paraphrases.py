"""Sentences that a good model could write from the example records, each with the start of the passage that bears it out."""

PARAPHRASES: list[tuple[str, str]] = [
    (
        "De Minister van Justitie en Veiligheid vertelde",
        "De bezuiniging op de politie is in totaal 144 miljoen euro en is incidenteel",
    ),
    (
        "De Minister van Justitie en Veiligheid vertelde",
        "Het gaat om 144 mln. euro: twee delen, van 111 miljoen en 33 miljoen",
    ),
    (
        "De Minister van Justitie en Veiligheid vertelde",
        "De prijsbijstelling van € 111 miljoen krijgt de politie 6 jaar lang niet uitbetaald",
    ),
    (
        "De Minister van Justitie en Veiligheid vertelde",
        "De vrijgestelde hulpofficieren worden uitgesteld tot 2025, voluit 135 fte",
    ),
    (
        "De Minister van Justitie en Veiligheid vertelde",
        "Het deel van drieëndertig miljoen euro is verspreid over 3 jaar",
    ),
    (
        "De regioburgemeesters zijn teleurgesteld",
        "De regioburgemeesters waren teleurgesteld en stuurden op 27-06-2019 een brief aan de Kamercommissie",
    ),
    ("De regioburgemeesters zijn teleurgesteld", "Op 3 juli 2019 was het debat"),
    ("De berichten in de media", "Daarmee is niet toegezegd dat BOA’s geweldsmiddelen krijgen"),
    ("De berichten in de media", "De DG legde uit welke procesafspraken met de vakbonden zijn gemaakt"),
    (
        "De berichten in de media",
        "Volgens de directeur-generaal werken de bonden en de gemeenten de regeling samen uit",
    ),
    ("De berichten in de media", "Er is nog geen planning en het kost nog tijd"),
    (
        "Na de moord op advocaat Wiersum",
        "Bewaken en beveiligen vraagt veel meer capaciteit na de moord op advocaat Wiersum",
    ),
    ("Na de moord op advocaat Wiersum", "De politie zoekt vooral ondersteuning bij de KMar"),
    (
        "De regioburgemeesters brachten",
        "Aan de regioburgemeesters is niet gevraagd of zij instemmen met het halen van capaciteit uit de basisteams",
    ),
    (
        "De regioburgemeesters hielden",
        "De verdeling van capaciteit is een zaak van het gezag, zo hielden de regioburgemeesters de Minister voor",
    ),
    ("De Minister antwoordde", "De directe maatregelen kunnen uit de Najaarsnota worden betaald, aldus de Minister"),
    (
        "In een brief vragen",
        "De Korpschef noemde: meer zij-instromers aannemen, opleidingen korter maken en de inzetbaarheid verhogen",
    ),
    ("In een brief vragen", "De regioburgemeesters, de VNG en de G40 vragen in een brief om structureel geld"),
    ("De kwantitatieve afspraken", "De Korpschef noemde 4 oorzaken voor de achterstand bij mensenhandel"),
    ("De kwantitatieve afspraken", "Alleen mensenhandel en cybercrime blijven achter"),
    ("De kwantitatieve afspraken", "Het ziekteverzuim bij de AVIM is hoog"),
    (
        "De Staatssecretaris meldde",
        "De Staatssecretaris zegde toe dat er een gezamenlijke analyse van de resultaten komt",
    ),
    (
        "De Staatssecretaris meldde",
        "10 mln. euro uit de motie mag structureel worden ingezet, zo meldde de Staatssecretaris",
    ),
    ("De Staatssecretaris meldde", "Volgens de PG zou het geld uit de motie naar de opsporing bij de AVIM moeten gaan"),
    ("De regioburgemeesters merkten op", "Het LOVP ging akkoord met de doelstellingen voor strafrechtelijk afpakken"),
    (
        "De regioburgemeesters merkten op",
        "De Korpschef is tevreden over cybercrime, behalve over de fenomeenonderzoeken",
    ),
    (
        "De regioburgemeesters merkten op",
        "De huidige indicatoren worden verlengd naar 2020, zolang er geen nieuwe zijn",
    ),
    ("De Minister bedankte het LOVP", "De financiering van het stroomstootwapen is voor 2020 en 2021 geregeld"),
    ("De Minister bedankte het LOVP", "Incidenteel krijgt de politie van JenV vijf miljoen euro"),
    (
        "De Minister bedankte het LOVP",
        "De politie houdt vanaf 2021 structureel EUR 5.000.000 apart voor de aanloopkosten",
    ),
    (
        "De Minister bedankte het LOVP",
        "In het LOVP van 28-10-2019 bedankte de Minister voor de steun bij zijn voornemen om het stroomstootwapen in te voeren",
    ),
    ("Het LOVP kreeg een presentatie", "De Politiechef van de LE gaf een presentatie"),
    (
        "Het LOVP kreeg een presentatie",
        "Het meerjarenbeleidsplan van de LE komt in het volgende LOVP aan de orde",
    ),
    ("De Korpschef praatte het LOVP bij", "Voor de basisteams is op korte termijn geen verlichting te verwachten"),
    (
        "Over de inzetbaarheid",
        "Medio februari 2020 verschijnt een rapport van de Algemene Rekenkamer over de inzetbaarheid",
    ),
    ("Er zijn zorgen over jongeren", "Er kan mogelijk een convenant komen, zoals eerder met Marktplaats"),
    ("De regioburgemeesters zijn blij", "Afgesproken is dat dit onderwerp terugkomt in september"),
    ("Het Wetenschappelijk Onderzoek", "Het WODC deed onderzoek naar de verdeling van de politiesterkte"),
    ("Korpschef Erik Akerboom", "Op 29 april 2020 draagt Erik Akerboom zijn functie over aan Henk van Essen"),
    ("Op de agenda stond de besteding", "Het gaat om een restant van 7,1 mln. euro aan coalitiegelden"),
    ("De regioburgemeesters gaven aan", "Zij willen snel beginnen met de bandbreedte van 2 procent"),
    ("Het landelijke plan", "Het landelijke plan voor de GGP is nog niet klaar en wordt op 19 april 2021 besproken"),
    (
        "De burgemeesters heetten",
        "Femke Halsema overhandigde de Minister de strategische agenda van de regioburgemeesters",
    ),
    ("Twee sprekers leidden", "René van Eck van de Eenheid Den Haag ging in op de verharding van het geweld"),
    ("Voor het fundament", "Voor het fundament van de politie is tweehonderd miljoen euro bestemd"),
    ("Over de extra agenten", "De Minister beslist over de verdeling tussen de eenheden"),
    ("De norm is één wijkagent", "De norm is 1 wijkagent per 5000 inwoners"),
    (
        "Het actieplan tegen discriminatie",
        "Het actieplan tegen discriminatie en racisme is doorgeschoven, omdat er een besloten deel is ingelast",
    ),
    ("Gerrit van der Burg, voorzitter", "De termijn van Gerrit van der Burg als PG eindigt op 1 juni 2023"),
]
