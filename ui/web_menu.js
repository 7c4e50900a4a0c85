// The links to the views on a narrow screen, where they stand behind a button; on a wide one they are all in sight.
"use strict";

(() => {
  const menu = () => document.querySelector(".views .menu");
  const isOpen = () => menu()?.getAttribute("aria-expanded") === "true";
  const open = (whether) => menu()?.setAttribute("aria-expanded", whether);

  addEventListener("click", (event) => open(Boolean(event.target.closest?.(".views .menu")) && !isOpen()));
  addEventListener("focusin", (event) => isOpen() && !event.target.closest(".views") && open(false));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    open(false);
    menu().focus();
  });
})();
