"""What a setting may be: each value is checked, and what doesn't fit is said in Dutch with what to do."""

import ipaddress
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import UsageError
from index.settings_proxy import addresses_fault, header_fault, way_out_fault


class SettingError(UsageError):
    """A setting that can't be used; the message is Dutch and says which, why and what to do."""


# at least 1, at most this
_COUNTS = {"questions_per_minute": 10_000, "questions_at_once": 1_000, "upload_mb": 10_000, "slack_days": 3650}
_FOR_EVER = {"feedback_days": 3650, "history_days": 3650}  # as those, or 0: without end
_YES_OR_NO = {"private_addresses", "model_stream", "slack_external", "slack_private", "log_questions"}
_WORDS = {"log": ("tekst", "json"), "log_level": ("error", "warning", "info")}
_SECRET = ("_key", "_token", "_secret")  # what such a setting holds stands in no message
_LONGEST_PATH = 3_000  # characters; Linux has room for 4,096 bytes, and names of ours come behind it
THIS_COMPUTER = "127.0.0.1,::1"
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|https://[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:/[\w.~/%?=&+-]*)?", re.ASCII
)
_SLACK_TOKENS = {
    "slack_bot_token": (r"xoxb-[A-Za-z0-9-]{1,500}", "moet met xoxb- beginnen en één geheel zijn."),
    "slack_app_token": (r"xapp-[A-Za-z0-9-]{1,500}", "moet met xapp- beginnen en één geheel zijn."),
    "slack_signing_secret": (r"[!-~]{16,200}", "moet één geheel zijn van ten minste 16 tekens."),
}
_SLACK_LISTS = {
    "slack_teams": ("TE", "T012AB34C"),
    "slack_channels": ("CGD", "C012AB34C"),
    "slack_users": ("UW", "U012AB34C"),
}


def listed(value: str) -> tuple[str, ...]:
    """The parts of a setting that is a list, with commas between them."""
    return tuple(part for part in map(str.strip, value.split(",")) if part)


def checked(name: str, value: Any) -> Any:
    """The value of a setting as it is used, from what the environment or the file says.

    Raises:
        SettingError: it doesn't fit. A secret is never in the message.
    """
    if isinstance(value, int) and abs(value) >= 2**63:  # TOML's own bound; Python can't even write a longer one down
        raise SettingError(f"LOVP_{name.upper()} is een te groot getal.")
    if name in {"facts", "published"} and value == "":
        return None
    if name in {"home", "facts", "published"}:
        return _path(name, str(value))
    if name in {"port", "metrics_port"}:
        try:
            port = int(str(value))  # through text: neither 7860.5 nor true is a port
        except ValueError:
            port = -1
        if not 0 <= port <= 65535:
            raise SettingError(f"LOVP_{name.upper()} moet een getal van 0 tot en met 65535 zijn, niet {value!r}.")
        return port
    if name == "model_timeout":
        seconds = int(str(value)) if str(value).isdecimal() and len(str(value)) < 9 else 0  # through text, as the port
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
    if name in _FOR_EVER:
        days = int(str(value)) if str(value).isdecimal() and len(str(value)) < 9 else -1  # through text, as the port
        if not 0 <= days <= _FOR_EVER[name]:
            raise SettingError(
                f"LOVP_{name.upper()} moet een heel aantal dagen van 1 tot en met {_FOR_EVER[name]} zijn, of 0 (zonder "
                f"einde), niet {value!r}."
            )
        return days
    if name in _YES_OR_NO:
        said = {"ja": True, "nee": False, True: True, False: False}.get(
            value if isinstance(value, bool) else str(value).lower()
        )
        if said is None:
            raise SettingError(f"LOVP_{name.upper()} moet ja of nee zijn, niet {value!r}.")
        return said
    if not isinstance(value, str):
        shown = "" if name.endswith(_SECRET) else f", niet {value!r}"
        raise SettingError(f"De instelling {name} moet tekst zijn{shown}.")
    if name in {"model_url", "judge_url"} and value:
        return _address(name, value)
    if name in _OF_ACCESS:
        return _OF_ACCESS[name](value.strip())
    if name in _WORDS:
        return _word(name, value.strip().lower())
    if name in _SLACK_TOKENS:
        return _slack_token(name, value.strip())
    if name in _SLACK_LISTS:
        return _slack_list(name, value)
    if name == "slack_api_url":
        return _slack_api_url(value.strip())
    return value


def _path(name: str, value: str) -> Path:
    """A place on disk that a file can have, whole."""
    path = Path()
    try:
        path = Path(value).expanduser().absolute()
        possible = "\0" not in value and all(len(part.encode()) < 256 for part in path.parts)
    except (RuntimeError, ValueError):  # no such user, or half a character
        possible = False
    if not possible or len(str(path)) > _LONGEST_PATH:
        raise SettingError(f"LOVP_{name.upper()} is geen pad dat kan bestaan. Schrijf het hele pad, zoals /srv/lovp.")
    return path


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


