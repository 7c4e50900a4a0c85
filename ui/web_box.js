// The question box: what it says of itself, how high it is, what is in it when the page is loaded anew, and the two buttons beside it.
"use strict";

window.lovpBox = (() => {
  const PATIENCE = 500; // milliseconds until the button that stops an answer comes
  const box = () => document.querySelector("#question textarea");
  const send = () => document.querySelector("#send");
  const stop = () => document.querySelector("#stop");
  const hint = () => document.querySelector("#hint");

  function watch() {
    const ask = document.querySelector("#ask");
    if (!ask || !box() || !hint()) return requestAnimationFrame(watch); // Gradio is still making it
    describe();
    new ResizeObserver(() => measure(ask)).observe(ask);
    addEventListener("resize", () => measure(ask));
    putBack();
    addEventListener("focusin", describe); // Gradio may make the box anew
    addEventListener("input", ({ target }) => target === box() && typed(), true);
    addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && event.target === box() && refuse(event), true);
    addEventListener("click", (event) => event.target.closest?.("#send") && refuse(event), true);
    window.lovp.drawn("value", drawn);
  }

  // Who reaches the box hears that a machine answers, and what is wrong with what is in it.
  function describe() {
    const wrong = hint().textContent === hint().dataset.empty;
    box()?.setAttribute("aria-describedby", wrong ? "hint disclosure" : "disclosure");
    box()?.setAttribute("aria-invalid", wrong);
  }

  // What is scrolled to stays clear of the box, which lies over the page; unless it takes so much of it that it scrolls along.
  function measure(ask) {
    const form = ask.querySelector("#narrow-form")?.offsetHeight || 0;
    document.documentElement.style.setProperty("--ask", `${ask.offsetHeight}px`);
    document.documentElement.classList.toggle("tall", ask.offsetHeight - form > innerHeight / 2);
  }

  // A question without words is not sent; of one that is on its way for long something is said.
  let sending = 0;
  function refuse(event) {
    if (box().value.trim()) {
      clearTimeout(sending);
      sending = setTimeout(() => tell(hint().dataset.sending), PATIENCE);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(hint().dataset.empty);
    box().focus();
  }

  function tell(words) {
    if (hint().textContent === words) return;
    hint().textContent = words;
    describe();
  }

  // ---- what was typed, and the question that has no answer yet, outlive the page: it loads itself anew when a lost server is back

  const key = () => `lovp:vraag:${encodeURIComponent(document.documentElement.dataset.user || "")}`;
  let asked = "";
  function remember() {
    const words = box().value.trim() ? box().value : asked;
    try {
      if (words) sessionStorage.setItem(key(), words);
      else sessionStorage.removeItem(key());
    } catch {
      // then it is gone when the page is
    }
  }

  function putBack() {
    let words = null;
    try {
      words = sessionStorage.getItem(key());
    } catch {
      // nothing is kept here
    }
    if (!words || box().value) return;
    box().value = words;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function typed() {
    tell("");
    remember();
  }

  function forget() {
    asked = "";
    tell("");
    try {
      sessionStorage.removeItem(key());
    } catch {
      // nothing was kept
    }
  }

  // ---- the button that stops takes the place of the one that asks, once an answer takes a while; the focus goes along, and back

  let timer = 0;
  let came = false; // whether the focus came along
  function swap() {
    came = document.activeElement === send();
    document.documentElement.classList.add("slow");
    if (came) stop().focus();
  }

  function swapBack() {
    clearTimeout(timer);
    timer = 0;
    const on = document.activeElement === stop();
    document.documentElement.classList.remove("slow");
    if (on) (came ? send() : box()).focus();
  }

  // What was sent leaves the box once it stands in the conversation; what was typed since stays.
  let seen = 0;
  function empty() {
    const all = document.querySelectorAll(".exchange");
    const last = all[all.length - 1];
    const came = all.length > seen && last;
    seen = all.length;
    if (!came) return;
    clearTimeout(sending);
    tell("");
    const same = plain(box().value) === plain(last.querySelector(".question").lastChild.textContent);
    if (!same || last.matches(".refused, .restored")) return;
    box().value = "";
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }
  const plain = (words) => words.trim().replace(/\s+/g, " ");

  function drawn() {
    empty();
    const pending = document.querySelector(".exchange.pending .question");
    asked = pending ? pending.lastChild.textContent : "";
    if (pending) timer ||= setTimeout(swap, PATIENCE);
    else if (timer) swapBack();
    setTimeout(remember); // once Gradio has emptied the box
  }

  return { watch, forget };
})();
