"""What runs it for an office is sound as far as shows without an engine: linted, pinned, without rights and without secrets."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parent.parent
UNITS = sorted((ROOT / "docs" / "systemd").glob("lovp-*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
EXAMPLE = (ROOT / "docs" / "lovp.toml.example").read_text("utf-8")
CONTAINER = (ROOT / "Containerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
SECRETS = {field.name for field in fields(Settings) if not field.repr}


def tool(name: str) -> str:
    """A linter that comes with what the tests need."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert found is not None, f"{name} is not installed"
    return found


def settings_in(text: str) -> set[str]:
    """The settings that a text names, without the prefix."""
    return {name.lower() for name in re.findall(r"\bLOVP_([A-Z_]+[A-Z])\b", text)}


# --- the image --------------------------------------------------------------------------------------------------------


def test_the_containerfile_passes_its_linter() -> None:
    ran = subprocess.run([tool("hadolint"), "--no-color", ROOT / "Containerfile"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "")


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a Containerfile in order: name and the rest, on one line."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(name, rest) for line in whole.splitlines() if line.strip() for name, _, rest in [line.partition(" ")]]


def last_stage(text: str) -> list[tuple[str, str]]:
    found = instructions(text)
    return found[max(n for n, (name, _) in enumerate(found) if name == "FROM") :]


def faults_of_image(text: str) -> list[str]:
    """What is wrong with an image, as far as its file tells."""
    every, stage = instructions(text), last_stage(text)
    names = [name for name, _ in stage]
    wrong = []
    python = next((rest for name, rest in every if name == "ARG" and rest.startswith("PYTHON=")), "")
    if not re.fullmatch(r"PYTHON=3\.1[123]\.\d+-slim-[a-z]+", python):
        wrong.append("the base is not one version of slim Python")
    if [rest for name, rest in every if name == "FROM" and not rest.startswith("docker.io/library/python:${PYTHON}")]:
        wrong.append("a stage has another base")
    users = [rest for name, rest in stage if name == "USER"]
    if users[-1:] != ["10001:10001"] or names.index("USER") < max(n for n, one in enumerate(names) if one == "RUN"):
        wrong.append("it doesn't end as a user without rights, known by number")
    wrong += [f"there is no {name}" for name in ("HEALTHCHECK", "STOPSIGNAL", "VOLUME", "LABEL") if name not in names]
    if re.search(r"curl|wget|cuda|nvidia|sudo|:latest|\bADD\b", "\n".join(rest for _, rest in every), re.IGNORECASE):
        wrong.append("it fetches by hand, brings CUDA, or takes whatever is newest")
    if settings_in("\n".join(rest for name, rest in every if name in {"ENV", "ARG"})) & SECRETS:
        wrong.append("it holds a secret")
    if "-c constraints.txt" not in text or " check" not in text:
        wrong.append("it doesn't take the versions of constraints.txt, or doesn't check them")
    return wrong


def test_the_image_is_pinned_runs_without_rights_and_holds_no_secret() -> None:
    assert faults_of_image(CONTAINER) == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("3.13.16-slim-trixie", "3.13-slim"),
        ("USER 10001:10001", "USER root"),
        ("HEALTHCHECK", "# HEALTHCHECK"),
        ("LOVP_HOME=/data", "LOVP_MODEL_KEY=abc"),
        ("-c constraints.txt", ""),
        ("apt-get update", "curl -sO http://x && apt-get update"),
    ],
)
def test_a_fault_in_the_image_shows(was: str, becomes: str) -> None:
    assert was in CONTAINER
    assert faults_of_image(CONTAINER.replace(was, becomes)) != []


def test_what_is_copied_into_the_image_exists_and_is_let_in() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    for name, rest in instructions(CONTAINER):
        if name == "COPY" and "--from" not in rest:
            for path in rest.split()[:-1]:
                assert (ROOT / path).exists()
                assert path.partition("/")[0] in let_in, path


def test_no_state_and_no_secret_goes_into_an_image() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert next(line for line in lines if line and line[0] != "#") == "*"
    for path in ("ui/lovp.toml", "index/lovp.sqlite3", "assistant/__pycache__", "docs/slack.env"):
        assert any(fnmatch(path, line.replace("**/", "*")) for line in lines if not line.startswith(("!", "#")))
    assert {"ui", "index"} <= {line[1:] for line in lines if line.startswith("!")}


def test_the_versions_in_the_image_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"ARG VERSION={project['version']}\n" in CONTAINER
    assert {service["image"] for service in COMPOSE["services"].values()} == {f"lovp:{project['version']}"}


def test_every_setting_that_is_named_exists() -> None:
    known = {field.name for field in fields(Settings)}
    for path in (ROOT / "Containerfile", ROOT / "compose.yaml", ROOT / "docs" / "operations.md", *UNITS):
        assert settings_in(path.read_text("utf-8")) - known == set(), path.name


