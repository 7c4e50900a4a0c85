"""Settings: read in one place from the environment (`LOVP_...`) and an optional `lovp.toml`, and checked.

The environment wins over the file. The file is `lovp.toml` in the working folder, or in `LOVP_HOME`.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import UsageError


class SettingError(UsageError):
    """A setting that can't be used; the message is Dutch and says which, why and what to do."""


def _default_home() -> Path:
    return Path.home() / ".lovp"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. The comment behind each is what the README says of it."""

    home: Path = field(default_factory=_default_home)  # map waarin alles staat: register, zoekindex
    encoder: str = "ingebouwd"  # "ingebouwd", of naam of map van een sentence-transformers-model (#onnx, #256)
    host: str = "127.0.0.1"  # adres waarop de chat in de browser luistert
    port: int = 7860  # poort van de chat in de browser
    private_addresses: bool = False  # "ja": lees ook webpagina's van deze computer en het eigen netwerk
    reranker: str = ""  # naam of map van een CrossEncoder die de beste passages nog eens leest; leeg: uit
    model_url: str = ""  # adres van een taalmodel met OpenAI's API, zoals http://127.0.0.1:11434/v1; leeg: geen model
    model: str = ""  # naam van het taalmodel op dat adres
    model_key: str = field(default="", repr=False)  # sleutel voor dat adres, als het er een vraagt
    model_timeout: int = 30  # seconden waarin het taalmodel een heel antwoord moet geven
    model_stream: bool = True  # "nee": het taalmodel kan zijn antwoord niet stukje bij beetje geven
    judge_url: str = (
        ""  # adres van een taalmodel dat bij `lovp eval --judge` oordeelt; leeg: hetzelfde als LOVP_MODEL_URL
    )
    judge: str = ""  # naam van dat taalmodel
    judge_key: str = field(default="", repr=False)  # sleutel voor dat adres
    facts: Path | None = None  # bekende feiten (YAML) waaraan een andere encoder wordt getoetst


def read_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings in force.

    Args:
        environ: the environment; `os.environ` when None.
        folder: where `lovp.toml` is looked for first; the working folder when None.

    Raises:
        SettingError: an unknown key, a value that doesn't fit, or a file that can't be read.
    """
    environ = os.environ if environ is None else environ
    names = {setting.name for setting in fields(Settings)}
    asked = {
        key.removeprefix("LOVP_").lower(): value
        for key, value in environ.items()
        if key.startswith("LOVP_") and value != ""
    }
    unknown = sorted(asked.keys() - names)
    if unknown:
        raise SettingError(
            f"Onbekende instelling: LOVP_{unknown[0].upper()}. "
            f"Bekend zijn: {', '.join('LOVP_' + name.upper() for name in sorted(names))}."
        )
    home = Path(asked["home"]).expanduser() if "home" in asked else _default_home()
    for place in (folder or Path.cwd(), home):
        if (place / "lovp.toml").is_file():
            asked = {**_read_file(place / "lovp.toml", names), **asked}
            break
    return Settings(**{name: _checked(name, value) for name, value in asked.items()})


def _read_file(path: Path, names: set[str]) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"Het bestand {path} is niet te lezen als instellingen: {error}") from error
    unknown = sorted(found.keys() - names)
    if unknown:
        raise SettingError(f"Onbekende instelling in {path}: {unknown[0]}. Bekend zijn: {', '.join(sorted(names))}.")
    return found


def _checked(name: str, value: Any) -> Any:
    if name == "facts" and value == "":
        return None
    if name in {"home", "facts"}:
        return Path(str(value)).expanduser().absolute()
    if name == "port":
        try:
            port = int(str(value))  # through text: neither 7860.5 nor true is a port
        except ValueError:
            port = -1
        if not 0 <= port <= 65535:
            raise SettingError(f"LOVP_PORT moet een getal van 0 tot en met 65535 zijn, niet {value!r}.")
        return port
    if name == "model_timeout":
        seconds = int(str(value)) if str(value).isdecimal() else 0  # through text, as the port
        if not 1 <= seconds <= 600:
            raise SettingError(
                f"LOVP_MODEL_TIMEOUT moet een heel aantal seconden van 1 tot en met 600 zijn, niet {value!r}."
            )
        return seconds
    if name in {"private_addresses", "model_stream"}:
        said = {"ja": True, "nee": False, True: True, False: False}.get(
            value if isinstance(value, bool) else str(value).lower()
        )
        if said is None:
            raise SettingError(f"LOVP_{name.upper()} moet ja of nee zijn, niet {value!r}.")
        return said
    if not isinstance(value, str):
        shown = "" if name.endswith("_key") else f", niet {value!r}"
        raise SettingError(f"De instelling {name} moet tekst zijn{shown}.")
    if name in {"model_url", "judge_url"} and value:
        return _address(name, value)
    return value


def _address(name: str, value: str) -> str:
    """An address as a program can use it; a name or password in it would end up in messages, so it is refused."""
    try:
        parts = urlsplit(value)
        port = parts.port  # raises for what is no number
    except ValueError:
        raise SettingError(f"LOVP_{name.upper()} is geen geldig adres.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise SettingError(
            f"LOVP_{name.upper()} moet een adres zijn als http://127.0.0.1:11434/v1, zonder naam, wachtwoord of vraagteken "
            f"erin; een sleutel hoort in LOVP_{name.upper().replace('_URL', '_KEY')}."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
