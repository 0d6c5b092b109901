"use strict";
// What was typed in the last seconds goes to the server when its page is left.
(() => {
  const form = document.querySelector("form[hx-post]");
  if (!form) return;
  let typed = 0, sent = 0, left = false;
  form.addEventListener("input", () => { typed += 1; });
  form.addEventListener("htmx:beforeRequest", () => { sent = typed; });
  form.addEventListener("htmx:sendError", () => { sent = -1; });
  // the button sends everything itself
  form.addEventListener("submit", () => { left = true; });
  addEventListener("pagehide", () => {
    if (left || sent === typed) return;
    sent = typed;
    fetch(form.getAttribute("hx-post"), {
      method: "POST",
      body: new FormData(form),
      keepalive: true,
      headers: { "HX-Request": "true", "HX-Target": "saved" },
    });
  });
  // a page that comes back as it was left would go on from an old revision
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
