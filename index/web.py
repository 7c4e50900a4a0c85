"""Pages and documents from web sites, fetched as a polite and wary visitor.

Polite: a truthful name, robots.txt, one request a second for each site, and only what changed. Wary: an address is anyone's
text and a site can answer anything, so everything has a bound and every hop of a redirect is checked like the first.

Behind a proxy (HTTP_PROXY, HTTPS_PROXY) it is the proxy that looks up names, so where a connection goes can't be checked here.
Then pages are only read when internal addresses are allowed: the user takes the risk knowingly, or not at all.
"""

import time
from collections.abc import Callable
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.request import getproxies, proxy_bypass
from urllib.robotparser import RobotFileParser

import httpx

from index.limits import LIMITS, Limits
from index.web_address import (
    FetchError,
    Resolve,
    UnreachableError,
    addresses_of,
    as_ip,
    canonical,
    system_resolve,
    web_url,
)
from index.web_connection import Answer, Connections, Deadline, Demands
from index.web_page import (
    Page,
    Stamp,
    Unchanged,
    check_type,
    digest,
    refusal,
    retry_after,
    stem_of,
    suffix_and_data,
)

NAME = "lovp-assistent"
_REDIRECTS = 5
_MOVED = {301, 302, 303, 307, 308}
_ROBOTS_SIZE = 500 << 10  # bytes; RFC 9309, 2.5
_PATIENCE = 30.0  # seconds that a site may make us wait before one request; past it the page is skipped
_TOO_BUSY = 60.0  # seconds that a site is left alone when it says "too often" and not for how long
_NO_RULES = "de regels van de site (robots.txt) zijn niet te lezen, daarom wordt er niets van gelezen"


