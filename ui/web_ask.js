// What one does with a question besides asking it: set bounds, put it otherwise, and open it from a link. The page is drawn anew with
// every answer, so a form that is open is remembered here, with what was typed in it.
"use strict";

window.lovpAsk = (() => {
  // The bounds on what is searched: a form that opens, and chips that take one away.
  function narrow(element, watch, trigger) {
    const form = () => element.querySelector("form");
    const open = (whether) => {
      form().hidden = !whether;
      element.querySelector(".open").setAttribute("aria-expanded", whether);
      (whether ? form().querySelector("select") : element.querySelector(".open")).focus();
    };
    let typing = false; // whether the focus was in here when the form was sent
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.matches(".open")) open(form().hidden);
      else if (button.matches(".cancel")) open(false);
      else if (button.matches(".without")) {
        typing = true;
        trigger("clear", { kind: button.dataset.kind });
      }
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      typing = true;
      trigger("apply", Object.fromEntries(new FormData(event.target)));
    });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || form().hidden) return;
      event.stopPropagation(); // it closes the form, and not also the source
      open(false);
    });
    watch("value", () => {
      keepBounds(form());
      const wrong = element.querySelector("form .notice");
      element.querySelectorAll("[aria-invalid]").forEach((field) => ["aria-invalid", "aria-describedby"].forEach((name) => field.removeAttribute(name)));
      if (wrong) {
        open(true);
        tie(wrong);
      } else if (typing) element.querySelector(".open").focus();
      typing = false;
    });
  }

  // What is wrong is told with the fields that it is about: a topic that isn't in the list, or a period that ends before it begins.
  function tie(notice) {
    const [topic, since, until] = ["topic", "since", "until"].map((name) => notice.closest("form").elements[name]);
    const unknown = topic.value.trim() && ![...topic.list.options].some((option) => option.value === topic.value.trim());
    const fields = unknown ? [topic] : since.value && until.value && since.value > until.value ? [since, until] : [];
    notice.id = "narrow-wrong";
    fields.forEach((field) => {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", notice.id);
    });
    fields[0]?.focus();
  }

  // The bounds hold for this tab, also when it is loaded again.
  const boundsKey = () => `lovp:grenzen:${encodeURIComponent(document.documentElement.dataset.user || "")}`;
  function keepBounds(form) {
    if (form.querySelector(".notice")) return; // they were not set
    try {
      sessionStorage.setItem(boundsKey(), JSON.stringify(Object.fromEntries(new FormData(form))));
    } catch {
      // then they go with the page
    }
  }
  function bounds() {
    try {
      return sessionStorage.getItem(boundsKey()) || "";
    } catch {
      return "";
    }
  }

  // A question is put otherwise in its own place.
  function change(element, watch, trigger) {
    let turn = null; // of the question that is being changed
    let words = "";
    const form = () => element.querySelector(`.changing[data-turn="${turn}"]`);
    const draw = () => {
      element.querySelectorAll(".changing").forEach((one) => (one.hidden = one.dataset.turn !== turn));
      element.querySelectorAll(".change").forEach((one) => one.setAttribute("aria-expanded", one.dataset.turn === turn));
      const area = form()?.querySelector("textarea");
      if (area && area.value !== words) area.value = words;
    };
    const close = () => {
      const button = element.querySelector(`.change[data-turn="${turn}"]`);
      turn = null;
      draw();
      button?.focus();
    };
    element.addEventListener("click", (event) => {
      const button = event.target.closest(".change, .changing .cancel");
      if (!button) return;
      if (button.matches(".cancel") || button.dataset.turn === turn) return close();
      turn = button.dataset.turn;
      words = element.querySelector(`.changing[data-turn="${turn}"] textarea`).defaultValue;
      draw();
      form().querySelector("textarea").focus();
    });
    element.addEventListener("input", (event) => {
      if (event.target.closest(".changing")) words = event.target.value;
    });
    element.addEventListener("submit", (event) => {
      if (!event.target.matches(".changing")) return;
      event.preventDefault();
      if (!words.trim()) return;
      const asked = { turn: Number(turn), question: words };
      turn = null;
      draw();
      element.querySelector(".log").focus({ preventScroll: true });
      trigger("edit", asked);
    });
    element.addEventListener("keydown", (event) => {
      if (!event.target.closest(".changing")) return;
      if (event.key === "Escape") {
        event.stopPropagation();
        close();
      } else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        form().requestSubmit();
      }
    });
    watch("value", draw);
  }

  // Questions to begin with.
  function examples(element, trigger) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button.example");
      if (!button) return;
      document.querySelector(".log").focus({ preventScroll: true }); // the example goes; the focus must not go with it
      trigger("submit", { question: button.textContent });
    });
  }

  // A link to an answer holds its question behind the #; it is asked once, and the address is then that of the chat again.
  function shared(element, trigger) {
    const open = () => {
      const link = location.hash.slice(1);
      if (!link.startsWith("vraag=")) return;
      history.replaceState(null, "", "#chat");
      window.lovpHistory.fresh(); // it begins a conversation of its own
      trigger("example_select", { link });
    };
    addEventListener("hashchange", open);
    open();
  }

  return { narrow, bounds, change, examples, shared };
})();
