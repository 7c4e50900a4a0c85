"""Another encoder takes over only when it answers the known facts at least as well as the one before."""

from collections.abc import Sequence
from pathlib import Path

from eval.facts import FactsError, KnownFact, held, read_facts
from eval.floors import read_floors
from eval.measures import Outcome
from eval.parallel import asker, texts_of
from eval.run import Report, run
from eval.sets import SETS, own_facts
from index.embedding import Encoder, open_encoder
from index.errors import UserError
from index.progress import Progress, silent
from index.recipe import Recipe
from index.search import Index
from index.settings import Settings

_NAMED = 10  # facts that a refusal names; the rest is counted


class SwitchRefusedError(UserError):
    """The new index answers known facts worse; the message is Dutch and names them."""


class FactGate:
    """Asks the known facts of the old index and of the new one; `told` holds what is to be said of it afterwards (Dutch)."""

    def __init__(
        self, settings: Settings, encoder: Encoder, *, force: bool = False, progress: Progress = silent
    ) -> None:
        """Asks nothing yet.

        Args:
            settings: where the old index is, and the file of facts; those of the example records when it names none.
            encoder: the one of the new index.
            force: let the new index take over whatever the facts say.
            progress: told how far it is.
        """
        self.told: list[str] = []
        self._settings = settings
        self._encoder = encoder
        self._force = force
        self._progress = progress

    def approve(self, recipe: Recipe, beside: Path) -> None:
        """Lets the index in the home `beside` take the place of the one in use, made by `recipe`, or refuses.

        Raises:
            SwitchRefusedError: more facts became wrong than right; or, when the old encoder can't be opened any more to compare
                with, the share of right answers is below the floor of the example facts.
            FactsError: the file of facts that was set can't be used.
        """
        with Index(beside, self._encoder) as index:
            facts = self._facts(index)
            if not facts:
                self.told.append(
                    "De wissel is niet getoetst: er zijn geen bekende feiten over deze verslagen. Geef ze met LOVP_FACTS=BESTAND."
                )
                return
            new = self._run(index, facts, "Feiten toetsen, nieuwe index")
        old = self._old(recipe, facts)
        shipped = self._settings.facts is None and not own_facts(self._settings).exists()
        worse = _below_floor(new) if old is None and shipped else _worse(old, new)
        if worse and not self._force:
            raise SwitchRefusedError(
                f"{worse} De oude index blijft in gebruik. Wissel toch met: lovp index --rebuild --force"
            )
        score = f"{_right(new)} van de {len(facts)} bekende feiten goed"
        before = (
            "; de oude index kan niet meer worden gevraagd" if old is None else f", met de oude index {_right(old)}"
        )
        self.told.append(f"Nieuwe encoder {self._encoder.name}: {score}{before}.")
        if worse:
            self.told.append(f"Toch gewisseld (--force). {worse}")

    def _facts(self, index: Index) -> Sequence[KnownFact]:
        days = held(index.store.records(), index.store.passages().values())
        own = own_facts(self._settings)
        if self._settings.facts is not None or own.exists():
            return read_facts(own, days)
        try:
            return read_facts(SETS[0].facts, days)
        except FactsError:  # they are about records that aren't all here
            return ()

    def _old(self, recipe: Recipe, facts: Sequence[KnownFact]) -> Report | None:
        """What the index in use answers, None when its encoder can't be opened any more."""
        try:
            encoder = open_encoder(recipe.opened_as) if recipe.opened_as else None
            if encoder is None:
                return None
            with Index(self._settings.home, encoder) as index:
                return self._run(index, facts, "Feiten toetsen, oude index")
        except UserError:
            return None

    def _run(self, index: Index, facts: Sequence[KnownFact], step: str) -> Report:
        ask = asker(index, self._settings, with_model=False)
        told = lambda done, total: self._progress(step, done, total)  # noqa: E731 - it is short
        return run(facts, ask, texts=texts_of(index), progress=told)


def _right(report: Report) -> int:
    return sum(row.verdict is Outcome.RIGHT for row in report.rows)


def _worse(old: Report | None, new: Report) -> str:
    """What became worse, in Dutch; "" when nothing did on balance."""
    if old is None or _right(new) >= _right(old):
        return ""
    lost = [
        row.fact
        for was, row in zip(old.rows, new.rows, strict=True)
        if was.verdict is Outcome.RIGHT and row.verdict is not Outcome.RIGHT
    ]
    named = "".join(f"\n  {fact.id}: {fact.question}" for fact in lost[:_NAMED])
    more = f"\n  en nog {len(lost) - _NAMED}" if len(lost) > _NAMED else ""
    return (
        f"Met de nieuwe encoder zijn {_right(new)} bekende feiten goed, met de oude {_right(old)}. "
        f"Nu fout zijn:{named}{more}\n"
    )


def _below_floor(new: Report) -> str:
    """That too few example facts are right, in Dutch; "" when there are enough."""
    floor = read_floors()[SETS[0].name].floors["right"]
    share = next(measure.value for measure in new.measures if measure.name == "right")
    return (
        ""
        if (share or 0.0) >= floor
        else f"Met de nieuwe encoder is {share or 0.0:.3f} goed; de ondergrens is {floor}."
    )
