// What the page does by itself: it opens sources with the focus in the right place, follows a new answer, copies, and
// puts Dutch words where Gradio has only English ones. Gradio's js_on_load hooks call in here; all data comes from Python.
"use strict";

window.lovp = (() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 60rem)"); // as in web.css: here the source pane lies over the chat
  let opener = null; // the link that opened the source: focus goes back to it

  const smooth = () => (still.matches ? "auto" : "smooth");
  const box = () => document.querySelector("#question textarea");

  // Who reaches the question box hears that a machine answers.
  function describe() {
    box()?.setAttribute("aria-describedby", "disclosure");
  }

  function conversation(element, watch, choose, ask, remove, keep) {
    let exchanges = 0;
    let follow = false;
    const let_go = () => (follow = false);
    addEventListener("wheel", let_go, { passive: true });
    addEventListener("touchmove", let_go, { passive: true });

    element.addEventListener("click", (event) => {
      const link = event.target.closest("a.cite");
      const example = event.target.closest("button.example");
      const without = event.target.closest("button.without");
      const copying = event.target.closest("button.copy");
      const keeping = event.target.closest("button.keep");
      if (link) {
        event.preventDefault();
        opener = { turn: link.dataset.turn, n: link.dataset.n, kind: link.classList[1] };
        const { turn, n } = link.dataset;
        const open = document.querySelector(".pane");
        if (open && open.dataset.key === `${turn}-${n}`) reveal(open);
        else choose({ turn: Number(turn), n: Number(n) });
      } else if (example) {
        element.querySelector(".log").focus({ preventScroll: true }); // the example goes; the focus must not go with it
        ask({ question: example.textContent });
      } else if (without) {
        remove({ turn: Number(without.dataset.turn), kind: without.dataset.kind });
      } else if (copying) {
        copy(copying);
      } else if (keeping) {
        keep({ turn: Number(keeping.dataset.turn) });
      }
    });

    watch("value", () => {
      const all = element.querySelectorAll(".exchange");
      if (all.length > exchanges) {
        follow = true;
        if (document.activeElement.closest("button.without")) all[all.length - 1].focus({ preventScroll: true });
      }
      exchanges = all.length;
      if (follow && exchanges > 1) {
        all[exchanges - 1].scrollIntoView({ block: "start", behavior: smooth() });
        if (!all[exchanges - 1].classList.contains("pending")) setTimeout(let_go, 1500);
      }
    });

    describe();
    addEventListener("focusin", describe); // Gradio may make the box anew
  }

  function source(element, props, watch) {
    const close = () => {
      if (!element.querySelector(".pane")) return;
      props.value = "";
      cover(false);
      const back = opener && document.querySelector(`a.cite.${opener.kind}[data-turn="${opener.turn}"][data-n="${opener.n}"]`);
      (back || box())?.focus();
    };
    element.closest("#source").addEventListener("click", (event) => {
      if (event.target.closest("button.close") || !event.target.closest(".pane")) close(); // or beside the sheet
    });
    addEventListener("keydown", (event) => event.key === "Escape" && close());
    narrow.addEventListener("change", () => cover(Boolean(element.querySelector(".pane"))));
    watch("value", () => {
      const pane = element.querySelector(".pane");
      cover(Boolean(pane));
      if (pane) reveal(pane);
    });
  }

  // On a narrow screen the pane lies over the chat: then nothing under it can be reached.
  function cover(open) {
    const under = open && narrow.matches;
    document.querySelectorAll("#top, #chat").forEach((part) => (part.inert = under));
    document.documentElement.classList.toggle("covered", under);
  }

  function reveal(pane) {
    const mark = pane.querySelector("mark");
    pane.focus({ preventScroll: true });
    if (mark) {
      const scroller = pane.querySelector(".record");
      const place = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      scroller.scrollTop += place - scroller.clientHeight / 3;
    }
  }

  async function copy(button) {
    const words = button.textContent;
    const done = await write(button.dataset.text);
    button.textContent = done ? button.dataset.done : button.dataset.failed;
    setTimeout(() => (button.textContent = words), 2000);
  }

  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // no clipboard without https or permission; the old way still works there
      const area = Object.assign(document.createElement("textarea"), { value: text });
      area.style.cssText = "position:fixed;opacity:0";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  // The account of an answer comes as text in an element that isn't shown, and goes out as a file.
  function kept(element, watch) {
    watch("value", () => {
      const told = element.querySelector("[data-account]");
      if (!told) return;
      const url = URL.createObjectURL(new Blob([told.dataset.account], { type: "application/json" }));
      Object.assign(document.createElement("a"), { href: url, download: told.dataset.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }

  // The views are links to a part of the page; the address says which one is shown, so that back and forward work too.
  function views(element) {
    const links = [...element.querySelectorAll("a")];
    const title = document.title;
    let left = 0; // how far the first view was read when it was left
    const show = () => {
      const chosen = links.find((link) => link.hash === location.hash) || links[0];
      const name = chosen.hash.slice(1);
      const before = document.documentElement.dataset.view;
      if (name === before) return;
      if (before === links[0].hash.slice(1)) left = scrollY;
      document.documentElement.dataset.view = name;
      links.forEach((link) => link.setAttribute("aria-current", link === chosen ? "page" : "false"));
      document.title = chosen === links[0] ? title : `${chosen.textContent} – ${title}`;
      document.querySelectorAll(".view").forEach((part) => (part.hidden = !part.classList.contains(`view-${name}`)));
      document.querySelectorAll(`.view-${name} iframe[data-src]`).forEach(fill);
      cover(chosen === links[0] && Boolean(document.querySelector(".pane")));
      scrollTo(0, chosen === links[0] ? left : 0);
    };
    addEventListener("hashchange", show);
    setTimeout(show); // once all that belongs to the views is there
  }

  // A frame is as high as what stands in it, so that there is one page to scroll; what it shows is fetched at each visit.
  function fill(frame) {
    frame.onload = () => {
      const inside = frame.contentDocument?.documentElement;
      if (!inside) return;
      const fit = () => (frame.style.height = `${inside.getBoundingClientRect().height}px`);
      new ResizeObserver(fit).observe(inside);
      fit();
    };
    frame.src = frame.dataset.src;
  }

  function fresh() {
    cover(false);
    box()?.focus();
  }

  // Gradio's own messages: exact English words only, and never inside the conversation or a record.
  function translate(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const dutch = window.lovpWords[node.data.trim()];
      if (dutch) node.data = dutch;
    } else {
      const dutch = window.lovpWords[node.getAttribute("aria-label")];
      if (dutch) node.setAttribute("aria-label", dutch);
      node.childNodes.forEach((child) => child.nodeType !== Node.COMMENT_NODE && translate(child));
    }
  }

  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes)
      if (!target.closest("#conversation, #source"))
        addedNodes.forEach((added) => added.nodeType !== Node.COMMENT_NODE && translate(added));
  }).observe(document.body, { childList: true, subtree: true });

  return { conversation, source, kept, views, fresh };
})();
