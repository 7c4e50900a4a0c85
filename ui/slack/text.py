"""Every Dutch sentence that the Slack bot says itself; what is said of answers is in `text_blocks`."""

SORRY = "Het spijt ons: er ging iets mis. Stel uw vraag nog eens. Blijft het misgaan, laat het dan de beheerder weten."
BUSY = "Het is nu te druk. Uw vraag is niet in behandeling genomen. Stel haar over een paar minuten opnieuw."
TOO_LATE = "Het spijt ons: deze vraag kwam binnen toen de assistent niet werkte. Stel haar opnieuw als u nog een antwoord wilt."
SEARCHING = "zoekt in de verslagen…"
STILL_SEARCHING = "Ik zoek in de verslagen…"
GREETING = (
    "Stel mij een vraag over de verslagen van het LOVP, bijvoorbeeld: “Wanneer wordt het stroomstootwapen betaald?” "
    "Ik antwoord met zinnen uit de verslagen en zeg waar ze staan. Staat iets er niet in, dan zeg ik dat ook."
)
COMMAND_HELP = (
    "Typ `/lovp vraag` met uw vraag erachter. Alleen u ziet het antwoord; met “Deel in kanaal” laat u het anderen zien. "
    "In een kanaal kunt u mij ook noemen, en in een direct bericht stelt u gewoon uw vraag."
)
PROMPTS_TITLE = "Waar wilt u iets over weten?"
SHARED_BY = "<@{user}> deelt een antwoord op de vraag:"
SHARED_FALLBACK = "Een gedeeld antwoord uit de verslagen van het LOVP"
SHARE_LATER = "Het antwoord komt zo in dit kanaal te staan."
ALREADY_SHARED = "Dit antwoord is al gedeeld."

JUDGE_TITLE = "Wat klopt er niet?"
JUDGE_SEND = "Versturen"
CANCEL = "Annuleren"
CLOSE = "Sluiten"
JUDGE_REASON = "Wat is er mis met het antwoord?"
JUDGE_REMARK = "Toelichting"
JUDGE_HINT = "Bijvoorbeeld: wat het goede antwoord is, of in welk verslag het staat."
JUDGE_KEPT = (
    "Wij bewaren uw vraag, de vragen ervoor in dit gesprek, uw oordeel en uw toelichting, om het zoeken beter te maken. "
    "Uw naam bewaren wij daar niet bij."
)
JUDGE_KEPT_PRIVATE = (
    "Dit is een besloten kanaal. Pas als u dit verstuurt, bewaren wij uw vraag, uw oordeel en uw toelichting. "
    "Uw naam bewaren wij daar niet bij."
)
THANKS_GOOD = "Dank u. Uw oordeel is bewaard."
THANKS_GOOD_PRIVATE = "Dank u. Uit een besloten kanaal bewaren wij uw vraag niet, en daarom ook dit oordeel niet."
THANKS_BAD = "Dank u. Uw oordeel is bewaard. Wie de assistent verbetert, kijkt ernaar."
JUDGE_GONE = "Deze vraag is al gewist. U kunt dit antwoord niet meer beoordelen."
JUDGE_FAILED = "Uw oordeel is niet bewaard, door een fout. Probeer het later nog eens."

READY = "De Slack-bot is verbonden als {name} in {team}. Stoppen: Ctrl+C."
READY_HTTP = "De Slack-bot luistert op {url}. Stoppen: Ctrl+C."
STOPPING = "De Slack-bot stopt. Wat loopt wordt afgemaakt."
NOT_AUTHORISED = "Slack weigert het token in LOVP_SLACK_BOT_TOKEN ({error}). Kijk het na met: lovp doctor"
APP_NOT_AUTHORISED = "Slack weigert het token in LOVP_SLACK_APP_TOKEN ({error}). Kijk het na met: lovp doctor"
NOT_REACHED = "Slack is niet te bereiken. Is er een verbinding met het internet? Kijk het na met: lovp doctor"
