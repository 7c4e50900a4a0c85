"""Web addresses: which may be asked for, where they lead, and which of them are one and the same page.

One parser (httpx's) reads every address, so that what is checked is also what is fetched. Where a name leads is looked up
once, every address it leads to is checked, and the connection is made to a checked address: a name that answers
differently the second time (DNS rebinding) gains nothing.
"""

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from index.readers.document import UnreadableError

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga", re.IGNORECASE)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986

Address = IPv4Address | IPv6Address
Resolve = Callable[[str], Sequence[str]]


class FetchError(UnreadableError):
    """A web address that can't be read; the message is Dutch and says why. It skips that address, no other."""


class GoneError(FetchError):
    """The page isn't there (any more)."""


class UnreachableError(FetchError):
    """There can be no connection with the site, whatever page is asked for."""


def is_address(text: str) -> bool:
    """Whether someone means a web address, not a file."""
    return re.match(r"https?:", text.strip(), re.IGNORECASE) is not None


def web_url(address: str) -> httpx.URL:
    """An address as it can be asked for: http or https, a plain host and port, no user name, no fragment.

    Raises:
        FetchError: it is no such address.
    """
    address = address.strip()
    try:
        if "\\" in address:  # browsers read it as a slash, others as part of a name
            raise ValueError
        url = httpx.URL(address)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("dit is geen geldig webadres") from error
    if url.scheme not in _PORTS:
        raise FetchError("alleen webadressen met http of https worden gelezen")
    if url.userinfo:
        raise FetchError("een webadres met een gebruikersnaam of wachtwoord erin wordt niet gelezen")
    if not _HOST.fullmatch(host) and ("%" in host or not as_ip(host)):
        raise FetchError("dit is geen geldig webadres")
    port = url.port or _PORTS[url.scheme]
    if url.port == 0 or not (port in _PORTS.values() or 1024 <= port <= 65535):
        raise FetchError(f"poort {url.port} is niet van een website")
    # a dot at the end of a host is the same host, but not in its certificate
    return url.copy_with(fragment=None, host=host.rstrip("."), port=None if port == _PORTS[url.scheme] else port)


def canonical(address: str) -> str:
    """The one spelling of all addresses of a page: the key under which it is known, not the address to fetch.

    http and https, with and without www, a slash at the end, the order of parameters, default ports, fragments,
    marketing parameters (utm_...), capitals in the host and needless percent signs make no other page.

    Raises:
        FetchError: it is no web address.
    """
    url = web_url(address)
    host = url.raw_host.decode("ascii")
    ip = as_ip(host)
    if ip is not None:
        host = f"[{ip}]" if ip.version == 6 else str(ip)
    elif host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    place = f"https://{host}" if url.port is None else f"{url.scheme}://{host}:{url.port}"
    # Decoding comes first: dots that were written as %2e climb up just as well.
    path, _, query = httpx.URL("http://x" + _decoded(url.raw_path.decode("ascii"))).raw_path.decode().partition("?")
    pairs = [pair.replace("+", "%20") for pair in query.split("&") if pair]
    kept = sorted((pair for pair in pairs if not _TRACKING.fullmatch(_name(pair))), key=_name)
    return place + (path.rstrip("/") or ("" if kept else "/")) + ("?" + "&".join(kept) if kept else "")


def _name(pair: str) -> str:
    return pair.partition("=")[0]


def _decoded(text: str) -> str:
    """Percent-encoded signs that need it not are decoded, the others in capitals (RFC 3986, 6.2.2)."""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return re.sub(r"%[0-9A-Fa-f]{2}", _sign, text)


def _sign(match: re.Match[str]) -> str:
    sign = chr(int(match[0][1:], 16))
    return sign if sign in _UNRESERVED else match[0].upper()


def as_ip(host: str) -> Address | None:
    """The number a host is written as, in any spelling the system understands ("0x7f.1", "2130706433"); None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    parts = host.rstrip(".").split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    try:
        return IPv4Address(socket.inet_aton(".".join(parts)))
    except (OSError, UnicodeError):
        return None


def allowed(address: Address, *, private: bool) -> bool:
    """Whether a connection may be made to an address.

    Public ones always; with `private` those of this machine and of the own network too. Never link-local ones (clouds hand out
    passwords at 169.254.169.254), multicast, unspecified and reserved ones. An IPv4 address inside an
    IPv6 address counts as itself.
    """
    inner = _inside(address)
    if inner is not None:
        return allowed(inner, private=private)
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return False
    if private and (address.is_loopback or (address.is_private and not address.is_reserved)):
        return True
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_reserved and not site_local


def _inside(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def addresses_of(url: httpx.URL, resolve: Resolve, *, private: bool) -> list[str]:
    """The addresses that a checked URL's host leads to, looked up once; all of them may be connected to.

    Raises:
        UnreachableError: the host is unknown, or one of its addresses is not allowed.
    """
    host = url.raw_host.decode("ascii")
    ip = as_ip(host)
    try:
        found = [ip] if ip is not None else [ip_address(text) for text in dict.fromkeys(resolve(host))]
    except (OSError, UnicodeError, ValueError) as error:
        raise UnreachableError(
            f"de site {host} is niet te vinden; klopt het adres, en is er een verbinding?"
        ) from error
    if not found:
        raise UnreachableError(f"de site {host} is niet te vinden; klopt het adres, en is er een verbinding?")
    if not all(allowed(address, private=private) for address in found):
        raise UnreachableError(
            f"de site {host} staat in een intern netwerk of op deze computer; "
            "dat wordt alleen gelezen met LOVP_PRIVATE_ADDRESSES=ja"
            if all(allowed(address, private=True) for address in found)
            else f"de site {host} verwijst naar een adres dat nooit wordt gelezen"
        )
    return [str(address) for address in found]


def system_resolve(host: str) -> list[str]:
    """The addresses that the system knows for a name, IPv4 first: a broken IPv6 route is common, a broken IPv4 one isn't."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in sorted(found, key=lambda info: info[0] != socket.AF_INET)]
