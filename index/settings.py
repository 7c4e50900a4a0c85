"""Settings: read in one place from the environment (`LOVP_...`) and an optional `lovp.toml`, and checked.

The environment wins over the file. The file is `lovp.toml` in the working folder, or in `LOVP_HOME`.
"""

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import UsageError


class SettingError(UsageError):
    """A setting that can't be used; the message is Dutch and says which, why and what to do."""


_COUNTS = {"questions_per_minute": 10_000, "questions_at_once": 1_000, "upload_mb": 10_000}  # at least 1, at most this
_THIS_COMPUTER = "127.0.0.1,::1"
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|https://[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:/[\w.~/%?=&+-]*)?", re.ASCII
)


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
    public_url: str = ""  # adres waarop gebruikers de chat bereiken, zoals https://lovp.voorbeeld.nl
    proxy_header: str = ""  # kop waarin een proxy die gebruikers aanmeldt hun naam geeft; leeg: geen proxy
    proxy_addresses: str = _THIS_COMPUTER  # adressen en netwerken waarvandaan die kop geloofd wordt
    managers: str = ""  # namen van wie mag beheren, als de namen van een proxy komen
    questions_per_minute: int = 30  # vragen die een gebruiker in een minuut mag stellen
    questions_at_once: int = 4  # vragen van een gebruiker die tegelijk mogen lopen
    upload_mb: int = 100  # hoeveel MB een beheerder in de browser in één keer kan toevoegen
    contact: str = ""  # e-mailadres of https-adres voor vragen en klachten, onder Over; leeg: de beheerder


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


def listed(value: str) -> tuple[str, ...]:
    """The parts of a setting that is a list, with commas between them."""
    return tuple(part for part in map(str.strip, value.split(",")) if part)


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
    if name in _COUNTS:
        count = int(str(value)) if str(value).isdecimal() and len(str(value)) < 9 else 0  # through text, as the port
        if not 1 <= count <= _COUNTS[name]:
            raise SettingError(
                f"LOVP_{name.upper()} moet een heel getal van 1 tot en met {_COUNTS[name]} zijn, niet {value!r}."
            )
        return count
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
    if name in _OF_ACCESS:
        return _OF_ACCESS[name](value.strip())
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


def _public_url(value: str) -> str:
    wrong = SettingError(
        f"LOVP_PUBLIC_URL moet een adres zijn als https://lovp.voorbeeld.nl, zonder map of vraagteken, niet {value!r}."
    )
    if not value:
        return ""
    try:
        address = _address("public_url", value)
    except SettingError:
        raise wrong from None
    parts = urlsplit(address)
    if parts.path or not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", parts.netloc):  # a name is written in its xn-- form
        raise wrong
    return address.lower()


def _proxy_header(value: str) -> str:
    if value and not _HEADER.fullmatch(value):
        raise SettingError(f"LOVP_PROXY_HEADER moet de naam van een kop zijn, zoals X-Forwarded-User, niet {value!r}.")
    return value


def _proxy_addresses(value: str) -> str:
    for part in listed(value):
        try:
            ipaddress.ip_network(part, strict=False)
        except ValueError:
            raise SettingError(
                f"LOVP_PROXY_ADDRESSES moet IP-adressen of netwerken bevatten, zoals 127.0.0.1,10.0.0.0/8, niet {part!r}."
            ) from None
    return ",".join(listed(value)) or _THIS_COMPUTER


def _managers(value: str) -> str:
    return ",".join(listed(value))


def _contact(value: str) -> str:
    """An address that can stand in a link as it is: nothing but what mail and web addresses are made of."""
    if value and not _CONTACT.fullmatch(value):
        raise SettingError(
            f"LOVP_CONTACT moet een e-mailadres of een adres met https:// zijn, zoals lovp@voorbeeld.nl, niet {value!r}."
        )
    return value


_OF_ACCESS = {
    "contact": _contact,
    "public_url": _public_url,
    "proxy_header": _proxy_header,
    "proxy_addresses": _proxy_addresses,
    "managers": _managers,
}
