// A page by itself needs no script, but for one thing: the place in a record that its address tells behind the # never reaches the
// server, so the page asks for it.
"use strict";

(() => {
  const place = /^#\d+-\d+\.[0-9a-f]+$/;
  const at = () => {
    const wanted = new URL(location);
    if (!wanted.pathname.startsWith("/verslag/") || !place.test(location.hash)) return;
    if (wanted.searchParams.get("plek") === location.hash.slice(1)) return;
    wanted.searchParams.set("plek", location.hash.slice(1));
    location.replace(wanted);
  };
  addEventListener("hashchange", at);
  at();
  document.querySelector("mark")?.scrollIntoView({ block: "center" });
})();
