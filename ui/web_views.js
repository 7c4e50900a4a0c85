// The views: links to parts of the one page, told in the address, so that back and forward work. A view beside the chat is a page
// of the site, of which the middle is fetched and put in its place; links and forms in it stay inside the one page.
"use strict";

window.lovpViews = (() => {
  let title = "";
  let links = [];
  let left = 0; // how far the chat was read when it was left
  let asked = 0; // which fetch is the newest
  const held = new Map(); // of each view, what had the focus last

  const chat = () => links[0];
  const first = (path) => path.split(/[/?]/)[0];
  const owner = (path) => links.find((link) => link.hash.slice(1) === path || link.dataset.rooms.split(" ").includes(first(path)));

  function views(element) {
    title = document.title;
    const { user, manages } = document.documentElement.dataset;
    links = [...element.querySelectorAll("nav a")];
    links.forEach((link) => link.parentElement.hidden && manages && (link.parentElement.hidden = false));
    const leave = element.querySelector(".signed-in");
    if (leave && user) {
      leave.hidden = false;
      leave.querySelector("span").textContent = leave.dataset.name.replace("{name}", user);
    }
    addEventListener("hashchange", show);
    addEventListener("focusin", ({ target }) => target.closest(".view") && held.set(document.documentElement.dataset.view, target));
    addEventListener("click", skip);
    addEventListener("click", follow);
    addEventListener("submit", choose);
    setTimeout(() => (landmarks(), show())); // once all that belongs to the views is there
  }

  // Gradio has everything in one main part; to who hears the page it is a top, and one main part for each view.
  function landmarks() {
    document.querySelector("main")?.setAttribute("role", "presentation");
    document.querySelector("#top").setAttribute("role", "banner");
    mains().forEach((part) => {
      part.setAttribute("role", "main");
      part.tabIndex = -1;
    });
  }

  const mains = () => [...document.querySelectorAll("#desk, #rooms .fetched, #quality")];

  function skip(event) {
    if (!event.target.closest?.("a.skip")) return;
    event.preventDefault(); // what stands behind the # is a view
    const part = mains().find((one) => !one.hidden);
    part.focus({ preventScroll: true });
    part.scrollIntoView();
  }

  function show() {
    const path = location.hash.slice(1);
    const link = owner(path) || chat();
    const name = link.hash.slice(1);
    const before = document.documentElement.dataset.view;
    if (name !== before) {
      if (before === chat().hash.slice(1)) left = scrollY;
      document.documentElement.dataset.view = name;
      links.forEach((one) => one.setAttribute("aria-current", one === link ? "page" : "false"));
      document.querySelectorAll(".view").forEach((part) => (part.hidden = !part.classList.contains(`view-${name}`)));
      document.querySelectorAll(`.view-${name} iframe[data-src]`).forEach(fill);
      scrollTo(0, link === chat() ? left : 0);
    }
    document.title = link === chat() ? title : `${link.textContent} – ${title}`;
    const place = document.querySelector(`.fetched.view-${name}`);
    const onward = before && name !== before;
    if (place) fetchInto(place, path === name ? place.dataset.path : `/${path}`, name === before, onward);
    else if (onward) settle(document.querySelector(name === chat().hash.slice(1) ? "#desk" : "#quality"));
  }

  // Where the focus was on something that is gone it goes to where it last was in this view, or to its heading.
  function settle(place) {
    if (history.state?.source || !lost()) return; // an open source takes it itself
    const before = held.get(document.documentElement.dataset.view);
    if (before?.isConnected && before.checkVisibility()) before.focus();
    else if (place.matches(".fetched")) point(place, false); // a view that one comes to is read from its heading
    if (lost()) place.focus({ preventScroll: true });
  }

  function lost() {
    const at = document.activeElement;
    return !at || at === document.body || !at.checkVisibility();
  }

  // What is new in a view gets the focus, and is brought into sight where it isn't: what was found, the marked words, or the heading.
  function point(place, found = true) {
    const words = place.querySelector("mark")?.closest("[tabindex]");
    const part = (found && place.querySelector("[data-focus]")) || words || place.querySelector("h2");
    part?.focus({ preventScroll: true });
    if (!part || words) return; // those are in sight
    const { top, bottom } = part.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight * 0.8) part.scrollIntoView({ block: "center" });
  }

  // The middle of a page; `moved` when one was already in its view, so that the focus goes to what is new, `onward` when the view is
  // another than before.
  async function fetchInto(place, address, moved, onward) {
    if (place.dataset.shown === address) return onward && settle(place);
    const number = ++asked;
    place.setAttribute("aria-busy", "true");
    if (!place.firstElementChild) place.append(notice(place.parentElement.dataset.busy));
    try {
      const response = await fetch(address + (address.includes("?") ? "&" : "?") + "deel=1", { credentials: "same-origin" });
      const html = await response.text();
      if (number !== asked) return;
      if (response.status === 401) return signIn();
      if (!response.ok && !response.headers.get("x-page-title")) throw new Error(JSON.parse(html).error); // or not the site itself
      place.innerHTML = html; // escaped by the server, and the policy of the page runs no script that stands in it
      place.dataset.shown = response.headers.get("x-page-status") === "500" ? "" : address;
      const named = response.headers.get("x-page-title");
      if (named) document.title = `${decodeURIComponent(named)} – ${title}`;
    } catch ({ name, message }) {
      const said = name === "Error" && message !== "undefined" ? message : "";
      place.replaceChildren(notice(said || place.parentElement.dataset.failed));
      place.dataset.shown = "";
    }
    place.setAttribute("aria-busy", "false");
    place.querySelector("mark")?.scrollIntoView({ block: "center" });
    if (moved) point(place);
    else if (onward) settle(place);
    place.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
  }

  // Who was signed out meanwhile signs in again, and comes back to where they were.
  function signIn() {
    location.assign(`/aanmelden?verder=${encodeURIComponent(location.pathname + location.search)}${location.hash}`);
  }

  // Who asks while signed out signs in and comes back; the conversation and the question are kept.
  const plainFetch = window.fetch;
  window.fetch = async (...given) => {
    const response = await plainFetch(...given);
    if (response.status === 401 && new URL(response.url).pathname.startsWith("/gradio_api/queue/join")) signIn();
    return response;
  };

  function notice(words) {
    return Object.assign(document.createElement("p"), { className: "notice", textContent: words });
  }

  const inside = (element) => element.closest(".fetched");

  // A link to another page of the site stays inside; to a place in a record it opens the source beside what is read.
  function follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || !(inside(link) || link.closest(".pane")) || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || link.target || link.hasAttribute("download")) return;
    if (link.matches("a.cite")) return; // web.js opens it
    if (!owner(url.pathname.slice(1))) return;
    event.preventDefault();
    const place = /^#[0-9]+-[0-9]+\.[0-9a-f]+$/.test(url.hash); // words in a record
    const here = url.pathname === `/${location.hash.slice(1).split("?")[0]}`;
    const part = !place && url.hash && here && document.getElementById(url.hash.slice(1));
    if (part) {
      part.scrollIntoView();
      part.focus({ preventScroll: true });
    } else location.hash = url.pathname.slice(1) + (place ? `?plek=${url.hash.slice(1)}` : url.search);
  }

  // A form that only chooses what is shown; what is left empty stays out of the address.
  function choose(event) {
    const form = event.target;
    if (!inside(form) || form.method !== "get" || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(given).toString();
    const to = new URL(form.action).pathname.slice(1) + (query ? `?${query}` : "");
    if (location.hash.slice(1) === to) again();
    else location.hash = to;
  }

  // Draws the view that is shown again, as after something changed.
  function again() {
    const place = document.querySelector(`.fetched.view-${document.documentElement.dataset.view}`);
    if (!place) return;
    place.dataset.shown = "";
    show();
  }

  // A frame is as high as what stands in it, so that there is one page to scroll; what it shows is fetched at each visit.
  function fill(frame) {
    frame.onload = () => {
      const inner = frame.contentDocument?.documentElement;
      if (!inner) return;
      const fit = () => (frame.style.height = `${inner.getBoundingClientRect().height}px`);
      new ResizeObserver(fit).observe(inner);
      fit();
    };
    frame.contentWindow.location.replace(frame.dataset.src); // its src would be a place in the history of its own
  }

  return { views, again, signIn };
})();
