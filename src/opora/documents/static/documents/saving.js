"use strict";
// One form, one request at a time: what is typed, the button, and the last words when the page is left.
(() => {
  const form = document.querySelector("form[hx-post]");
  if (!form) return;
  let typed = 0, sent = 0, busy = false, left = false, pressed;
  form.addEventListener("input", () => { typed += 1; });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (left || pressed !== undefined) { event.preventDefault(); return; }
    [busy, sent] = [true, typed];
  });
  form.addEventListener("htmx:sendError", () => { sent = -1; });
  form.addEventListener("htmx:afterRequest", () => {
    busy = false;
    if (pressed !== undefined) form.requestSubmit(pressed);
  });
  // the button waits for what is on its way: it goes on from the revision that comes back
  form.addEventListener("submit", (event) => {
    if (busy) {
      event.preventDefault();
      pressed = event.submitter;
      return;
    }
    left = true;
  });
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
