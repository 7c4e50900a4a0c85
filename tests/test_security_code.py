"""The code never runs what it reads: no pickle, no eval, no shell, no code of a model, no entities, no waiting without end.

Seen in the syntax trees of our own files, so that it holds of code that no other test comes by.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for room in ("assistant", "eval", "index", "ui") for path in (ROOT / room).rglob("*.py"))
RUNS_WHAT_IT_READS = {
    "pickle",
    "cPickle",
    "marshal",
    "shelve",
    "joblib",
    "dill",
    "cloudpickle",
    "jsonpickle",
    "code",
    "codeop",
}
READ_BY_OTHERS = {"published.py"}  # a copy of the records that other machines read, which is what it is made for
FOR_PEOPLE = re.compile(r"bench")  # measurements that somebody starts and watches
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
XML = {"xml", "xmlrpc", "defusedxml"}
LOADERS = {"load", "unsafe_load", "full_load", "load_all", "unsafe_load_all", "full_load_all"}
WAITS = {  # what waits for another: without a bound it waits for ever
    "create_connection", "urlopen", "Client", "AsyncClient", "WebClient", "WebhookClient", "run", "check_output", "check_call",
    "OpenAILike", "HttpClient",
}  # fmt: skip


# clients of which each request has a deadline of its own, and one that has its timeout without a name
BOUNDED = {"model_connection.py": {"httpx"}, "web_connection.py": {"httpx"}, "doctor.py": {""}}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def calls(path: Path) -> list[tuple[ast.Call, str, str]]:
    """Each call in a file: itself, what it is a method of ("" for none) and its name."""
    return list(_calls(path))


def _calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            of = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield node, of, name


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def given(call: ast.Call, name: str) -> str | None:
    """The argument of that name as it is written; None when it isn't given."""
    return next((ast.unparse(word.value) for word in call.keywords if word.arg == name), None)


def runs_what_it_reads(path: Path) -> Iterator[str]:
    yield from (f"import {name}" for name in imports(path) if name in RUNS_WHAT_IT_READS)
    for call, of, name in calls(path):
        if not of and name in CALLS:
            yield f"{name}()"
        if of == "yaml" and name in LOADERS and "Loader=_StrictLoader" not in ast.unparse(call):
            yield f"yaml.{name}"
        if of in {"torch", "np", "numpy"} and name == "load" and given(call, "allow_pickle") not in {None, "False"}:
            yield f"{of}.load with pickle"
        if of == "torch" and name == "load" and given(call, "weights_only") != "True":
            yield "torch.load of more than weights"


def starts_a_shell(path: Path) -> Iterator[str]:
    for call, of, name in calls(path):
        if given(call, "shell") not in {None, "False"}:
            yield ast.unparse(call)[:80]
        if of == "os" and re.fullmatch(r"system|popen|exec\w*|spawn\w*|startfile", name):
            yield f"os.{name}"
        if of == "subprocess" and call.args and not isinstance(call.args[0], ast.List | ast.Name | ast.ListComp):
            yield ast.unparse(call)[:80]


def believes_a_model(path: Path) -> Iterator[str]:
    for call, _, name in calls(path):
        if given(call, "trust_remote_code") not in {None, "False"}:
            yield ast.unparse(call)[:80]
        if name in {"SentenceTransformer", "CrossEncoder", "AutoModel"} and given(call, "trust_remote_code") is None:
            yield f"{name} without trust_remote_code=False"


def reads_entities(path: Path) -> Iterator[str]:
    yield from (f"import {name}" for name in imports(path) if name in XML)
    for call, of, name in calls(path):
        if name == "XMLParser":
            wanted = {"resolve_entities": "False", "no_network": "True", "load_dtd": "False", "huge_tree": "False"}
            yield from (
                f"XMLParser without {key}={value}" for key, value in wanted.items() if given(call, key) != value
            )
        if of == "etree" and name in {"fromstring", "parse", "XML", "iterparse"} and len(call.args) < 2:
            yield f"etree.{name} without the parser"


def waits_for_ever(path: Path) -> Iterator[str]:
    for call, of, name in [] if FOR_PEOPLE.match(path.name) else calls(path):
        outgoing = name in WAITS - {"run"} or (of == "subprocess" and name in {"run", "check_output", "check_call"})
        if (
            outgoing
            and of not in BOUNDED.get(path.name, ())
            and given(call, "timeout") is None
            and not any(word.arg is None for word in call.keywords)
        ):
            yield ast.unparse(call)[:80]


def listens_everywhere(path: Path) -> Iterator[str]:
    for call, _, name in calls(path):
        first = ast.unparse(call.args[0]) if call.args else ""
        if name in {"bind", "listen", "create_server"} and re.search(r"'(?:0\.0\.0\.0|::)?'", first):
            yield ast.unparse(call)[:80]


def writes_for_everybody(path: Path) -> Iterator[str]:
    for call, of, name in calls(path):
        words = ast.unparse(call)
        made = of == "os" and name == "open" and "O_CREAT" in words
        others = name == "chmod" and path.name not in READ_BY_OTHERS
        if (made or others) and not re.search(r"\b384\b|mode|_PRIVATE|_MODE", words):  # 384 is 0o600
            yield words[:80]
        if (of, name) in {("tempfile", "mktemp"), ("os", "umask")}:
            yield words[:80]


RULES: dict[str, Callable[[Path], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        runs_what_it_reads,
        starts_a_shell,
        believes_a_model,
        reads_entities,
        waits_for_ever,
        listens_everywhere,
        writes_for_everybody,
    )
}
SLIPS = {
    "runs_what_it_reads": ("import pickle", "eval('1')", "yaml.load(x)", "np.load(x, allow_pickle=True)", "torch.load(x)"),
    "starts_a_shell": ("subprocess.run('ls ' + x)", "subprocess.run([x], shell=True)", "os.system(x)"),
    "believes_a_model": ("AutoModel(x)", "SentenceTransformer(x, trust_remote_code=True)", "f(trust_remote_code=y)"),
    "reads_entities": ("import xml.etree", "etree.fromstring(x)", "etree.XMLParser(no_network=True)"),
    "waits_for_ever": ("urlopen(x)", "httpx.Client()", "subprocess.run([x])", "WebClient(token=x)"),
    "writes_for_everybody": ("tempfile.mktemp()", "os.open(x, os.O_CREAT, 0o644)", "x.chmod(0o777)"),
    "listens_everywhere": ("s.bind('')", "listen('0.0.0.0', 1)"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_no_file_of_ours(rule: str) -> None:
    found = [f"{path.relative_to(ROOT)}: {slip}" for path in FILES for slip in RULES[rule](path)]
    assert found == []


@pytest.mark.parametrize(("rule", "slip"), [(rule, slip) for rule, slips in SLIPS.items() for slip in slips])
def test_each_rule_can_fail(tmp_path: Path, rule: str, slip: str) -> None:
    file = tmp_path / "fout.py"
    file.write_text(slip, "utf-8")
    assert list(RULES[rule](file))


def test_every_word_to_the_linter_about_security_has_a_reason() -> None:
    """Of the rules for security none is silenced for a whole file, and each line that is says why."""
    told = [
        (path, line)
        for path in FILES
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"noqa:[^#]*\bS\d", line)
    ]
    assert told
    for path, line in told:
        reason = re.search(r"noqa: [A-Z0-9, ]+(?:# | - )(.+)$", line)
        assert reason, (path, line)
        assert len(reason[1].split()) >= 2, (path, line)
    assert not any("ruff: noqa" in path.read_text("utf-8") for path in FILES)