# --- compose ----------------------------------------------------------------------------------------------------------


def test_the_compose_file_keeps_to_the_specification() -> None:
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(ROOT / "compose.yaml")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_service_has_no_rights_a_bound_and_a_way_to_tell_how_it_is(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert re.fullmatch(r"1000\d:1000\d", service["user"])
    assert not service.get("privileged")
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert all("docker.sock" not in volume for volume in service["volumes"])
    check = service["healthcheck"]
    assert check.get("disable") or check["test"][:3] == ["CMD", "/opt/lovp/bin/python", "-m"]


def test_only_the_chat_is_reached_from_outside_and_only_on_this_machine() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:7860:7860"]}
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert COMPOSE["services"]["chroma"]["networks"] == ["back"]
    assert COMPOSE["services"]["watch"]["network_mode"] == "none"


def test_what_few_need_starts_only_when_asked_for() -> None:
    always = {name for name, service in COMPOSE["services"].items() if not service.get("profiles")}
    assert always == {"web"}


def test_no_secret_stands_in_the_compose_file() -> None:
    for service in COMPOSE["services"].values():
        assert settings_in(" ".join(service.get("environment", {}))) & SECRETS == set()
    assert COMPOSE["services"]["web"]["env_file"]
    assert not COMPOSE["services"]["chroma"]["env_file"]


def test_volumes_that_are_used_are_named_and_a_face_cannot_write_what_was_published() -> None:
    used = {volume.partition(":")[0] for service in COMPOSE["services"].values() for volume in service["volumes"]}
    assert {name for name in used if "/" not in name} == {*COMPOSE["volumes"]}
    for name in ("face", "face-two"):
        assert "published:/published:ro" in COMPOSE["services"][name]["volumes"]
        assert COMPOSE["services"][name]["environment"]["LOVP_PUBLISHED"] == "/published"


# --- systemd ----------------------------------------------------------------------------------------------------------

systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")


@systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_understood_by_systemd(unit: Path) -> None:
    ran = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
    said = [line for line in ran.stderr.splitlines() if unit.name in line and "is not executable" not in line]
    assert said == []  # the program isn't at its place here, all the rest is


@systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_exposes_little(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", "--threshold=13", str(unit)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-400:]  # at most 1.3 of 10


def lines_of(unit: Path) -> list[str]:
    return [line for line in unit.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_without_rights_within_bounds(unit: Path) -> None:
    lines = lines_of(unit)
    for line in (
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "MemoryDenyWriteExecute=yes",
        "LockPersonality=yes",
        "SystemCallFilter=@system-service",
    ):
        assert line in lines
    assert any(re.fullmatch(r"User=lovp(-chroma)?", line) for line in lines)
    assert any(line.startswith("MemoryMax=") for line in lines)
    assert settings_in("\n".join(line for line in lines if line.startswith("Environment="))) & SECRETS == set()


def test_the_timer_starts_a_service_that_is_there() -> None:
    (timer,) = [unit for unit in UNITS if unit.suffix == ".timer"]
    assert timer.with_suffix(".service").is_file()
    assert "WantedBy=timers.target" in lines_of(timer)


def test_two_programs_on_one_machine_do_not_count_on_one_port() -> None:
    ports = re.findall(r"LOVP_METRICS_PORT=(\d+)", "\n".join(unit.read_text("utf-8") for unit in SERVICES))
    assert len(ports) == len({*ports}) == 2


# --- the example of lovp.toml and the guide ---------------------------------------------------------------------------


def test_the_example_of_the_settings_has_every_key_with_its_default(tmp_path: Path) -> None:
    assert tomllib.loads(EXAMPLE) == {}
    whole = re.sub(r"^#(?=[a-z_]+ = )", "", EXAMPLE, flags=re.MULTILINE)
    keys = tomllib.loads(whole)
    assert keys.keys() == {field.name for field in fields(Settings)}
    (tmp_path / "lovp.toml").write_text(whole, "utf-8")
    assert read_settings({}, tmp_path) == read_settings({}, tmp_path / "elders")


def test_every_key_of_the_example_is_explained() -> None:
    above = ""
    for line in EXAMPLE.splitlines():
        if re.match(r"#[a-z_]+ = ", line):
            assert re.match(r"# \S|#[a-z_]+ = ", above), line
        above = line


def test_the_guide_names_every_unit_and_every_service() -> None:
    assert [unit.name for unit in UNITS if unit.name not in OPERATIONS] == []
    profiles = {profile for service in COMPOSE["services"].values() for profile in service.get("profiles", ())}
    assert [profile for profile in sorted(profiles) if f"--profile {profile}" not in OPERATIONS] == []
    assert "## Past one machine" in OPERATIONS
