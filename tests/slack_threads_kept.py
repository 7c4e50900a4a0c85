"""Messages in threads that no rule was ever changed for: KEPT was written before there was any rule, LAST after them all.

In LAST the talk among colleagues is the hard kind: whole questions in which nothing points at anybody.
"""

from slack_threads import messages

KEPT = (
    *messages(
        1,
        True,
        """
en hoe zat dat een jaar later?
Wat vond de politie daarvan
en de regioburgemeesters
licht dat eens toe
Is daar ook geld voor uitgetrokken?
sinds wanneer geldt dat?
Kun je me laten zien waar dat staat?
idem voor de marechaussee
""",
    ),
    *messages(
        1,
        False,
        """
Dank je wel, hier kan ik mee verder
ok dat is genoeg
Ik zet dit in mijn notitie.
haha mooi
Zie boven.
Fijn, dan weet ik dat ook weer
Dit sla ik even op voor het overleg
""",
    ),
    *messages(
        3,
        True,
        """
Wat is er toen afgesproken over de capaciteit?
Welke minister heeft dat toegezegd?
en in het overleg daarna?
Staat er ergens hoeveel agenten dat kost?
Wie was daar tegen?
Is de motie over etnisch profileren ook behandeld?
""",
    ),
    *messages(
        3,
        False,
        """
Sanne, wat denk jij hiervan?
Pakken we dit volgende week op?
Wil iemand dit nalopen?
Heeft iemand de stukken al gelezen?
ik zou het anders opschrijven
Volgens mij klopt dat niet helemaal
Kunnen we dit in de staf bespreken?
Zal ik hem even bellen?
wat doen we nu?
Ben je er donderdag bij?
Ligt dit nou bij ons of bij BZK? | U777
""",
    ),
)

LAST = (
    *messages(
        1,
        True,
        """
wat gebeurde er daarna?
en de korpsleiding?
Geef ook de bladzijde
Hoeveel kost dat per jaar
en tussen 2019 en 2021
Was iedereen het daarmee eens?
Toon alle besluiten over jeugd
Is dit later nog veranderd
ok, en de provincie?
Ik zou graag willen weten wie dat betaalt
""",
    ),
    *messages(
        1,
        False,
        """
Mooi, dat scheelt zoekwerk
Klopt
Die stond ook in de krant
Genoeg voor vandaag
Ik kom hier later op terug
zo dan
Jammer
Deze is beter dan de vorige
Staat genoteerd
Dat neem ik mee naar het MT
""",
    ),
    *messages(
        3,
        True,
        """
Welke rol heeft de burgemeester daarin?
Wanneer komt dat terug in het LOVP?
Is er al een evaluatie van de pilot geweest?
Hoe is de verdeling over de eenheden bepaald?
En geldt dat ook voor de BES-eilanden?
Wat is er sinds 2022 gedaan aan online fraude?
""",
    ),
    *messages(
        3,
        False,
        """
Hoe ging het bij de tandarts?
Wie schuift er aan bij het gesprek?
Is het al gelukt met de declaratie?
zie jij nog fouten?
Klopt die planning nog wel?
Kan dit zo naar de pers?
Moet dat echt zo?
Zijn de broodjes besteld?
Waarom zou de directeur dat willen?
Ja toch?
Hoe bedoel je?
Is het goed als dit wacht?
Komt Erik ook?
Prima, wanneer dan?
""",
    ),
)
