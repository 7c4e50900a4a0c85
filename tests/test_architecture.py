"""The rules of the code that a program can check: who imports whom, where each library lives, how modules are made.

Each rule is a function from a module to what is wrong with it; each has a test over all modules, and one that shows it
can fail.
"""

import ast
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from fnmatch import fnmatch
from functools import cache, cached_property
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from library_homes import HOMES
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from index.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT: dict[str, set[str]] = {
    "index": set(),
    "assistant": {"index"},
    "eval": {"assistant", "index"},
    "ui": {"assistant", "eval", "index"},
}
LONGEST = 300  # lines
LONGER_BECAUSE: dict[str, str] = {}  # path: why this module is one idea all the same
BANNED_NAMES = {"base", "common", "core", "helpers", "manager", "utils"}
UNSAFE = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}  # loading what they read runs it
SILENCER = re.compile(
    r"#\s*(?:noqa(?P<noqa>:\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?|type:\s*ignore(?P<type>\[[^\]]+\])?)", re.IGNORECASE
)


@dataclass(frozen=True)  # without slots: the tree is kept after the first look
class Module:
    """A module's place in the repository, with forward slashes, and its text."""

    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def package(self) -> str:
        return self.path.partition("/")[0]

    @cached_property
    def imports(self) -> list[str]:
        """Full names of what it imports, inside functions too: `from a import b` is `a.b`."""
        return list(_imports(self))


def _imports(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.path.split("/")[: -node.level] if node.level else []
            yield from (".".join([*above, *filter(None, [node.module]), alias.name]) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"__import__", "importlib.import_module"}:
            yield from (arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))  # type: ignore[misc]  # a module's name is text


def _under(name: str, library: str) -> bool:
    return name == library or name.startswith(library + ".")


def imports_downwards(module: Module) -> list[str]:
    """index imports none of ours, assistant only index, eval those two; tests are free."""
    if module.package not in MAY_IMPORT:
        return []
    above = MAY_IMPORT.keys() - MAY_IMPORT[module.package] - {module.package} | {"tests"}
    return [f"imports {name}" for name in module.imports if name.partition(".")[0] in above]


def libraries_stay_home(module: Module) -> list[str]:
    """Each library is imported in its home only; tests are free."""
    wrong = []
    for name in module.imports if module.package in MAY_IMPORT else []:
        library = max((known for known in HOMES if _under(name, known)), key=len, default=None)
        if library and not any(fnmatch(module.path, home) for home in HOMES[library]):
            wrong.append(f"{name} is at home in {' and '.join(HOMES[library]) or 'none of our modules'}")
    return wrong


def eval_stays_the_builtin(module: Module) -> list[str]:
    """No name `eval` is bound: it hides the builtin."""
    aliases = [a for n in ast.walk(module.tree) if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names]
    bound = [alias.asname or alias.name.partition(".")[0] for alias in aliases]
    return ["binds the name eval: write `from eval.run import ...`"] * bound.count("eval")


def short_enough(module: Module) -> list[str]:
    """At most 300 lines, unless a reason is stated."""
    lines = len(module.source.splitlines())
    if lines <= LONGEST:
        return [f"has {lines} lines, so its reason can go"] if module.path in LONGER_BECAUSE else []
    return [] if LONGER_BECAUSE.get(module.path) else [f"has {lines} lines, more than {LONGEST}, without a reason"]


def named_after_something(module: Module) -> list[str]:
    """No drawer names, and no test folder that hides a package."""
    *folders, file = module.path.split("/")
    names = [*folders, file.removesuffix(".py")]
    wrong = [f"is named {name}, which says nothing" for name in names if name in BANNED_NAMES]
    if folders[:1] == ["tests"] and {*folders[1:]} & MAY_IMPORT.keys():
        wrong.append(f"hides the package {folders[1]}: tests are flat, test_<package>_<module>.py")
    return wrong