def _unless(fault: Callable[[str], str], value: str) -> str:
    """A value that has no fault, which is said else."""
    if value and (said := fault(value)):
        raise SettingError(said)
    return value


def _word(name: str, value: str) -> str:
    if value not in _WORDS[name]:
        raise SettingError(f"LOVP_{name.upper()} moet {' of '.join(_WORDS[name])} zijn, niet {value!r}.")
    return value


def _addresses(name: str, value: str) -> str:
    for part in listed(value):
        try:
            ipaddress.ip_network(part, strict=False)
        except ValueError:
            raise SettingError(
                f"LOVP_{name.upper()} moet IP-adressen of netwerken bevatten, zoals 127.0.0.1,10.0.0.0/8, niet {part!r}."
            ) from None
    return ",".join(listed(value)) or THIS_COMPUTER


def _managers(value: str) -> str:
    return ",".join(listed(value))


def _contact(value: str) -> str:
    """An address that can stand in a link as it is: nothing but what mail and web addresses are made of."""
    if value and not _CONTACT.fullmatch(value):
        raise SettingError(
            f"LOVP_CONTACT moet een e-mailadres of een adres met https:// zijn, zoals lovp@voorbeeld.nl, niet {value!r}."
        )
    return value


def _slack_token(name: str, value: str) -> str:
    pattern, says = _SLACK_TOKENS[name]
    if value and not re.fullmatch(pattern, value):
        raise SettingError(f"LOVP_{name.upper()} {says} Kopieer de waarde opnieuw uit de instellingen van de app.")
    return value


def _slack_list(name: str, value: str) -> str:
    first, example = _SLACK_LISTS[name]
    for part in listed(value):
        if part != "D" and not re.fullmatch(rf"[{first}][A-Z0-9]{{2,30}}", part):
            raise SettingError(
                f"LOVP_{name.upper()} moet uit id's van Slack bestaan, zoals {example}, met komma's ertussen, niet {part!r}. "
                f"Een naam is geen id."
            )
    return ",".join(listed(value))


def _slack_api_url(value: str) -> str:
    """The token goes to this address, so it is encrypted on the way or doesn't leave this machine."""
    wrong = SettingError(
        "LOVP_SLACK_API_URL moet een adres zijn dat met https:// begint, of met http://127.0.0.1, "
        "zonder naam, wachtwoord of vraagteken erin."
    )
    if not value:
        return ""
    try:
        address = _address("slack_api_url", value)
    except SettingError:
        raise wrong from None
    parts = urlsplit(address)
    if parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        raise wrong
    return address


def _chroma_url(value: str) -> str:
    """Vectors and texts go to this address, and no password asks who reads them: not in the clear over a network of others."""
    if not value:
        return ""
    wrong = SettingError(
        "LOVP_CHROMA_URL moet een adres zijn als http://127.0.0.1:8000, zonder naam, wachtwoord of vraagteken erin; "
        "een token hoort in LOVP_CHROMA_TOKEN. Buiten deze machine en het eigen netwerk begint het met https://."
    )
    try:
        address = _address("chroma_url", value)
    except SettingError:
        raise wrong from None
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", parts.netloc) or not re.fullmatch(r"[A-Za-z0-9._~/-]*", parts.path):
        raise wrong
    if parts.scheme != "https" and not _is_own_network(host):
        raise wrong
    return address


def _chroma_token(value: str) -> str:
    if value and not re.fullmatch(r"[!-~]{8,500}", value):
        raise SettingError(
            "LOVP_CHROMA_TOKEN moet één geheel zijn van 8 tot en met 500 letters, cijfers en leestekens."
        )
    return value


def _is_own_network(host: str) -> bool:
    """An address that isn't reached from outside, or a name without a dot, as containers and machines in one network have."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return address.is_private and not address.is_unspecified and not address.is_link_local


def is_this_machine(host: str) -> bool:
    """Whether a host in an address is the machine that we run on."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_OF_ACCESS: dict[str, Callable[[str], str]] = {
    "contact": _contact,
    "public_url": _public_url,
    "proxy_header": partial(_unless, header_fault),
    "proxy_addresses": lambda value: _unless(addresses_fault, _addresses("proxy_addresses", value)),
    "sign_out_url": partial(_unless, way_out_fault),
    "metrics_addresses": partial(_addresses, "metrics_addresses"),
    "managers": _managers,
    "chroma_url": _chroma_url,
    "chroma_token": _chroma_token,
}