class Web:
    """A visitor of web sites, open for a run; remembers the rules of each site and when it was last asked."""

    def __init__(
        self,
        *,
        private: bool = False,
        pace: float = 1.0,
        limits: Limits = LIMITS,
        resolve: Resolve = system_resolve,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Opens nothing yet.

        Args:
            private: also read sites of this machine and the own network, and work behind a proxy.
            pace: seconds between two requests to one site.
            limits: `size` bounds an answer (packed and unpacked, bytes), `seconds` all requests for one page together.
            resolve: the addresses of a host's name.
            clock: seconds, for the pace.
            sleep: waits some seconds, for the pace.
        """
        self._private, self._pace, self._limits = private, pace, limits
        self._resolve, self._clock, self._sleep = resolve, clock, sleep
        self._connections = Connections(f"{NAME}/{version('lovp-assistant')} (leest verslagen voor een gebruiker)")
        self._free_at: dict[str, float] = {}  # host: when it may be asked again
        self._rules: dict[str, RobotFileParser | str] = {}  # site: its rules, or why nothing of it is read

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._connections.close()

    def fetch(self, address: str, known: Stamp | None = None) -> Page | Unchanged:
        """The page or document at an address.

        Args:
            address: of a page, PDF, Word or ODF document, or text.
            known: what was kept of it the last time.

        Raises:
            FetchError: it can't be read, with the reason in Dutch; `GoneError` when it isn't there (any more).
        """
        answer = self._follow(web_url(address), Deadline(self._limits.seconds), known)
        found, headers = str(answer.url), answer.headers
        if answer.status == 304 and known is not None and found == known.url:
            return Unchanged(canonical(address), known)
        if answer.status != 200:
            raise refusal(answer.status, headers)
        stamp = Stamp(found, headers.get("ETag"), headers.get("Last-Modified"), digest(answer.data))
        if known is not None and known.sha256 == stamp.sha256:
            return Unchanged(canonical(address), stamp)
        moved_to = found if canonical(found) != canonical(address) else None
        suffix, data = suffix_and_data(headers, answer.data, moved_to=moved_to)
        return Page(canonical(address), canonical(found), suffix, stem_of(found, headers), data, stamp)

    def _follow(self, url: httpx.URL, deadline: Deadline, known: Stamp | None) -> Answer:
        """The first answer that is no redirect; each hop is checked as if it had been asked for."""
        return self._hops(
            url,
            deadline,
            lambda hop: Demands(_conditions(hop, known), self._limits.size, check=check_type),
            lambda hop: self._heed_rules(hop, deadline),
        )

    def _hops(
        self,
        url: httpx.URL,
        deadline: Deadline,
        demands: Callable[[httpx.URL], Demands],
        before: Callable[[httpx.URL], None],
    ) -> Answer:
        seen = [url]
        while True:
            before(url)
            answer = self._ask(url, deadline, demands(url))
            if answer.status not in _MOVED:
                return answer
            url = _moved_to(url, answer)
            if url in seen:
                raise FetchError("het adres stuurt in een kring door")
            if len(seen) > _REDIRECTS:
                raise FetchError(f"het adres stuurt te vaak door (meer dan {_REDIRECTS} keer)")
            seen.append(url)

    def _ask(self, url: httpx.URL, deadline: Deadline, demands: Demands) -> Answer:
        """One request in this site's turn, to an address that was checked just before."""
        proxy = self._proxy(url)
        deadline.extend(self._wait_turn(url))
        if proxy is not None:
            answer = self._connections.get_through(proxy, url, demands, deadline)
        else:
            addresses = addresses_of(url, self._resolve, private=self._private)
            answer = self._connections.get(url, addresses, demands, deadline)
        asked = retry_after(answer.headers) if answer.status in {429, 503} else None
        if answer.status == 429 or asked is not None:
            free_at = self._clock() + (_TOO_BUSY if asked is None else asked)
            self._free_at[_host(url)] = max(self._free_at[_host(url)], free_at)
        return answer

    def _heed_rules(self, url: httpx.URL, deadline: Deadline) -> None:
        """Returns when the site lets this page be read (RFC 9309)."""
        if _site(url) not in self._rules:
            self._rules[_site(url)] = self._read_rules(httpx.URL(f"{_site(url)}/robots.txt"), deadline)
        rules = self._rules[_site(url)]
        if isinstance(rules, str):
            raise FetchError(rules)
        if not rules.can_fetch(NAME, str(url)):
            raise FetchError("de site wil niet dat programma's deze pagina lezen (robots.txt)")

    def _read_rules(self, url: httpx.URL, deadline: Deadline) -> RobotFileParser | str:
        """The rules of a site; every refusal to give any means none, other than a site out of order (RFC 9309, 2.3.1)."""
        rules = RobotFileParser()
        try:
            answer = self._hops(url, deadline, lambda hop: Demands({}, _ROBOTS_SIZE, cut=True), lambda hop: None)
        except UnreachableError as error:
            return str(error)
        except FetchError as error:
            return f"{_NO_RULES}: {error}"
        if answer.status == 429 or answer.status >= 500:
            return f"{_NO_RULES} (foutcode {answer.status})"
        rules.parse(answer.data.decode("utf-8-sig", "replace").splitlines())
        return rules

    def _proxy(self, url: httpx.URL) -> str | None:
        """The proxy that the environment asks for with this address, if any."""
        proxies = getproxies()
        proxy = proxies.get(url.scheme) or proxies.get("all")
        if not proxy or proxy_bypass(url.host):
            return None
        if not self._private:
            raise UnreachableError(
                f"er is een proxy ingesteld ({url.scheme.upper()}_PROXY), en daarachter is niet te controleren of een adres "
                "intern is; weert de proxy zelf interne adressen, zet dan LOVP_PRIVATE_ADDRESSES=ja"
            )
        if as_ip(url.raw_host.decode("ascii")) is not None:  # what can be checked is
            addresses_of(url, self._resolve, private=True)
        return proxy if "://" in proxy else f"http://{proxy}"

    def _wait_turn(self, url: httpx.URL) -> float:
        """Waits until the site may be asked again; the seconds that took."""
        now = self._clock()
        wait = max(0.0, self._free_at.get(_host(url), now) - now)
        if wait > _PATIENCE:
            raise FetchError(f"de site vraagt om te wachten; probeer het over {wait:.0f} seconden opnieuw")
        if wait:
            self._sleep(wait)
        rules = self._rules.get(_site(url))
        asked = rules.crawl_delay(NAME) if isinstance(rules, RobotFileParser) else None
        self._free_at[_host(url)] = self._clock() + max(self._pace, min(float(asked or 0), _PATIENCE))
        return wait


def _site(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _host(url: httpx.URL) -> str:
    return url.host.removeprefix("www.")


def _conditions(url: httpx.URL, known: Stamp | None) -> dict[str, str]:
    """Headers that ask for a page only when it changed."""
    if known is None or known.url != str(url):
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()}


def _moved_to(url: httpx.URL, answer: Answer) -> httpx.URL:
    place = answer.headers.get("Location")
    if not place:
        raise FetchError("het adres stuurt door zonder te zeggen waarheen")
    try:
        target = web_url(str(url.join(place)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("het adres stuurt door naar een ongeldig adres") from error
    except FetchError as error:
        raise FetchError(f"het adres stuurt door, maar {error}") from error
    if url.scheme == "https" and target.scheme == "http":
        raise FetchError("het adres stuurt door naar een onbeveiligd adres")
    return target
