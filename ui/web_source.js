// The source of a citation, wherever on the page the citation is: fetched from its own address, and shown beside what is read. Each
// time that it is opened is a place in the browser's history, so that going back closes it, as one is used to on a phone.
"use strict";

window.lovpSource = (() => {
  const narrow = matchMedia("(max-width: 60rem)"); // as in web.css: here the source lies over the chat
  let frame = null;
  let opener = null; // the link that opened it, by what it is: the page may have been drawn anew since
  let asked = 0;

  const inHistory = () => history.state?.source || null;
  const again = () => opener && [...document.querySelectorAll(`a.cite.${opener.kind}`)].find((link) => link.dataset.turn === opener.turn && link.getAttribute("href") === opener.href);
  const siblings = () => {
    const group = again()?.closest(".answer, .fetched");
    const links = group ? [...group.querySelectorAll("a.cite.place")] : [];
    return links.length ? links : group ? [...group.querySelectorAll("a.cite")] : [];
  };

  function source(element) {
    frame = element.querySelector(".source");
    addEventListener("click", (event) => {
      const link = event.target.closest?.("a.cite");
      if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return; // a new tab is the browser's
      event.preventDefault();
      choose(link);
    });
    element.addEventListener("click", (event) => {
      const button = event.target.closest(".step");
      if (button) step(Number(button.dataset.step));
      else if (event.target.closest("button.close") || !event.target.closest(".pane")) close(); // or beside the sheet
    });
    addEventListener("keydown", (event) => event.key === "Escape" && close());
    addEventListener("popstate", follow);
    narrow.addEventListener("change", () => cover(Boolean(frame.firstElementChild)));
    addEventListener("resize", fit);
    const recount = () => frame.querySelector(".step[hidden]") && opener && count(0); // what it is a source of was drawn later
    window.lovp.drawn("value", recount);
    addEventListener("shown", recount);
    follow(); // it was open when the page was loaded again
  }

  function choose(link, by = 0) {
    const source = { kind: link.classList[1], turn: link.dataset.turn, href: link.getAttribute("href") };
    const state = { ...history.state, source };
    if (inHistory()) history.replaceState(state, "");
    else history.pushState(state, "");
    open(source, by);
  }

  // What the place in the history says: which source is open, if one is.
  function follow() {
    const source = inHistory();
    if (!source) leave();
    else if (source.href !== opener?.href || !frame.firstElementChild) open(source);
  }

  async function open(source, by = 0) {
    const number = ++asked;
    const url = new URL(source.href, location.origin);
    opener = source;
    let html = frame.dataset.failed;
    try {
      const response = await fetch(`${url.pathname}?deel=bron&plek=${url.hash.slice(1)}`, { credentials: "same-origin" });
      if (response.status === 401) return window.lovpViews.signIn();
      if (response.ok) html = await response.text();
    } catch {
      // what failed is told in the pane
    }
    if (number !== asked) return;
    draw(html);
    count(by);
    cover(true);
    reveal(by);
  }

  function draw(html) {
    frame.innerHTML = html; // escaped by the server, and the policy of the page runs no script that stands in it
    if (!frame.querySelector(".pane")) frame.innerHTML = frame.dataset.failed; // something else answered
  }

  function count(by) {
    const links = siblings();
    const at = links.findIndex((link) => link.getAttribute("href") === opener.href);
    if (links.length < 2 || at < 0) return;
    const words = frame.dataset.count.replace("{n}", at + 1).replace("{of}", links.length);
    frame.querySelector(".count").textContent = words;
    frame.querySelectorAll(".step").forEach((step) => {
      step.hidden = false;
      step.disabled = !links[at + Number(step.dataset.step)];
    });
    if (by) window.lovp.say(`${words}: ${links[at].textContent}`);
  }

  function step(by) {
    const links = siblings();
    const next = links[links.findIndex((link) => link.getAttribute("href") === opener.href) + by];
    if (next) choose(next, by);
  }

  // On a low screen, or with large letters, the top of the pane would leave no room to read: then it scrolls along.
  function fit() {
    const pane = frame.querySelector(".pane");
    if (!pane) return;
    pane.classList.remove("along");
    pane.classList.toggle("along", pane.querySelector("header").offsetHeight > pane.clientHeight / 3);
  }

  // Who goes on to the next source stays at the button; at the last one the other button is all that is left.
  function reveal(by) {
    const pane = frame.querySelector(".pane");
    const button = by && [by, -by].map((way) => pane.querySelector(`.step[data-step="${way}"]:not(:disabled, [hidden])`)).find(Boolean);
    (button || pane).focus({ preventScroll: true });
    fit();
    const mark = pane.querySelector("mark");
    if (!mark) return;
    const scroller = pane.matches(".along") ? pane : pane.querySelector(".record");
    const place = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += place - scroller.clientHeight / 3;
  }

  function close() {
    if (!frame.firstElementChild && !inHistory()) return;
    asked += 1;
    frame.replaceChildren();
    cover(false);
    if (inHistory()) history.back();
    (again() || document.querySelector("#question textarea"))?.focus();
  }

  // It goes because the page went elsewhere; the focus goes back only when it was in it.
  function leave() {
    asked += 1;
    if (!frame?.firstElementChild) return;
    const inside = frame.contains(document.activeElement);
    frame.replaceChildren();
    cover(false);
    if (inside) again()?.focus();
  }

  // On a narrow screen the pane lies over the chat: then nothing under it can be reached.
  function cover(open) {
    const under = open && narrow.matches;
    document.querySelectorAll("#top, #chat, #rooms, #quality").forEach((part) => (part.inert = under));
    document.documentElement.classList.toggle("covered", under);
  }

  return { source, close };
})();
