"""What somebody is told who may not ask in Slack."""

_ASK = "Vraag de beheerder van de assistent"
NOT_THIS_USER = f"U mag de LOVP-assistent hier niet gebruiken. {_ASK} om toegang."
NOT_THIS_TEAM = f"De LOVP-assistent beantwoordt geen vragen uit uw werkruimte. {_ASK} om toegang."
NOT_FROM_OUTSIDE = "De LOVP-assistent beantwoordt alleen vragen van mensen uit de eigen organisatie."
NOT_THIS_CHANNEL = f"In dit kanaal beantwoordt de LOVP-assistent geen vragen. {_ASK} in welke kanalen hij dat wel doet."
NOT_IN_PRIVATE = "In besloten kanalen beantwoordt de LOVP-assistent geen vragen. Stel uw vraag in een openbaar kanaal."
NOT_DIRECT = (
    "De LOVP-assistent beantwoordt geen rechtstreekse berichten. Stel uw vraag in een kanaal waarin hij mag antwoorden."
)