def opens_with_its_idea(module: Module) -> list[str]:
    """A docstring whose first line is a sentence."""
    first = (ast.get_docstring(module.tree) or "").partition("\n\n")[0].strip()
    return [] if first.endswith((".", ":", "?")) else ["doesn't open with a docstring of whole sentences"]


def silences_with_a_reason(module: Module) -> list[str]:
    """`noqa` and `type: ignore` name what they silence, and say why after it."""
    wrong = []
    for token in tokenize.generate_tokens(io.StringIO(module.source).readline):
        found = list(SILENCER.finditer(token.string)) if token.type == tokenize.COMMENT else []
        if found:
            reason = token.string[found[-1].end() :]
            if not all(match["noqa"] or match["type"] for match in found):
                wrong.append(f"line {token.start[0]} silences everything")
            elif len(re.findall(r"[^\W\d_]{2,}", reason)) < 2:
                wrong.append(f"line {token.start[0]} silences without a reason")
    return wrong


def runs_no_data(module: Module) -> list[str]:
    """No pickle and its like, no eval() and exec()."""
    calls = [n.func.id for n in ast.walk(module.tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    wrong = [f"calls {name}()" for name in calls if name in {"eval", "exec"}]
    return wrong + [f"imports {name}" for name in module.imports if name.partition(".")[0] in UNSAFE]


def values_are_frozen(module: Module) -> list[str]:
    """A public dataclass is a value: frozen, with slots."""
    wrong = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_") or module.package not in MAY_IMPORT:
            continue
        for decorator in node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            if ast.unparse(call.func if call else decorator).rpartition(".")[2] == "dataclass":
                said = {word.arg: ast.unparse(word.value) for word in call.keywords} if call else {}
                if said.get("frozen") != "True" or said.get("slots") != "True":
                    wrong.append(f"{node.name} is not frozen with slots")
    return wrong


Rule = Callable[[Module], list[str]]
BROKEN: list[tuple[Rule, str, str]] = [
    (imports_downwards, "index/search.py", "def f():\n    from assistant.ask import ask"),
    (imports_downwards, "assistant/ask.py", "import eval.run as run"),
    (imports_downwards, "eval/run.py", "from ui import cli"),
    (imports_downwards, "ui/cli.py", "from tests.conftest import ROOT"),
    (imports_downwards, "index/readers/pdf.py", "import importlib\nimportlib.import_module('ui.cli')"),
    (libraries_stay_home, "index/search.py", "def f():\n    import chromadb"),
    (libraries_stay_home, "index/vectors.py", "from llama_index.core import Settings"),
    (libraries_stay_home, "index/vectors.py", "from llama_index.core.llms import LLM"),
    (libraries_stay_home, "assistant/ask.py", "from llama_index.core import vector_stores"),
    (libraries_stay_home, "ui/cli.py", "import gradio as gr"),
    (libraries_stay_home, "index/ingest.py", "import rich.progress"),
    (libraries_stay_home, "ui/web.py", "__import__('torch')"),
    (eval_stays_the_builtin, "ui/cli.py", "import eval.run"),
    (eval_stays_the_builtin, "ui/cli.py", "from eval import run as eval"),
    (short_enough, "ui/cli.py", "x = 1\n" * (LONGEST + 1)),
    (named_after_something, "index/utils.py", ""),
    (named_after_something, "index/core/words.py", ""),
    (named_after_something, "tests/index/test_words.py", ""),
    (opens_with_its_idea, "index/words.py", "x = 1"),
    (opens_with_its_idea, "index/words.py", '"""words"""'),
    (silences_with_a_reason, "index/words.py", "import os  # noqa"),
    (silences_with_a_reason, "index/words.py", "import os  # noqa: F401"),
    (silences_with_a_reason, "index/words.py", "x = f()  # type: ignore  # this one is untyped"),
    (silences_with_a_reason, "index/words.py", "x = f()  # type: ignore[misc]"),
    (silences_with_a_reason, "index/words.py", "x = f()  # type: ignore[misc] # noqa: F401, E501 - why"),
    (runs_no_data, "index/words.py", "import pickle"),
    (runs_no_data, "index/words.py", "from marshal import loads"),
    (runs_no_data, "index/words.py", "eval('1')"),
    (runs_no_data, "index/words.py", "exec('1')"),
    (values_are_frozen, "index/words.py", "@dataclass\nclass Word: ..."),
    (values_are_frozen, "index/words.py", "@dataclasses.dataclass(frozen=True)\nclass Word: ..."),
]
SOUND: list[tuple[Rule, str, str]] = [
    (imports_downwards, "ui/cli.py", "from eval.run import run"),
    (imports_downwards, "index/readers/pdf.py", "from ..records import Record"),
    (libraries_stay_home, "index/vectors.py", "from llama_index.core.vector_stores.types import MetadataFilter"),
    (libraries_stay_home, "tests/test_ui_web.py", "import chromadb"),
    (eval_stays_the_builtin, "ui/cli.py", "from eval.run import run"),
    (opens_with_its_idea, "index/words.py", '"""Words: what is looked for,\nand what is found."""'),
    (silences_with_a_reason, "index/words.py", "x = f()  # type: ignore[misc]  # rows of sqlite3 carry no types"),
    (silences_with_a_reason, "index/words.py", "x = '# noqa'  # noqa: F401, E501 - shown to the reader"),
    (runs_no_data, "index/embedding.py", "model.eval()"),
    (values_are_frozen, "index/words.py", "@dataclass(frozen=True, slots=True)\nclass Word: ..."),
]
RULES = list(dict.fromkeys(rule for rule, _, _ in BROKEN))


@cache
def modules() -> list[Module]:
    """Every module of ours, in order of path."""
    files = [file for folder in [*MAY_IMPORT, "tests"] for file in sorted((ROOT / folder).rglob("*.py"))]
    return [Module(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in files]


def test_every_module_keeps_to_the_rules() -> None:  # one test, so that each module is taken apart once
    assert [f"{module.path} {wrong}" for module in modules() for rule in RULES for wrong in rule(module)] == []


@pytest.mark.parametrize(("rule", "path", "source"), BROKEN)
def test_the_rule_can_fail(rule: Rule, path: str, source: str) -> None:
    assert rule(Module(path, source)) != []


@pytest.mark.parametrize(("rule", "path", "source"), SOUND)
def test_the_rule_lets_sound_code_pass(rule: Rule, path: str, source: str) -> None:
    assert rule(Module(path, source)) == []


def undeclared(found: list[Module], declared: set[str]) -> set[str]:
    """The packages that modules of ours import, or one of theirs, without being named in pyproject.toml."""
    owners = {top: {canonicalize_name(name) for name in names} for top, names in packages_distributions().items()}
    tops = {name.partition(".")[0] for module in found for name in module.imports if not name.startswith(".")}
    beside = {Path(module.path).stem for module in found if module.package == "tests"}
    foreign = tops - sys.stdlib_module_names - MAY_IMPORT.keys() - beside
    return {top for top in foreign if not owners.get(top, set()) & declared}


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    tests = {canonicalize_name(Requirement(line).name) for line in project["optional-dependencies"]["test"]}
    assert undeclared([module for module in modules() if module.package != "tests"], {*needed}) == set()
    assert undeclared(modules(), {*needed, *tests}) == set()


def test_a_library_that_only_came_along_is_missed() -> None:
    assert undeclared([Module("ui/web.py", "import starlette.requests\nimport os")], {"fastapi"}) == {"starlette"}


def undocumented(names: list[str], readme: str) -> list[str]:
    """The settings that the README doesn't name as they are set."""
    return [name for name in names if not re.search(rf"\bLOVP_{name.upper()}\b", readme)]


def test_every_setting_is_in_the_readme() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md yet")
    assert undocumented([field.name for field in fields(Settings)], readme.read_text("utf-8")) == []


def test_a_setting_that_only_starts_like_one_in_the_readme_is_missed() -> None:
    assert undocumented(["port", "host"], "LOVP_PORT_RANGE, LOVP_HOST") == ["port"]
