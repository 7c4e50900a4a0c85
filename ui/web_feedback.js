// What a user says of an answer: two buttons and a form under each. The page is drawn anew with every answer, so what was
// said is remembered here, and put back after each drawing. Python keeps it, and says when it is safe.
"use strict";

window.lovpVerdicts = (() => {
  const PATIENCE = 15_000; // milliseconds until an answer that doesn't come counts as a failure
  const said = new Map(); // an answer's key, to { verdict: "", "good" or "bad", open, words, waiting }

  const of = (key) => said.get(key) || said.set(key, { verdict: "", open: false, words: "", waiting: 0 }).get(key);
  const place = (key) => document.querySelector(`.verdict[data-key="${CSS.escape(key)}"]`);

  function draw(verdict) {
    const one = of(verdict.dataset.key);
    const [good, bad, form] = [".good", ".bad", ".why"].map((part) => verdict.querySelector(part));
    good.setAttribute("aria-pressed", one.verdict === "good");
    bad.setAttribute("aria-pressed", one.verdict === "bad");
    bad.setAttribute("aria-expanded", one.open);
    form.hidden = !one.open;
    form.querySelector(".withdraw").hidden = one.verdict !== "bad";
    verdict.querySelector(".thanks").textContent = one.words;
  }

  function under(element, watch, send) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest(".verdict .thumbs button, .why button");
      if (!button) return;
      const verdict = button.closest(".verdict");
      const one = of(verdict.dataset.key);
      if (button.matches(".good")) give(verdict, { good: one.verdict === "good" ? null : true }, send);
      else if (button.matches(".withdraw")) give(verdict, { good: null }, send);
      else if (button.matches(".bad")) open(verdict, !one.open);
      else if (button.matches(".cancel")) open(verdict, false);
    });

    element.addEventListener("submit", (event) => {
      const verdict = event.target.closest(".verdict");
      if (!verdict) return;
      event.preventDefault();
      const chosen = verdict.querySelector("input:checked").value;
      const about = verdict.querySelector("select")?.value;
      const remark = verdict.querySelector("textarea").value;
      give(verdict, { good: false, reason: chosen, remark, about: about ? Number(about) : null }, send);
    });

    element.addEventListener("keydown", (event) => {
      const form = event.target.closest(".why");
      if (!form || event.key !== "Escape") return;
      event.stopPropagation(); // it closes the form, and not also the source
      open(form.closest(".verdict"), false);
    });

    watch("value", () => element.querySelectorAll(".verdict").forEach(draw));
  }

  function open(verdict, whether) {
    const one = of(verdict.dataset.key);
    one.open = whether;
    if (whether) one.words = "";
    draw(verdict);
    verdict.querySelector(whether ? "input:checked" : ".bad").focus();
    if (whether) verdict.querySelector(".why").scrollIntoView({ block: "nearest" }); // clear of the question box
  }

  function give(verdict, what, send) {
    const { key, turn, busy, failed } = verdict.dataset;
    const one = of(key);
    if (one.waiting) return; // one at a time, so that the last word is the last one kept
    one.words = busy;
    one.waiting = setTimeout(() => settle(key, null, failed), PATIENCE);
    draw(verdict);
    send({ reason: null, remark: "", about: null, ...what, key, turn: Number(turn) });
  }

  // `verdict` is null when it could not be kept: then all stays as it was, with what was written.
  function settle(key, verdict, words) {
    const one = of(key);
    const shown = place(key);
    const inside = shown?.querySelector(".why").contains(document.activeElement);
    clearTimeout(one.waiting);
    Object.assign(one, { waiting: 0, words }, verdict === null ? {} : { verdict, open: false });
    if (!shown) return;
    draw(shown);
    if (inside && !one.open) shown.querySelector(".bad").focus(); // the form goes; the focus must not go with it
  }

  // What Python says comes in an element that is announced, and is shown under the answer too.
  function told(element, watch) {
    watch("value", () => {
      const status = element.querySelector("[role=status]");
      const { key, verdict, done } = status.dataset;
      if (key) settle(key, done ? verdict : null, status.textContent);
    });
  }

  return { under, told };
})();
