"""The arguments of the command `lovp`, with their Dutch help."""

import argparse
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from index.settings import Settings
from ui.cli_backup import backup_arguments, restore_arguments
from ui.cli_candidates import candidate_arguments
from ui.cli_publish import publish_arguments
from ui.cli_slack import slack_arguments
from ui.cli_user import user_arguments

UNUSABLE = 2  # exit code: the command or the question can't be used as it is

Run = Callable[[Settings, argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    """argparse in Dutch."""

    _MESSAGES = (
        (r"the following arguments are required: (.+)", r"er ontbreekt: \1"),
        (r"unrecognized arguments: (.+)", r"onbekend: \1"),
        (r"argument (.+): expected (?:one|at least one) argument", r"\1 vraagt om een waarde"),
        (r"argument (.+): ignored explicit argument (.+)", r"\1 staat op zichzelf, zonder \2"),
        (r"ambiguous option: (.+) could match (.+)", r"\1 kan van alles zijn: \2"),
        (r"argument (.+): invalid int value: (.+)", r"\1 vraagt om een geheel getal, niet \2"),
        (r"argument (?:.+: )?invalid choice: (.+) \(choose from (.+)\)", r"onbekend: \1. Kies uit: \2"),
    )

    def error(self, message: str) -> NoReturn:
        for pattern, dutch in self._MESSAGES:
            message = re.sub(pattern, dutch, message)
        self.exit(UNUSABLE, f"{self.format_usage()}{message}\nHulp: {self.prog} --help\n")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "gebruik:")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "gebruik:")


def _command(commands: Any, name: str, run: Any, about: str) -> Any:
    parser = commands.add_parser(name, help=about, description=f"{about}.", add_help=False)
    parser.set_defaults(run=run)
    options = parser.add_argument_group("opties")
    options.add_argument("-h", "--help", action="help", help="toon deze hulp")
    return options


def _narrowing(options: Any) -> None:
    """The flags that bound what is searched."""
    when = "bijvoorbeeld 2021, 2022-06 of 28-10-2019"
    options.add_argument("--since", metavar="DATUM", help=f"alleen vergaderingen vanaf dan, {when}")
    options.add_argument("--until", metavar="DATUM", help="alleen vergaderingen tot en met dan")
    options.add_argument("--topic", metavar="AGENDAPUNT", help="alleen onder dit agendapunt")


