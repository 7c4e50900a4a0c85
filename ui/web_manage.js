// Managing records: sends files with how far that is, follows the job that runs, and shows what came of it. Without this script
// everything works too, by forms and pages alone.
"use strict";

(() => {
  const SECOND = 1000;
  const IDLE = 10; // seconds between looks when nothing runs
  const FAILURES = 3; // looks in a row
  let quiet = 0; // seconds since the last look
  let step = ""; // what was read aloud last
  let failed = 0; // looks in a row that nobody answered

  const page = () => document.querySelector(".manage[data-task]");
  const seen = (room) => room && !room.closest("[hidden]") && document.visibilityState === "visible";
  const alone = () => document.body.classList.contains("alone");

  // One look a second while a job runs or nobody answers; seldom when none does, as someone else may have started one.
  async function look() {
    const room = page();
    if (!seen(room) || room.dataset.left) return;
    const busy = room.querySelector(".busy");
    if (busy.hidden && !failed && ++quiet < IDLE) return;
    quiet = 0;
    const task = await got(room, room.dataset.task);
    if (page() !== room || room.dataset.left) return;
    if (!task) return ++failed === FAILURES && lost(room);
    if (failed >= FAILURES) found(room);
    failed = 0;
    show(room, task);
  }

  // Nobody answers: what was said about the job may not be true any more.
  function lost(room) {
    const busy = room.querySelector(".busy");
    if (!busy.classList.contains("sending")) busy.hidden = true;
    room.querySelector(".idle").hidden = true;
    notice(room, room.dataset.lost);
  }

  function found(room) {
    room.querySelector(".idle").hidden = false;
    notice(room, "");
    say(room, room.dataset.found);
    renew(room);
  }

  // Who was signed out is told how to go on; nothing here is true or works until then.
  function signedOut(room) {
    room.dataset.left = "yes";
    room.querySelectorAll(".busy, .idle").forEach((one) => (one.hidden = true));
    const link = Object.assign(document.createElement("a"), { href: room.dataset.enter, textContent: room.dataset.signIn });
    link.addEventListener("click", (event) => {
      if (!window.lovpViews || alone()) return; // the address leads back to this page
      event.preventDefault();
      window.lovpViews.signIn();
    });
    notice(room, `${room.dataset.out} `, link);
  }

  // Nor is anything asked any more by who lost the right to manage.
  function mayNot(room, why) {
    room.dataset.left = "yes";
    room.querySelectorAll(".busy, .idle").forEach((one) => (one.hidden = true));
    notice(room, why);
  }

  function notice(room, words, ...more) {
    const place = room.querySelector(".lost");
    place.hidden = !words;
    place.replaceChildren(words, ...more);
    if (words) place.scrollIntoView({ block: "nearest" });
  }

  function show(room, task) {
    const busy = room.querySelector(".busy");
    if (!busy.classList.contains("sending")) {
      busy.hidden = !task.doing;
      busy.querySelector(".doing").textContent = task.doing;
      busy.querySelector(".then").textContent = task.waiting;
      bar(busy, task.done, task.total);
    }
    if (task.step && task.step !== step) say(room, (step = task.step));
    if (String(task.latest) !== room.dataset.latest) {
      room.dataset.latest = task.latest;
      step = "";
      say(room, task.told);
      renew(room);
    }
  }

  function bar(busy, done, total) {
    const progress = busy.querySelector("progress");
    if (!total) return progress.removeAttribute("value");
    progress.max = total;
    progress.value = done;
  }

  function say(room, words) {
    const said = room.querySelector(".said");
    if (words && said.textContent !== words) said.textContent = words;
  }

  // What is under the form, as it is now. Who was in it stays near where they were.
  async function renew(room) {
    const stand = room.querySelector(".stand");
    const within = stand.contains(document.activeElement);
    const sought = room.dataset.sought ? `&zoek=${encodeURIComponent(room.dataset.sought)}` : "";
    try {
      const response = await fetch(`${room.dataset.page}?deel=stand${sought}`, { credentials: "same-origin" });
      if (isOut(response)) return signedOut(room);
      if (!response.ok) return;
      stand.innerHTML = await response.text(); // escaped by the server
    } catch {
      return;
    }
    if (!within) return;
    const heading = room.querySelector("#taken");
    heading.focus({ preventScroll: true });
  }

  const isOut = (response) => response.status === 401 || response.redirected;

  // The answer; null when there is none.
  async function got(room, address) {
    try {
      const response = await fetch(address, { credentials: "same-origin", headers: { accept: "application/json" } });
      if (isOut(response)) signedOut(room);
      else if (response.status === 403) mayNot(room, (await response.json()).error);
      return response.ok && !response.redirected ? await response.json() : null;
    } catch {
      return null;
    }
  }

  addEventListener("submit", (event) => {
    const form = event.target;
    const room = form.closest?.(".manage");
    if (!room || form.method !== "post" || event.defaultPrevented) return;
    event.preventDefault();
    if (form.matches(".upload")) send(room, form);
    else ask(room, form);
  });

  function wrong(form, words) {
    const place = form.querySelector(".wrong");
    place.hidden = !words;
    place.textContent = words;
  }

  // A button that is at work keeps the focus, which one that is disabled would lose.
  function begins(button) {
    if (button.ariaDisabled === "true") return false;
    button.ariaDisabled = "true";
    return true;
  }
  const ends = (button) => (button.ariaDisabled = null);

  // A button that starts a job, or the yes to a removal.
  async function ask(room, form) {
    const button = form.querySelector("button");
    if (!begins(button)) return;
    let said;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { accept: "application/json" },
        credentials: "same-origin",
      });
      if (isOut(response)) return signedOut(room);
      said = await response.json();
    } catch {
      said = { error: room.dataset.unsure };
    } finally {
      ends(button);
    }
    if (said.error) return wrong(form, said.error);
    if (form.matches(".sure")) return back(form);
    quiet = IDLE;
    look();
    room.querySelector("#taken")?.scrollIntoView({ block: "nearest" });
  }

  function back(form) {
    const to = new URL(form.querySelector("a").href);
    if (alone()) location.assign(to);
    else location.hash = to.pathname.slice(1);
  }

  // Which files were chosen, in our words.
  function chosen(input) {
    const place = input.parentElement.querySelector(".chosen");
    place.dataset.none ??= place.textContent;
    const names = [...input.files].map((file) => file.name);
    const more = names.length > 5 ? ` + ${names.length - 5}` : "";
    place.textContent = names.length ? input.form.dataset.chosen + names.slice(0, 5).join(", ") + more : place.dataset.none;
  }
  addEventListener("change", (event) => event.target.matches?.(".manage .drop input") && chosen(event.target));

  // XMLHttpRequest, as fetch doesn't tell how much was sent.
  function send(room, form) {
    const input = form.querySelector("input[type=file]");
    const files = [...input.files];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    wrong(form, "");
    if (!files.length) return wrong(form, form.dataset.none);
    if (files.length > Number(form.dataset.most)) return wrong(form, form.dataset.many);
    if (bytes > Number(form.dataset.bytes)) return wrong(form, form.dataset.large);
    const button = form.querySelector("button");
    if (!begins(button)) return;
    const busy = room.querySelector(".busy");
    const request = new XMLHttpRequest();
    busy.classList.add("sending");
    busy.hidden = false;
    busy.querySelector(".doing").textContent = form.dataset.sending;
    busy.querySelector(".then").textContent = "";
    bar(busy, 0, 0);
    request.upload.onprogress = (event) => event.lengthComputable && bar(busy, event.loaded, event.total);
    request.onloadend = () => {
      ends(button);
      busy.classList.remove("sending");
      if (request.status === 401) return signedOut(room);
      const said = answer(request, form.dataset.failed);
      if (said.error) {
        busy.hidden = true;
        wrong(form, [said.error, ...(said.files || []).map((file) => `${file.name}: ${file.error}.`)].join("\n"));
      } else {
        form.reset();
        chosen(input);
        say(room, said.said);
      }
      quiet = IDLE;
      look();
    };
    request.open("POST", form.action);
    request.setRequestHeader("accept", "application/json");
    request.send(new FormData(form));
  }

  function answer(request, failed) {
    try {
      const said = JSON.parse(request.responseText);
      return said.job || said.error ? said : { error: failed };
    } catch {
      return { error: failed };
    }
  }

  // Dragging is an extra: what is dropped is chosen in the form, and sent by its button.
  const target = (event) => (event.dataTransfer?.types.includes("Files") ? event.target.closest?.(".manage .drop") : null);
  addEventListener("dragover", (event) => {
    const drop = target(event);
    document.querySelectorAll(".manage .drop.over").forEach((one) => one !== drop && one.classList.remove("over"));
    if (!drop) return;
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", (event) => event.relatedTarget || document.querySelector(".manage .drop.over")?.classList.remove("over"));
  addEventListener("drop", (event) => {
    const drop = target(event);
    if (!drop) return;
    event.preventDefault();
    drop.classList.remove("over");
    const input = drop.querySelector("input");
    input.files = event.dataTransfer.files;
    chosen(input);
  });

  function begin() {
    const drop = page()?.querySelector(".drop");
    if (drop) {
      drop.classList.add("ours");
      drop.querySelectorAll(".drag, .chosen").forEach((one) => (one.hidden = false));
      chosen(drop.querySelector("input"));
    }
    quiet = IDLE;
    failed = 0;
    look();
  }
  addEventListener("shown", begin); // it was put in its view
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
  setInterval(look, SECOND);
})();
