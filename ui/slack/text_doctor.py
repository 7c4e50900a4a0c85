"""What `lovp doctor` says of the Slack app, and what is asked for before the bot can start."""

_APP = "Open uw app op https://api.slack.com/apps"
BOT_MISSING = (
    f"LOVP_SLACK_BOT_TOKEN ontbreekt. {_APP}, OAuth & Permissions, en kopieer het Bot User OAuth Token (xoxb-...)."
)
APP_MISSING = (
    f"LOVP_SLACK_APP_TOKEN ontbreekt. {_APP}, Basic Information, App-Level Tokens, en maak een token (xapp-...) "
    "met het recht connections:write. Met --http is het niet nodig."
)
SIGNING_MISSING = (
    f"LOVP_SLACK_SIGNING_SECRET ontbreekt. {_APP}, Basic Information, App Credentials, en kopieer het Signing Secret."
)
ONLY_WITH_HTTP = "--host en --port horen bij --http."
MORE = "Alle stappen staan in docs/slack.md."

NO_PACKAGE = "{name} ontbreekt; installeer opnieuw met: make chat"
NO_BOT = f"Slack: {BOT_MISSING}"
NO_TRANSPORT = (
    "Slack: LOVP_SLACK_APP_TOKEN (voor Socket Mode) en LOVP_SLACK_SIGNING_SECRET (voor --http) ontbreken allebei; "
    "één van de twee is nodig"
)
SIGNED = "Slack: het geheim voor --http is ingesteld; of het klopt, blijkt bij het eerste bericht"
BOT = "Slack: aangemeld als {user} in de werkruimte {team}"
BOT_FAILS = "Slack: LOVP_SLACK_BOT_TOKEN werkt niet: {why}"
NO_BOT_USER = "Slack: LOVP_SLACK_BOT_TOKEN is niet van een bot. Neem het Bot User OAuth Token (xoxb-...) van de app."
SCOPES = "Slack: de app heeft alle rechten (scopes) die nodig zijn"
SCOPES_MISSING = (
    "Slack: de app mist rechten (scopes): {scopes}. Zet slack-manifest.yaml bij de app onder App Manifest, "
    "en installeer de app opnieuw."
)
SCOPES_UNTOLD = "Slack: welke rechten (scopes) de app heeft, is niet te zien"
SOCKET = "Slack: Socket Mode is te bereiken"
SOCKET_FAILS = "Slack: LOVP_SLACK_APP_TOKEN werkt niet: {why}"
LIST = "Slack: LOVP_{name} noemt er {count}"
MANIFEST = "Slack: slack-manifest.yaml is in orde"
MANIFEST_LACKS = "Slack: in slack-manifest.yaml ontbreekt: {what}"
MANIFEST_UNREADABLE = "Slack: slack-manifest.yaml is niet te lezen"
NAMELESS = "(zonder naam)"
STRANGE = "er kwam een antwoord dat niet van Slack kan zijn"
UNREACHABLE = "Slack is binnen {seconds} seconden niet te bereiken; is er een proxy nodig (HTTPS_PROXY)?"
UNUSABLE = "er ging iets mis bij het vragen"
OTHER = "Slack zegt {code}"
OF_SLACK = {
    "invalid_auth": "Slack kent dit token niet; kopieer het opnieuw",
    "not_authed": "Slack kreeg geen token",
    "token_revoked": "het token is ingetrokken; installeer de app opnieuw en kopieer het nieuwe",
    "token_expired": "het token is verlopen; installeer de app opnieuw en kopieer het nieuwe",
    "account_inactive": "de app is uit de werkruimte verwijderd; installeer de app opnieuw",
    "not_allowed_token_type": "dit is een token van een andere soort",
    "missing_scope": "het token mist een recht (scope); voor Socket Mode is dat connections:write",
    "ratelimited": "Slack vraagt om het later opnieuw te proberen",
    "access_denied": "Slack weigert de toegang",
    "team_access_not_granted": "de app mag niet in deze werkruimte",
}
