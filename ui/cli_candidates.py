"""`lovp eval candidates`: what people said of answers, made into known facts or set aside."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from assistant.plain import plain
from index.errors import UsageError
from index.settings import Settings
from ui.cli_output import dumped

if TYPE_CHECKING:
    from index.feedback import Entry
    from index.store import Store

_NOT_ADDED = "Er is niets toegevoegd."


def candidate_arguments(commands: Any, run: Callable[[Settings, argparse.Namespace], int]) -> None:
    """The command line of `lovp eval candidates`; `commands` are the subcommands of `lovp eval`."""
    about = "Toon wat gebruikers niet goed vonden, en maak er bekende feiten van"
    whole = commands.add_parser("candidates", help=about, description=f"{about}.", add_help=False)
    whole.set_defaults(run=run, verb="list")
    _listing(whole, about)
    verbs = whole.add_subparsers(title="opdrachten", metavar="OPDRACHT")

    options = _verb(verbs, "list", "Toon de kandidaten, de nieuwste eerst")
    options.add_argument("--all", action="store_true", default=argparse.SUPPRESS, help=_ALL)
    options.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="toon als JSON")

    options = _verb(verbs, "show", "Toon één kandidaat", one=True)
    options.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="toon als JSON")

    options = _verb(
        verbs, "accept", "Maak van een kandidaat een bekend feit; zonder opties wordt ernaar gevraagd", one=True
    )
    expression = "reguliere expressie"
    options.add_argument(
        "--fact", action="append", metavar="REGEX", help=f"{expression} voor een goed antwoord; mag vaker"
    )
    options.add_argument("--evidence", metavar="REGEX", help=f"{expression} voor de woorden waarop het moet rusten")
    options.add_argument("--record", nargs="+", metavar="DATUM", help="van welk overleg, als 2019-10-28; anders elk")
    options.add_argument(
        "--abstain", action="store_true", help="het staat niet in de verslagen: niet antwoorden is goed"
    )
    options.add_argument("--question", metavar="VRAAG", help="de vraag in andere woorden, bijvoorbeeld zonder namen")
    options.add_argument("--id", dest="name", metavar="NAAM", help="naam van het feit; anders uit de vraag gemaakt")
    options.add_argument("--tag", action="append", metavar="LABEL", help="label bij het feit; mag vaker")

    options = _verb(verbs, "drop", "Leg een kandidaat weg", one=True)
    options.add_argument("--erase", action="store_true", help="wis hem helemaal, met de vraag en de opmerking")


_ALL = "ook goede antwoorden en wat is overgenomen of weggelegd"


def _listing(parser: Any, about: str) -> None:
    options = parser.add_argument_group("opties")
    options.add_argument("-h", "--help", action="help", help="toon deze hulp")
    options.add_argument("--all", action="store_true", help=_ALL)
    options.add_argument("--json", action="store_true", help="toon als JSON")


def _verb(verbs: Any, name: str, about: str, *, one: bool = False) -> Any:
    parser = verbs.add_parser(name, help=about, description=f"{about}.", add_help=False)
    parser.set_defaults(verb=name)
    options = parser.add_argument_group("opties")
    options.add_argument("-h", "--help", action="help", help="toon deze hulp")
    if one:
        options.add_argument("candidate", type=int, metavar="NUMMER", help="het nummer van de kandidaat")
    return options


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Lists, shows, accepts or drops candidates; the exit code."""
    steps = {"list": _list, "show": _show, "accept": _accept, "drop": _drop}
    steps[options.verb](settings, options)
    return 0


@contextmanager
def _records(settings: Settings) -> "Iterator[Store]":
    from index.search import open_store

    with closing(open_store(settings)) as store:
        yield store


def _list(settings: Settings, options: argparse.Namespace) -> None:
    from eval.from_use import cited_again
    from index.feedback import State
    from index.sqlite_feedback import feedback_entries
    from ui import render_candidates as render

    every = feedback_entries(settings.home)
    wanted = every if options.all else [one for one in every if one.state is State.OPEN and not one.said.good]
    if not wanted:
        print("[]" if options.json else render.NONE_OPEN if every else render.NONE)
        return
    with _records(settings) as store:
        found = [(entry, cited_again(entry.said, store.record)) for entry in wanted]
    print(dumped([render.candidate_json(*one) for one in found]) if options.json else render.candidates_text(found))


def _show(settings: Settings, options: argparse.Namespace) -> None:
    from eval.from_use import cited_again
    from index.sqlite_feedback import feedback_entry
    from ui import render_candidates as render

    entry = feedback_entry(settings.home, options.candidate)
    with _records(settings) as store:
        sources = cited_again(entry.said, store.record)
    as_json = getattr(options, "json", False)
    print(dumped(render.candidate_json(entry, sources)) if as_json else render.candidate_text(entry, sources))


def _drop(settings: Settings, options: argparse.Namespace) -> None:
    from index.sqlite_feedback import drop_feedback, erase_feedback, feedback_entry

    number = options.candidate
    if not options.erase:
        drop_feedback(settings.home, number)
        print(f"Kandidaat {number} is weggelegd. Wis ook de woorden met: lovp eval candidates drop {number} --erase")
        return
    fact = feedback_entry(settings.home, number).fact
    wiped = erase_feedback(settings.home, number)
    print(f"Kandidaat {number} is gewist, met de vraag en de opmerking.")
    if fact:
        print(f"Het feit dat ervan is gemaakt, {fact}, staat nog bij de bekende feiten.")
    if not wiped:
        print("Een ander programma las net mee: de woorden gaan pas uit het bestand als dat is afgesloten.")


def _accept(settings: Settings, options: argparse.Namespace) -> None:
    from eval.facts import held
    from eval.from_use import append_fact, cited_again, facts_place, known_facts, new_id
    from index.feedback import State
    from index.sqlite_feedback import accept_feedback, feedback_entry
    from ui.cli_candidate_steps import agreed, ask_for_fact

    given = bool(options.fact or options.abstain)
    if not given and not sys.stdin.isatty():
        raise UsageError("Geef met --fact wat een goed antwoord moet zeggen, of --abstain als het er niet staat.")
    entry = feedback_entry(settings.home, options.candidate)
    if entry.state is State.ACCEPTED:
        raise UsageError(f"Kandidaat {entry.id} is al overgenomen, als feit {entry.fact}.")
    with _records(settings) as store:
        days = held(store.records(), store.passages().values())
        sources = cited_again(entry.said, store.record)
    known = known_facts(settings)
    question = options.question or entry.said.question
    name = options.name or new_id(question, (fact.id for fact in known))
    fact = _from_options(entry, options, question, name) if given else None
    if fact is None:
        try:
            fact = ask_for_fact(entry, sources, days, known, question=question, name=name, tags=options.tag or ())
        except EOFError:
            print()
        place = facts_place(settings)
        if fact is None or not agreed(fact, str(place)):
            print(_NOT_ADDED)
            return
    chosen = fact
    accept_feedback(settings.home, entry.id, lambda _: append_fact(settings, chosen, days).id)
    print(plain(f"Overgenomen als {fact['id']} in {facts_place(settings)}."))


def _from_options(entry: "Entry", options: argparse.Namespace, question: str, name: str) -> dict[str, Any]:
    from eval.from_use import new_entry

    return new_entry(
        question,
        entry.said.history,
        name=name,
        facts=options.fact or (),
        evidence=options.evidence,
        record=options.record or (),
        abstain=options.abstain,
        tags=options.tag or (),
    )
