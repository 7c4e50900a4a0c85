// What the page does by itself: it opens sources with the focus in the right place, follows a new answer, copies, and
// puts Dutch words where Gradio has only English ones. Gradio's js_on_load hooks call in here; all data comes from Python.
"use strict";

window.lovp = (() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 60rem)"); // as in web.css: here the source pane lies over the chat
  let shut = () => {}; // closes the source

  const smooth = () => (still.matches ? "auto" : "smooth");
  const box = () => document.querySelector("#question textarea");

  // Who reaches the question box hears that a machine answers.
  function describe() {
    box()?.setAttribute("aria-describedby", "disclosure");
  }

  // A conversation is drawn from its exchanges, which are kept here: what comes of an answer at each step is that exchange alone.
  let parts = [];
  let draw, whole; // set once there is where to draw
  const watching = []; // what is done with the page after each time that the conversation was drawn
  const drawn = (_, callback) => watching.push(callback);

  function steps(element, watch) {
    watch("value", () => {
      const step = element.querySelector("[data-parts]");
      if (!step) return;
      const first = Number(step.dataset.first);
      if (first > parts.length) return whole(); // something was lost on the way
      parts = [...parts.slice(0, first), ...JSON.parse(step.dataset.parts)];
      draw(step.dataset.log + parts.join("") + step.dataset.end);
    });
  }

  function conversation(element, props, trigger) {
    whole = () => trigger("expand", {});
    draw = (html) => {
      props.value = html; // escaped by the server; Gradio draws it in a microtask, and changes only what differs
      queueMicrotask(() => watching.forEach((callback) => callback()));
    };
    let exchanges = 0;
    let follow = false;
    const let_go = () => (follow = false);
    addEventListener("wheel", let_go, { passive: true });
    addEventListener("touchmove", let_go, { passive: true });

    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const turn = Number(button.dataset.turn);
      if (button.matches(".without")) trigger("delete", { turn, kind: button.dataset.kind });
      else if (button.matches(".retry")) trigger("edit", { turn, question: null });
      else if (button.matches(".copy, .share")) copy(button);
      else if (button.matches(".keep")) {
        const { format, all } = button.dataset;
        trigger("download", { turn, format, all: all === "yes" });
      }
    });

    drawn("value", () => {
      const all = element.querySelectorAll(".exchange");
      if (all.length > exchanges) {
        follow = true;
        if (document.activeElement.closest("button.without, button.retry, .change")) all[all.length - 1].focus({ preventScroll: true });
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

  // The source of a citation, wherever on the page the citation is: fetched from its own address, and shown beside what is read.
  function source(element) {
    const frame = element.querySelector(".source");
    let opener = null; // the link that opened it, by what it is: the page may have been drawn anew since
    let asked = 0;

    const again = () => opener && [...document.querySelectorAll(`a.cite.${opener.kind}`)].find((link) => link.dataset.turn === opener.turn && link.getAttribute("href") === opener.href);
    const siblings = () => {
      const group = again()?.closest(".answer, .fetched");
      const links = group ? [...group.querySelectorAll("a.cite.place")] : [];
      return links.length ? links : group ? [...group.querySelectorAll("a.cite")] : [];
    };

    const close = () => {
      if (!frame.firstElementChild) return;
      asked += 1;
      frame.replaceChildren();
      cover(false);
      (again() || box())?.focus();
    };

    async function open(link) {
      const number = ++asked;
      const url = new URL(link.href);
      opener = { kind: link.classList[1], turn: link.dataset.turn, href: link.getAttribute("href") };
      let html = frame.dataset.failed;
      try {
        const response = await fetch(`${url.pathname}?deel=bron&plek=${url.hash.slice(1)}`, { credentials: "same-origin" });
        if (response.status === 401) return window.lovpViews.signIn();
        html = await response.text();
      } catch {
        // what failed is told in the pane
      }
      if (number !== asked) return;
      frame.innerHTML = html; // escaped by the server, and the policy of the page runs no script that stands in it
      count();
      cover(true);
      reveal(frame.querySelector(".pane"));
    }

    function count() {
      const links = siblings();
      const at = links.findIndex((link) => link.getAttribute("href") === opener.href);
      if (links.length < 2 || at < 0) return;
      frame.querySelector(".count").textContent = frame.dataset.count.replace("{n}", at + 1).replace("{of}", links.length);
      frame.querySelectorAll(".step").forEach((step) => {
        step.hidden = false;
        step.disabled = !links[at + Number(step.dataset.step)];
      });
    }

    function step(by) {
      const links = siblings();
      const next = links[links.findIndex((link) => link.getAttribute("href") === opener.href) + by];
      if (next) open(next);
    }

    addEventListener("click", (event) => {
      const link = event.target.closest?.("a.cite");
      if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return; // a new tab is the browser's
      event.preventDefault();
      open(link);
    });
    element.addEventListener("click", (event) => {
      const button = event.target.closest(".step");
      if (button) step(Number(button.dataset.step));
      else if (event.target.closest("button.close") || !event.target.closest(".pane")) close(); // or beside the sheet
    });
    addEventListener("keydown", (event) => event.key === "Escape" && close());
    narrow.addEventListener("change", () => cover(Boolean(frame.firstElementChild)));
    shut = close;
  }

  // On a narrow screen the pane lies over the chat: then nothing under it can be reached.
  function cover(open) {
    const under = open && narrow.matches;
    document.querySelectorAll("#top, #chat, #rooms, #quality").forEach((part) => (part.inert = under));
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
    const done = await write(button.dataset.text ?? `${location.origin}/#${button.dataset.link}`);
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

  // A file comes in an element that isn't shown, and goes out as a file.
  function kept(element, watch) {
    watch("value", () => {
      const told = element.querySelector("[data-file]");
      if (!told) return;
      const bytes = Uint8Array.from(atob(told.dataset.file), (sign) => sign.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes], { type: told.dataset.kind }));
      Object.assign(document.createElement("a"), { href: url, download: told.dataset.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }

  function fresh() {
    shut();
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
      if (!target.closest("#conversation, #source, #rooms"))
        addedNodes.forEach((added) => added.nodeType !== Node.COMMENT_NODE && translate(added));
  }).observe(document.body, { childList: true, subtree: true });

  return { conversation, steps, drawn, source, kept, fresh, close: () => shut() };
})();