def parser(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The command line of `lovp`; `runs` has what each command does, by its name."""
    whole = _Parser(prog="lovp", description="Stel vragen over de verslagen van het LOVP.", add_help=False)
    general = whole.add_argument_group("opties")
    general.add_argument("-h", "--help", action="help", help="toon deze hulp")
    general.add_argument("--version", action="version", version=_version(), help="toon de versie")
    commands = whole.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True)

    options = _command(commands, "index", runs["index"], "Lees verslagen in")
    options.add_argument("paths", nargs="*", metavar="PAD", help="bestand, map of webadres (https://...) met verslagen")
    options.add_argument("--public", action="store_true", help="lees de openbare pagina's over het LOVP van internet")
    options.add_argument("--examples", action="store_true", help="lees de voorbeeldverslagen in")
    options.add_argument("--prune", action="store_true", help="verwijder verslagen waarvan het bestand weg is")
    options.add_argument("--rebuild", action="store_true", help="maak de index opnieuw, met de encoder van nu")
    options.add_argument("--force", action="store_true", help="wissel ook van encoder als bekende feiten slechter gaan")
    options.add_argument("--json", action="store_true", help="toon de samenvatting als JSON")

    options = _command(commands, "watch", runs["watch"], "Volg mappen en lees in wat er verandert")
    options.add_argument("paths", nargs="+", type=Path, metavar="PAD", help="map of bestand met verslagen")

    options = _command(commands, "ask", runs["ask"], "Stel een vraag")
    options.add_argument(
        "question", metavar="VRAAG", help="de vraag; - leest vragen van de standaardinvoer, een per regel"
    )
    options.add_argument("--json", action="store_true", help="toon het antwoord als JSON")
    _narrowing(options)
    options.add_argument(
        "--full", action="store_true", help="bij --json: ook alles waarop het antwoord rust, om na te gaan"
    )
    options.add_argument("--speaker", metavar="WIE", help="alleen wat deze spreker zei, bijvoorbeeld korpschef")
    options.add_argument(
        "--all-meetings", action="store_true", help="zoek in alle vergaderingen, ook als de vraag er een noemt"
    )

    options = _command(commands, "search", runs["search"], "Zoek passages")
    options.add_argument("words", nargs="+", metavar="WOORDEN", help="waarop gezocht wordt")
    options.add_argument("-k", type=int, default=5, metavar="AANTAL", help="hoeveel passages hoogstens (standaard 5)")
    options.add_argument("--json", action="store_true", help="toon de passages als JSON")
    _narrowing(options)

    options = _command(commands, "timeline", runs["timeline"], "Toon een onderwerp door de vergaderingen heen")
    options.add_argument("topic", nargs="+", metavar="ONDERWERP", help="bijvoorbeeld: stroomstootwapen")
    options.add_argument("--since", metavar="DATUM", help="alleen vergaderingen vanaf dan")
    options.add_argument("--until", metavar="DATUM", help="alleen vergaderingen tot en met dan")
    options.add_argument("--json", action="store_true", help="toon als JSON")

    options = _command(commands, "compare", runs["compare"], "Vergelijk twee vergaderingen")
    options.add_argument("first", metavar="DATUM", help="de ene vergadering, bijvoorbeeld 2019-10-28")
    options.add_argument("second", metavar="DATUM", help="de andere vergadering")
    options.add_argument("--json", action="store_true", help="toon als JSON")

    options = _command(commands, "ledger", runs["ledger"], "Toon besluiten, toezeggingen en aankondigingen")
    options.add_argument("--kind", metavar="SOORT", help="alleen: besluit, toezegging of aankondiging")
    options.add_argument("--status", metavar="STATUS", help="alleen: open, gedaan of onbekend")
    options.add_argument("--since", metavar="DATUM", help="alleen vergaderingen vanaf dan")
    options.add_argument("--until", metavar="DATUM", help="alleen vergaderingen tot en met dan")
    options.add_argument("--json", action="store_true", help="toon als JSON")
    options.add_argument("--csv", action="store_true", help="toon als CSV, voor een rekenblad")

    options = _command(commands, "verify", runs["verify"], "Ga een bewaard antwoord na (van lovp ask --json --full)")
    options.add_argument("file", type=Path, metavar="BESTAND", help="het bewaarde antwoord")
    options.add_argument("--json", action="store_true", help="toon als JSON")

    options = _command(commands, "records", runs["records"], "Toon of verwijder verslagen")
    options.add_argument(
        "action",
        nargs="?",
        choices=["show", "remove"],
        metavar="show|remove",
        help="toon of verwijder één verslag",
    )
    options.add_argument("id", nargs="?", metavar="ID", help="het id van het verslag")
    options.add_argument("--skipped", action="store_true", help="toon welke bestanden zijn overgeslagen, en waarom")
    options.add_argument("--gaps", action="store_true", help="toon wat er ontbreekt of niet goed te lezen was")
    options.add_argument("--text", action="store_true", help="bij show: toon precies de tekst waarin posities tellen")
    options.add_argument("--json", action="store_true", help="toon als JSON")

    options = _command(commands, "web", runs["web"], "Open de chat in de browser")
    options.add_argument("--host", metavar="ADRES", help="adres om op te luisteren (standaard 127.0.0.1)")
    options.add_argument("--port", type=int, metavar="POORT", help="poort (standaard 7860)")
    options.add_argument("--no-browser", action="store_true", help="open geen browservenster")
    options.add_argument("--slack", action="store_true", help="antwoord ook in Slack, met dezelfde index")

    slack_arguments(_command(commands, "slack", runs["slack"], "Beantwoord vragen in Slack"))

    user_arguments(commands, runs["user"])

    options = _command(commands, "mcp", runs["mcp"], "Geef een eigen assistent (MCP) toegang tot de verslagen")
    options.add_argument("--http", action="store_true", help="over HTTP in plaats van standaardinvoer en -uitvoer")
    options.add_argument("--host", metavar="ADRES", help="bij --http: adres om op te luisteren (standaard 127.0.0.1)")
    options.add_argument("--port", type=int, metavar="POORT", help="bij --http: poort (standaard 7861)")

    options = _command(commands, "eval", runs["eval"], "Toets de antwoorden aan bekende feiten")
    options.add_argument(
        "--facts",
        type=Path,
        metavar="BESTAND",
        help="eigen bekende feiten: een YAML-bestand of een map ermee; standaard die meekomen",
    )
    options.add_argument(
        "--records",
        type=Path,
        metavar="PAD",
        help="verslagen waarover de eigen feiten gaan; standaard wat er is ingelezen",
    )
    options.add_argument(
        "--set",
        action="append",
        metavar="NAAM",
        help="alleen deze verzameling; mag vaker: examples, elsewhere, police, youth, unseen",
    )
    options.add_argument(
        "--json",
        type=Path,
        nargs="?",
        const=Path("-"),
        metavar="BESTAND",
        help="alle uitkomsten als JSON, naar een bestand of op het scherm",
    )
    options.add_argument("--html", type=Path, metavar="BESTAND", help="schrijf een rapport met grafieken")
    options.add_argument("--reveal", action="store_true", help="toon ook de toetsvragen die fout gingen")
    options.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="aantal processen (standaard: alle processoren)"
    )
    options.add_argument("--model", action="store_true", help="laat het ingestelde taalmodel de antwoorden schrijven")
    options.add_argument(
        "--judge", action="store_true", help="vraag ook het oordeel van een taalmodel (LOVP_JUDGE_URL)"
    )
    options.add_argument(
        "--compare", nargs=2, metavar="METING", help="vergelijk twee metingen: bestanden, of: vorige laatste"
    )
    options.add_argument("--matrix", nargs="+", metavar="ENCODER", help="meet met elk van deze encoders")
    options.add_argument("--pin", action="store_true", help="leg de uitkomsten vast als nieuwe ondergrens")
    options.add_argument("--allow-regression", action="store_true", help="laat --pin een ondergrens ook verlagen")
    evaluating = commands.choices["eval"].add_subparsers(title="verder", metavar="[candidates]")
    candidate_arguments(evaluating, runs["candidates"])

    options = _command(commands, "doctor", runs["doctor"], "Controleer de installatie en de index")
    options.add_argument("--repair", action="store_true", help="herstel wat hersteld kan worden")

    publish_arguments(
        _command(
            commands, "publish", runs["publish"], "Maak een kopie van de verslagen, voor machines die alleen antwoorden"
        )
    )

    backup_arguments(_command(commands, "backup", runs["backup"], "Bewaar alles in één bestand, als reservekopie"))
    restore_arguments(_command(commands, "restore", runs["restore"], "Zet een reservekopie terug"))
    return whole


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"lovp {version('lovp-assistant')}"
    except PackageNotFoundError:
        return "lovp (niet geïnstalleerd)"
