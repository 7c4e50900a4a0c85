"""`lovp user`: who may sign in to the chat, and who may manage it."""

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import Any

from index.errors import UsageError
from index.settings import Settings
from ui import users, web_text_access
from ui.access import Right
from ui.cli_output import dumped
from ui.passwords import checked_password

_LONGEST_LINE = 4_000  # characters


def user_arguments(commands: Any, run: Callable[[Settings, argparse.Namespace], int]) -> None:
    """The command line of `lovp user`; `commands` are the subcommands of `lovp`."""
    about = "Toon, maak of verwijder gebruikers van de chat"
    whole = commands.add_parser("user", help=about, description=f"{about}.", add_help=False)
    whole.set_defaults(run=run, verb="list", json=False)
    options = whole.add_argument_group("opties")
    options.add_argument("-h", "--help", action="help", help="toon deze hulp")
    verbs = whole.add_subparsers(title="opdrachten", metavar="OPDRACHT")
    secret = "; het wachtwoord wordt gevraagd, of is de eerste regel van de standaardinvoer"  # noqa: S105  # a help text

    options = _verb(verbs, "list", "Toon wie er zijn", one=False)
    options.add_argument("--json", action="store_true", help="toon als JSON")
    options = _verb(verbs, "add", f"Voeg een gebruiker toe{secret}")
    options.add_argument("--manage", action="store_true", help="deze gebruiker mag ook verslagen beheren")
    _verb(verbs, "remove", "Verwijder een gebruiker, die dan overal is afgemeld")
    _verb(verbs, "password", f"Geef een gebruiker, die dan overal wordt afgemeld, een nieuw wachtwoord{secret}")
    options = _verb(verbs, "rights", "Bepaal wat een gebruiker mag; wachtwoord en tokens blijven")
    options.add_argument("--manage", action="store_true", help="mag vragen, en ook verslagen beheren")
    options.add_argument("--ask", action="store_true", help="mag alleen vragen")
    options = _verb(verbs, "token", "Maak een token waarmee een programma namens een gebruiker vraagt")
    options.add_argument("--revoke", action="store_true", help="trek alle tokens van de gebruiker in")


def _verb(verbs: Any, name: str, about: str, *, one: bool = True) -> Any:
    parser = verbs.add_parser(name, help=about, description=f"{about}.", add_help=False)
    parser.set_defaults(verb=name)
    options = parser.add_argument_group("opties")
    options.add_argument("-h", "--help", action="help", help="toon deze hulp")
    if one:
        options.add_argument("name", metavar="NAAM", help="de naam van de gebruiker")
    return options


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Lists, adds, changes or removes users; the exit code."""
    steps = {"list": _list, "add": _add, "remove": _remove, "password": _password, "rights": _rights, "token": _token}
    steps[options.verb](settings, options)
    return 0


def _list(settings: Settings, options: argparse.Namespace) -> None:
    found = sorted(users.Users(settings.home).accounts().items())
    if options.json:
        print(
            dumped([{"name": a.user.name, "rights": sorted(a.user.rights), "tokens": len(a.tokens)} for _, a in found])
        )
    elif not found:
        print("Er zijn nog geen gebruikers. Voeg er een toe met: lovp user add NAAM")
    for _, account in found if not options.json else ():
        may = "vragen en beheren" if account.user.may(Right.MANAGE) else "vragen"
        tokens = {0: "", 1: "; 1 token"}.get(len(account.tokens), f"; {len(account.tokens)} tokens")
        print(f"{account.user.name}: mag {may}{tokens}")


def _add(settings: Settings, options: argparse.Namespace) -> None:
    users.checked_name(options.name)  # before a password is asked for nothing
    there = users.Users(settings.home)
    first, known = not there.accounts(), there.named(options.name)
    if known is not None:
        raise UsageError(web_text_access.USER_EXISTS.format(name=known.user.name))
    account = users.add_user(settings.home, options.name, _new_password(options.name), manage=options.manage)
    may = "vragen en beheren" if options.manage else "vragen"
    print(f"Toegevoegd: {account.user.name} mag {may}.")
    if first:
        print("Vanaf nu moet iedereen zich in de browser aanmelden, ook op deze computer.")


def _remove(settings: Settings, options: argparse.Namespace) -> None:
    left = users.remove_user(settings.home, options.name)
    print(f"Verwijderd: {options.name}.")
    if not left:
        print(
            "Er zijn nu geen gebruikers meer. Een chat die al draait, laat niemand meer binnen; na een herstart kan "
            "iedereen op deze computer vragen zonder zich aan te melden."
        )


def _password(settings: Settings, options: argparse.Namespace) -> None:
    if users.Users(settings.home).named(options.name) is None:
        raise users.no_such_user(options.name)
    users.change_password(settings.home, options.name, _new_password(options.name))
    print(f"{options.name} heeft een nieuw wachtwoord en is overal afgemeld. Tokens blijven geldig.")


def _rights(settings: Settings, options: argparse.Namespace) -> None:
    if options.manage == options.ask:
        raise UsageError("Kies wat de gebruiker mag: --manage (ook beheren) of --ask (alleen vragen).")
    managers = users.change_rights(settings.home, options.name, manage=options.manage)
    print(f"{options.name} mag nu {'vragen en beheren' if options.manage else 'alleen vragen'}.")
    if not managers:
        print("Er is nu niemand meer die mag beheren. Geef dat recht met: lovp user rights NAAM --manage")


def _token(settings: Settings, options: argparse.Namespace) -> None:
    if options.revoke:
        count = users.revoke_tokens(settings.home, options.name)
        print("Er waren geen tokens." if not count else f"Ingetrokken: {count} {'token' if count == 1 else 'tokens'}.")
        return
    print(users.add_token(settings.home, options.name))
    print(
        "Bewaar dit token nu: het is niet opnieuw te tonen. Wie het heeft, vraagt namens deze gebruiker.",
        file=sys.stderr,
    )


def _new_password(name: str) -> str:
    """A password for this user: asked for twice on a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return checked_password(sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n"), name)
    try:
        password = checked_password(getpass.getpass("Wachtwoord: "), name)
        again = getpass.getpass("Nog eens: ")
    except EOFError as error:
        raise UsageError("Er is geen wachtwoord gegeven.") from error
    if again != password:
        raise UsageError("De twee wachtwoorden zijn niet gelijk. Probeer het nog eens.")
    return password
