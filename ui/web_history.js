// The conversations that this browser keeps: one entry of localStorage each, and nowhere else. Python gives a conversation as JSON after
// every answer, and reads it back, as text from a stranger, when it is opened. The tab remembers which one it shows.
"use strict";

window.lovpHistory = (() => {
  const PATIENCE = 10_000; // milliseconds in which a deletion can be undone; longer while one is at it
  const ROWS = 100; // conversations that are listed at first
  const SHOWN = 160; // characters of a name in the list
  const linked = location.hash.startsWith("#vraag="); // a link to an answer opens a conversation of its own
  const kept = storage("localStorage");
  const ofTab = storage("sessionStorage");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("lovp:gesprekken") : null;
  const parsed = new Map(); // what was read before, so that a list is cheap
  let id = null; // the conversation of this tab, once it is kept
  let opening = null; // the one that Python was asked to open
  let waiting = null; // what did not fit: { key, value, dropped }
  let undo = null; // what was deleted last: { key, value, open, timer }
  let frame, send, words;

  function storage(name) {
    let found = null;
    try {
      found = window[name];
      found.setItem("lovp:proef", "");
      found.removeItem("lovp:proef");
      return found;
    } catch (error) {
      return found && isFull(error) ? found : null;
    }
  }

  const isFull = (error) => error?.name === "QuotaExceededError";
  const user = () => encodeURIComponent(document.documentElement.dataset.user || "");
  const keyOf = (one) => `lovp:gesprek:${user()}:${one}`;
  const tabKey = () => `lovp:tab:${user()}`;
  const offKey = () => `lovp:bewaren:${user()}`;
  const keeping = () => kept !== null && kept.getItem(offKey()) !== "nee";
  const part = (selector) => frame.querySelector(selector);
  const dialog = () => part("dialog");

  function freshId() {
    if (crypto.randomUUID) return crypto.randomUUID(); // only there with https, and on this machine
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function phrase(name, values = {}) {
    const found = words[name];
    const one = Array.isArray(found) ? found[values.n === 1 ? 0 : 1] : found;
    return one.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  // ---- what is kept

  // An entry as it is kept; one that can't be read has no conversation.
  function read(key) {
    const value = kept.getItem(key);
    if (value === null) return null;
    if (parsed.get(key)?.value === value) return parsed.get(key);
    const one = { key, id: key.slice(keyOf("").length), value, title: "", saved: 0, conversation: null, hay: null };
    try {
      const { title, saved, conversation } = JSON.parse(value);
      if (Math.abs(saved) < 8e15) one.saved = saved;
      if (!conversation.exchanges.length || !conversation.exchanges.every((said) => typeof said.asked === "string")) throw new TypeError();
      one.given = typeof title === "string" ? title.trim().slice(0, 120) : "";
      one.title = one.given || conversation.exchanges[0].asked.trim();
      one.conversation = conversation;
    } catch {
      one.title = words ? phrase("unreadable") : "";
    }
    parsed.set(key, one);
    return one;
  }

  // All conversations of this user, the newest first.
  function all() {
    if (kept === null) return [];
    const keys = Array.from({ length: kept.length }, (_, n) => kept.key(n)).filter((key) => key?.startsWith(keyOf("")));
    return keys.map(read).filter(Boolean).sort((a, b) => b.saved - a.saved || (a.key < b.key ? -1 : 1));
  }

  // Whether `now` is what was kept and perhaps more: else another tab went on with it, and both are kept.
  function grows(before, now) {
    const said = before.conversation?.exchanges;
    return Boolean(said) && said.length <= now.exchanges.length && said.every((one, n) => one.asked === now.exchanges[n].asked && one.at === now.exchanges[n].at);
  }

  function keep(text) {
    if (!text || !keeping()) return;
    const conversation = JSON.parse(text);
    const before = id && read(keyOf(id));
    const apart = Boolean(before) && !grows(before, conversation);
    if (apart) id = null;
    id ||= freshId();
    rememberTab();
    const title = apart ? another(before.title) : before?.given || null;
    const well = write(keyOf(id), JSON.stringify({ title, saved: Date.now(), conversation }));
    if (apart && well) say("apart", { title });
    if (dialog().open) draw();
  }

  // A name that no conversation has yet: that of the first with a number.
  function another(title) {
    const taken = new Set(all().map((one) => one.title));
    const bare = title.replace(/ \(\d+\)$/, "").slice(0, 110);
    for (let n = 2; ; n++) if (!taken.has(`${bare} (${n})`)) return `${bare} (${n})`;
  }

  function write(key, value) {
    try {
      kept.setItem(key, value);
      if (waiting?.key === key) settle();
      return true;
    } catch (error) {
      if (isFull(error)) makeRoom(key, value);
      else say("blocked");
      return false;
    }
  }

  function rememberTab() {
    try {
      if (id) ofTab?.setItem(tabKey(), id);
      else ofTab?.removeItem(tabKey());
    } catch {
      // then a reload begins anew
    }
  }

  // What is full is told first, and only the user makes room: of the oldest conversations that are open nowhere.
  async function makeRoom(key, value) {
    waiting = { key, value, dropped: [] };
    const elsewhere = await openElsewhere();
    if (waiting?.value !== value) return;
    let room = (kept.getItem(key) || "").length;
    for (const one of all().reverse()) {
      if (room >= value.length) break;
      if (one.key === key || elsewhere.has(one.id)) continue;
      waiting.dropped.push(one);
      room += one.value.length;
    }
    if (room < value.length) return say("no_room");
    say("full", {}, phrase("drop", { n: waiting.dropped.length }));
  }

  function drop() {
    const { key, value, dropped } = waiting;
    dropped.forEach((one) => kept.removeItem(one.key));
    waiting = null;
    if (write(key, value)) say("dropped", { n: dropped.length });
  }

  function settle() {
    waiting = null;
    if (!part(".drop").hidden) hush();
  }

  function openElsewhere() {
    const open = new Set();
    if (!tabs) return Promise.resolve(open);
    const hear = ({ data }) => typeof data?.open === "string" && open.add(data.open);
    tabs.addEventListener("message", hear);
    tabs.postMessage({ asks: true });
    return new Promise((done) => setTimeout(() => (tabs.removeEventListener("message", hear), done(open)), 200));
  }
  tabs?.addEventListener("message", ({ data }) => data?.asks && id && tabs.postMessage({ open: id }));

  // ---- what comes back

  const tabsOwn = () => (linked || !keeping() ? null : ofTab?.getItem(tabKey()) || null);

  // What this tab showed before it was loaded again, for Python; "" for nothing.
  function remembered() {
    const one = tabsOwn() && read(keyOf(tabsOwn()));
    const text = one ? sendable(one) : "";
    if (text) opening = one.id;
    else shown();
    return [text || (linked ? "koppeling" : ""), linked ? "" : window.lovpAsk.bounds()]; // as in web_page.py
  }

  function sendable(one) {
    const text = one.conversation ? JSON.stringify(one.conversation) : "";
    if (text && text.length <= Number(frame.dataset.longest)) return text;
    say("damaged");
    if (id === null) forgetTab();
    return "";
  }

  function forgetTab() {
    id = null;
    rememberTab();
  }

  const shown = () => delete document.documentElement.dataset.restoring;
  try {
    if (tabsOwn() && kept.getItem(keyOf(tabsOwn())) !== null) document.documentElement.dataset.restoring = ""; // no welcome meanwhile
  } catch {
    // nothing is restored then
  }
  setTimeout(shown, 5000);

  // What Python tells: a conversation to keep, or what came of opening one.
  function told(element, watch) {
    watch("value", () => {
      const one = element.querySelector("[data-told]");
      if (!one) return;
      const what = one.dataset.told;
      if (what === "kept") keep(one.dataset.words);
      else if (what === "long") tell(one.dataset.words);
      else if (opening !== null) opened(what === "opened", one.dataset.words);
    });
  }

  function opened(well, said) {
    if (well) {
      id = opening;
      rememberTab();
      say("opened", { n: Number(said) }, null, true);
      const at = document.activeElement;
      if (at === document.body || at === part(".history-open")) document.querySelector("#conversation .log")?.focus({ preventScroll: true });
    } else {
      if (id === null) forgetTab();
      tell(said);
    }
    opening = null;
    shown();
  }

  function fresh() {
    forgetTab();
    opening = null;
    hush();
  }

  // ---- the notice on the page

  const say = (name, values, button, unseen) => tell(phrase(name, values), button, unseen);

  function tell(text, button, unseen) {
    const notice = part(".history-notice");
    notice.hidden = false;
    notice.classList.toggle("unseen", Boolean(unseen));
    part(".drop").hidden = part(".drop-not").hidden = !button;
    part(".history-notice .seen").hidden = Boolean(button || unseen);
    if (button) part(".drop").textContent = button;
    part(".history-notice [role=status]").textContent = text;
  }

  function hush() {
    if (!frame) return;
    const inside = part(".history-notice").contains(document.activeElement);
    part(".history-notice [role=status]").textContent = "";
    part(".history-notice").hidden = true;
    if (inside) part(".history-open").focus();
  }

  // ---- the panel

  function panel(element, trigger) {
    frame = element.querySelector(".history");
    forget();
    words = JSON.parse(frame.dataset.words);
    send = trigger;
    let pause;
    element.addEventListener("click", click);
    element.addEventListener("submit", rename);
    element.addEventListener("keydown", escape);
    part("#history-search").addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => draw(ROWS), 150);
    });
    part(".switch input").addEventListener("change", toggle);
    dialog().addEventListener("close", () => {
      part(".naming")?.remove();
      part(".confirm").hidden = true;
    });
    addEventListener("storage", ({ key }) => {
      if (dialog().open && (key === null || key.startsWith("lovp:"))) draw();
    });
  }

  // What nobody went on with for longer than was set; of one that can't be read the age isn't known.
  function forget() {
    const oldest = Date.now() - Number(frame.dataset.days) * 86_400_000;
    if (Number(frame.dataset.days)) all().filter((one) => one.saved && one.saved < oldest).forEach((one) => kept.removeItem(one.key));
  }

  function open() {
    forget();
    part("#history-search").value = "";
    part(".blocked").hidden = kept !== null;
    if (!undo) part(".told [role=status]").textContent = "";
    dialog().showModal();
    draw(ROWS);
    part("#history-title").focus();
  }

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function hay(one) {
    one.hay ??= fold([one.title, ...(one.conversation?.exchanges || []).flatMap((said) => [said.asked, said.answer?.short, said.answer?.text])].filter((text) => typeof text === "string").join("\n"));
    return one.hay;
  }

  let rows = ROWS;
  function draw(most = rows) {
    rows = most;
    if (part(".naming")) return; // it is drawn once the name is given
    const wanted = fold(part("#history-search").value).split(/\s+/).filter(Boolean);
    const there = all();
    const found = wanted.length ? there.filter((one) => wanted.every((word) => hay(one).includes(word))) : there;
    const focus = document.activeElement.closest(".list li") && { id: document.activeElement.closest("li").dataset.id, by: document.activeElement.classList[0] };
    part(".list").replaceChildren(...found.slice(0, rows).map(row));
    part(".more").hidden = found.length <= rows;
    part(".search").hidden = there.length === 0;
    part(".clear").hidden = there.length === 0 || !part(".confirm").hidden;
    part(".switch input").checked = keeping();
    part(".switch input").disabled = kept === null;
    const count = { n: found.length, of: there.length };
    part(".count").textContent = wanted.length ? phrase("found", count) : there.length ? phrase("kept", count) : kept === null ? "" : phrase(keeping() ? "none" : "off");
    if (focus) (part(`.list li[data-id="${CSS.escape(focus.id)}"] .${focus.by}`) || part("#history-title")).focus();
  }

  function row(one) {
    const item = part("template.row").content.firstElementChild.cloneNode(true);
    const [title, when, rename, remove] = [".title", ".when", ".rename", ".delete"].map((name) => item.querySelector(name));
    const said = one.conversation?.exchanges.length;
    item.dataset.id = one.id;
    title.textContent = one.title.length > SHOWN ? `${one.title.slice(0, SHOWN).trimEnd()} …` : one.title;
    when.textContent = [one.saved && day(one.saved), said && phrase("questions", { n: said }), one.id === id && phrase("current")].filter(Boolean).join(" · ");
    item.querySelector(".open").setAttribute("aria-current", one.id === id);
    item.querySelector(".open").disabled = rename.hidden = !said;
    const short = one.title.slice(0, 80);
    rename.setAttribute("aria-label", phrase("rename", { title: short }));
    remove.setAttribute("aria-label", phrase("delete", { title: short }));
    return item;
  }

  const day = (moment) => new Intl.DateTimeFormat("nl-NL", { dateStyle: "long", timeStyle: "short" }).format(moment);

  function click(event) {
    const button = event.target.closest("button");
    if (event.target === dialog()) return dialog().close(); // beside the panel
    if (!button) return;
    const one = button.closest(".list li") && read(keyOf(button.closest("li").dataset.id));
    if (button.matches(".history-open")) open();
    else if (button.matches(".shut")) dialog().close();
    else if (button.matches(".seen")) hush();
    else if (button.matches(".drop")) drop();
    else if (button.matches(".drop-not")) settle();
    else if (button.matches(".more")) more();
    else if (button.matches(".undo")) putBack();
    else if (button.matches(".clear")) ask("clear");
    else if (button.matches(".no")) answered(false);
    else if (button.matches(".yes")) answered(true);
    else if (button.matches(".naming .cancel")) stopNaming();
    else if (!one) draw();
    else if (button.matches(".open")) show(one);
    else if (button.matches(".rename")) name(button.closest("li"), one);
    else if (button.matches(".delete")) remove(one);
  }

  function more() {
    const before = rows;
    draw(rows + ROWS);
    part(`.list li:nth-child(${before + 1}) .open`)?.focus();
  }

  function show(one) {
    dialog().close();
    if (one.id === id) return;
    const text = sendable(one);
    if (!text) return;
    opening = one.id;
    window.lovpSource.close();
    send("apply", { conversation: text });
  }

  function name(item, one) {
    part(".naming")?.remove();
    const form = part("template.name").content.firstElementChild.cloneNode(true);
    form.querySelector("input").value = one.title.slice(0, 120);
    item.append(form);
    form.querySelector("input").select();
  }

  function stopNaming() {
    const item = part(".naming").closest("li");
    part(".naming").remove();
    item.querySelector(".rename").focus();
    draw();
  }

  function rename(event) {
    event.preventDefault();
    const one = read(keyOf(event.target.closest("li").dataset.id));
    const title = event.target.querySelector("input").value.trim() || null;
    if (one?.conversation) {
      try {
        kept.setItem(one.key, JSON.stringify({ title, saved: one.saved, conversation: one.conversation }));
        report("renamed");
      } catch {
        report("no_room");
      }
    }
    stopNaming();
  }

  function escape(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it closes what is here, and not also the source
    const inner = [".naming", ".confirm:not([hidden])"].find((name) => event.target.closest(name));
    if (!inner) return;
    event.preventDefault(); // the panel stays
    if (inner === ".naming") stopNaming();
    else answered(false);
  }

  function report(name, values) {
    clearTimeout(undo?.timer);
    undo = null;
    part(".undo").hidden = true;
    part(".told [role=status]").textContent = phrase(name, values);
  }

  function remove(one) {
    kept.removeItem(one.key);
    const was = one.id === id;
    report("deleted");
    undo = { key: one.key, value: one.value, open: was ? one.id : null };
    part(".undo").hidden = false;
    part(".undo").focus();
    arm();
    if (was) clear();
    draw();
  }

  // The conversation on the page goes too.
  function clear() {
    fresh();
    window.lovpSource.close();
    send("clear");
  }

  function arm() {
    undo.timer = setTimeout(() => {
      const bar = part(".told");
      if (bar.matches(":hover") || bar.contains(document.activeElement)) return arm();
      undo = null;
      part(".undo").hidden = true;
      part(".told [role=status]").textContent = "";
    }, PATIENCE);
  }

  function putBack() {
    const { key, value, open } = undo;
    const back = kept.getItem(key) === null ? key : keyOf(freshId()); // it may be kept again meanwhile, by another tab
    try {
      kept.setItem(back, value);
    } catch {
      return report("no_room");
    }
    report("undone");
    draw();
    const one = read(back);
    (part(`.list li[data-id="${CSS.escape(one.id)}"] .open`) || part("#history-title")).focus();
    if (open && id === null && one.conversation && !document.querySelector(".exchange")) {
      opening = one.id;
      send("apply", { conversation: JSON.stringify(one.conversation) });
    }
  }

  // Whether all may go: for good, or with the keeping itself.
  let asked = "";
  function ask(what) {
    asked = what;
    const yes = part(".confirm .yes");
    part("#history-sure").textContent = phrase(what === "off" ? "turn_off" : "clear", { n: all().length });
    yes.textContent = yes.dataset[what];
    part(".confirm").hidden = false;
    part(".clear").hidden = true;
    part(".confirm .no").focus();
  }

  function answered(sure) {
    part(".confirm").hidden = true;
    if (sure) {
      all().forEach((one) => kept.removeItem(one.key));
      if (asked === "off") turn(false);
      if (asked === "clear" && id !== null) clear();
      fresh();
      report(asked === "off" ? "turned_off" : "cleared");
    }
    draw();
    const back = asked === "off" || part(".clear").hidden ? ".switch input" : ".clear";
    part(back).focus();
  }

  function toggle(event) {
    const on = event.target.checked;
    if (!on && all().length) {
      event.target.checked = true;
      return ask("off");
    }
    turn(on);
    if (!on) fresh();
    report(on ? "turned_on" : "turned_off");
    draw();
  }

  function turn(on) {
    try {
      if (on) kept.removeItem(offKey());
      else kept.setItem(offKey(), "nee");
    } catch {
      report("no_room");
    }
  }

  return { panel, told, remembered, fresh };
})();
