// What the page does by itself: it draws the conversation, follows a new answer and has it heard once, copies, and puts Dutch words
// where Gradio has only English ones. Gradio's js_on_load hooks call in here; all data comes from Python.
"use strict";

window.lovp = (() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const smooth = () => (still.matches ? "auto" : "smooth");
  const box = () => document.querySelector("#question textarea");

  // What only those who hear the page are told: what was done, in a place that was there before.
  const voice = (name) => document.querySelector(`.unseen > .${name}`);
  let saying = 0;
  function say(words) {
    voice("done").textContent = "";
    clearTimeout(saying);
    saying = setTimeout(() => (voice("done").textContent = words), 50);
  }

  // Each sentence of a new answer is said once, in a place of its own: where it stands it may be drawn more than once.
  const HEARD = ".searching, .notice, .short, .sentence";
  const heard = new Set();
  let hearing = false;
  let forgetting = 0;
  function hear(all, grown) {
    const last = all[all.length - 1];
    const place = voice("heard");
    if (grown || !last) {
      hearing = Boolean(last) && !last.classList.contains("restored"); // what comes back is not read aloud whole
      heard.clear();
      clearTimeout(forgetting);
      place.replaceChildren();
    }
    if (!hearing) return;
    for (const part of last.querySelectorAll(HEARD)) {
      const words = part.textContent.trim();
      if (!words || heard.has(words)) continue;
      heard.add(words);
      place.append(Object.assign(document.createElement("p"), { textContent: words }));
    }
    hearing = last.closest(".log").ariaBusy === "true";
    if (!hearing) forgetting = setTimeout(() => place.replaceChildren(), 10_000); // it stands in the conversation too
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
      hear(all, all.length > exchanges);
      exchanges = all.length;
      if (follow && exchanges > 1) {
        all[exchanges - 1].scrollIntoView({ block: "start", behavior: smooth() });
        if (!all[exchanges - 1].classList.contains("pending")) setTimeout(let_go, 1500);
      }
    });

  }

  async function copy(button) {
    const words = button.textContent;
    const text = button.dataset.text?.replace(/^ {4}(?=\/verslag\/)/gm, `    ${location.origin}`);
    const done = await write(text ?? `${location.origin}/#${button.dataset.link}`);
    button.textContent = done ? button.dataset.done : button.dataset.failed;
    say(button.textContent);
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
    window.lovpSource.close();
    window.lovpBox.forget();
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

  return { conversation, steps, drawn, say, kept, fresh };
})();
