"""Which address a request was sent to, and from whose page: what a browser says that a hostile page can't change.

A page elsewhere can make a reader's browser send requests here, with their cookies (cross-site request forgery), and a hostile
name can be made to lead to this computer (DNS rebinding). The headers Host and Origin betray both. What a proxy adds to say
where a request came to (X-Forwarded-Host and its like) is not believed: LOVP_PUBLIC_URL says that.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ui.access import OPEN, PROXY, USERS, Access, Way, is_loopback

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?::([0-9]{1,5}))?")  # no dot at the end
_PORTS = {"http": 80, "https": 443}
_FORWARDED = frozenset(  # Gradio makes addresses from some of these; anyone can send them
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-proto",
        b"x-forwarded-scheme",
        b"x-gradio-server",
        b"x-original-url",
        b"x-real-ip",
        b"x-rewrite-url",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address as scheme, host (in small letters, IPv6 in brackets) and port."""

    scheme: str
    host: str
    port: int

    @property
    def netloc(self) -> str:
        """As it stands in a Host header."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"


def header(scope: Mapping[str, Any], name: str) -> str | None:
    """The one value of a header; None when there is none, more than one, or when it is no UTF-8."""
    found = values(scope, name)
    return found[0] if len(found) == 1 else None


def values(scope: Mapping[str, Any], name: str) -> list[str]:
    """All values of a header; what is no UTF-8 becomes replacement signs, which no value of ours has."""
    wanted = name.lower().encode("latin-1")
    return [value.decode("utf-8", "replace") for key, value in scope["headers"] if key.lower() == wanted]


def place_of(scope: Mapping[str, Any], access: Access) -> Place | None:
    """Where a request was sent to, as the user sees it; None without one well-formed Host header.

    A proxy that passes on another Host than the user's is forgiven: what comes through it was sent to the public address.
    """
    scheme = "https" if scope.get("scheme") in {"https", "wss"} else "http"
    sent_to = _place(scheme, header(scope, "host") or "")
    public = public_place(access)
    if sent_to is None or public is None:
        return sent_to
    return public if sent_to.host == public.host or access.way is PROXY else sent_to


def public_place(access: Access) -> Place | None:
    """Where users reach the server, when that was set."""
    if not access.public_url:
        return None
    parts = urlsplit(access.public_url)
    return _place(parts.scheme, parts.netloc)


def is_ours(scope: Mapping[str, Any], access: Access, way: Way) -> bool:
    """Whether a request was sent to a name that is ours, so that no hostile name was made to lead here."""
    sent_to = _place("http", header(scope, "host") or "")
    if sent_to is None:
        return False
    public = public_place(access)
    if is_loopback(sent_to.host.strip("[]")) or (public is not None and sent_to.host == public.host):
        return True
    if way is OPEN:
        return False
    # a number can't be made to lead elsewhere; under another name a browser has no session of ours
    return _is_number(sent_to.host) if way is PROXY else way is USERS and public is None


def from_elsewhere(scope: Mapping[str, Any], place: Place) -> bool:
    """Whether a page that isn't ours made the browser send this.

    An Origin that isn't ours says so, whatever the method; without one, Sec-Fetch-Site does for what changes something. A page
    of ours with the policy no-referrer sends the origin "null" from a form; then Sec-Fetch-Site, which no page can set, decides.
    """
    origins, sites = values(scope, "origin"), values(scope, "sec-fetch-site")
    if origins == ["null"] and sites == ["same-origin"]:
        return False
    if origins:
        return len(origins) > 1 or not _own(origins[0], place) or "cross-site" in sites
    safe = scope.get("method") in {"GET", "HEAD", "OPTIONS"}  # a websocket has none, and can change anything
    return not safe and bool({*sites} - {"same-origin", "none"})


def as_sent(scope: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The request as if it came straight to the place, without what proxies, or anyone, added about that."""
    kept = [(key, value) for key, value in scope["headers"] if key.lower() not in _FORWARDED | {b"host"}]
    secure = place.scheme == "https"
    scheme = {"http": "https" if secure else "http", "websocket": "wss" if secure else "ws"}[scope["type"]]
    return {**scope, "scheme": scheme, "headers": [(b"host", place.netloc.encode("ascii")), *kept]}


def _own(origin: str, place: Place) -> bool:
    scheme, _, netloc = origin.partition("://")
    found = _place(scheme, netloc) if scheme in _PORTS else None
    if found is None:
        return False
    # a proxy may have taken the https off: then the Host header has no port either
    return found == place or (found.scheme == "https" and found.netloc == place.netloc)


def _place(scheme: str, netloc: str) -> Place | None:
    found = _HOST.fullmatch(netloc.lower())
    if found is None:
        return None
    return Place(scheme, found[1], int(found[2]) if found[2] else _PORTS[scheme])


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
