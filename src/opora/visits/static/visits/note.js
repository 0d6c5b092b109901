/* Keeps the note of a visit on the device while there is no connection and sends it once. The page works without it.
   What is typed and photographed lies in IndexedDB under the person and the address; it goes when the note is received.
   The token of the form makes one note of many sendings. */
"use strict";
(() => {
  const BASE = "opora-visits", SHELF = "notes", MOST_WAIT = 60, LOGIN = "/account/";

  // ---- the shelf; a browser that keeps nothing still sends
  const open = new Promise((done) => {
    try {
      const asked = indexedDB.open(BASE, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    } catch { done(null); }
  });
  const act = async (mode, work) => {
    const base = await open;
    if (!base) return null;
    return new Promise((done) => {
      try {
        const turn = base.transaction(SHELF, mode), asked = work(turn.objectStore(SHELF));
        turn.oncomplete = () => done(asked.result === undefined ? true : asked.result);
        turn.onerror = turn.onabort = () => done(null);
      } catch { done(null); }
    });
  };
  const get = async (key) => { const found = await act("readonly", (s) => s.get(key)); return found === true ? null : found; };
  const put = (key, value) => act("readwrite", (s) => s.put(value, key));
  const drop = (key) => act("readwrite", (s) => { s.delete(key); return s.delete(key + "#files"); });
  const keys = async () => (await act("readonly", (s) => s.getAllKeys())) || [];

  const el = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  // ---- a list of what waits here, on the page of visits
  const list = document.querySelector("[data-notes-kept]");
  if (list) {
    (async () => {
      const mine = list.dataset.notesKept + "|";
      for (const key of await keys()) {
        if (!key.startsWith(mine) || key.endsWith("#files")) continue;
        const kept = await get(key), line = el("p", "", "note warning"), link = el("a", "Открыть и отправить");
        if (!kept) continue;
        link.href = key.slice(mine.length);
        line.append((kept.waiting ? "Запись ждёт отправки на этом устройстве: " : "Начатая запись на этом устройстве: ") +
          kept.title + " ", link);
        list.append(line);
      }
    })();
  }

  const begin = async () => {
    const form = document.querySelector("form[data-note]");
    if (!form) return;
    const here = location.pathname + location.search, key = `${form.dataset.note}|${here}`;
    const note = form.querySelector("[data-kept]"), button = form.querySelector("button[type=submit]");
    const wasRefused = Boolean(form.querySelector(".summary"));
    let waiting = 0, tries = 0, busy = false, gone = false, letter = false, typed = 0;

    const offerRemoval = () => {
      const remove = el("button", "Удалить с этого устройства", "btn quiet");
      remove.type = "button";
      remove.addEventListener("click", async () => {
        if (!confirm("Удалить начатую запись с этого устройства? Вернуть её будет нельзя.")) return;
        gone = true;
        await drop(key);
        location.replace(here);
      });
      note.append(" ", remove);
    };
    const say = (words, removable) => {
      note.textContent = words;
      if (removable) offerRemoval();
    };

    // ---- keeping
    const fields = () => [...new FormData(form)].filter(([name, value]) =>
      typeof value === "string" && name !== "csrfmiddlewaretoken");
    const files = () => [...form.querySelectorAll("input[type=file]")].flatMap((input) =>
      [...input.files].map((file) => [input.name, file]));
    const save = () => gone ? null : put(key, { fields: fields(), waiting: letter, title: document.title });
    const saveFiles = () => gone ? null : put(key + "#files", files());
    const restore = (kept) => {
      for (const field of form.elements) {
        if (!field.name || /file|submit|button/.test(field.type) || field.name === "csrfmiddlewaretoken") continue;
        const values = kept.fields.filter(([name]) => name === field.name).map(([, value]) => value);
        if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
        else if (values.length) field.value = values[0];
      }
      for (const part of form.querySelectorAll("details")) {
        part.open = part.open || [...part.querySelectorAll("input, select, textarea")].some((field) => field.value);
      }
    };
    const restoreFiles = (kept) => {
      for (const input of form.querySelectorAll("input[type=file]")) {
        const given = new DataTransfer();
        for (const [name, file] of kept) if (name === input.name) given.items.add(file);
        if (given.files.length) input.files = given.files;
      }
    };

    // ---- sending: until there is an answer
    const later = () => {
      tries += 1;
      say("Связи нет. Запись сохранена на этом устройстве, отправим её сами. Страницу можно закрыть: " +
        "откройте её снова, когда появится связь.", true);
      clearTimeout(waiting);
      waiting = setTimeout(send, 1000 * Math.min(MOST_WAIT, 2 ** tries));
    };
    const show = (page, address) => {
      clearTimeout(waiting);
      for (const part of ["main", ".under"]) {
        const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
        if (old && fresh) old.replaceWith(fresh);
      }
      document.title = page.title;
      if (address) history.replaceState(null, "", address);
      scrollTo(0, 0);
      const first = document.querySelector(".summary") || document.querySelector("main");
      if (first) first.focus();
    };
    const send = async () => {
      if (busy || gone) return;
      busy = true;
      say("Отправляем…");
      const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 120000);
      let answer = null, text = "";
      try {
        answer = await fetch(here, { method: "POST", body: new FormData(form), signal: stop.signal });
        text = await answer.text();
      } catch { answer = null; }
      clearTimeout(timer);
      busy = false;
      if (!answer || answer.status >= 500 || answer.status === 429) return later();
      const address = new URL(answer.url), page = new DOMParser().parseFromString(text, "text/html");
      if (answer.redirected && address.pathname.startsWith(LOGIN)) {
        letter = false;
        await save();
        button.disabled = false;
        say("Вы вышли из системы. Запись сохранена на этом устройстве: войдите, откройте эту страницу снова и отправьте. ");
        const link = el("a", "Войти");
        link.href = `${LOGIN}login/?next=${encodeURIComponent(here)}`;
        note.append(link);
        return undefined;
      }
      if (answer.redirected && answer.ok) {
        gone = true;
        await drop(key);
        return show(page, answer.url);
      }
      letter = false;
      await save();
      if (answer.status === 422) {
        show(page);
        return begin();
      }
      button.disabled = false;
      const words = page.querySelector("main");
      return say((words ? words.textContent.replace(/\s+/g, " ").trim() : "Запись не принята.") +
        " Текст остался на этой странице.", true);
    };

    let pause = 0;
    form.addEventListener("input", (event) => {
      typed += 1;
      if (event.target.type === "file") return;
      clearTimeout(pause);
      pause = setTimeout(save, 300);
    });
    form.addEventListener("change", (event) => { if (event.target.type === "file") { save(); saveFiles(); } });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(pause);
      letter = true;
      button.disabled = true;
      tries = 0;
      send();
      await save();
    });
    addEventListener("online", () => { if (letter) { clearTimeout(waiting); send(); } });
    addEventListener("pagehide", () => { if (typed) save(); });

    const kept = await get(key), pictures = await get(key + "#files");
    if (Array.isArray(pictures)) restoreFiles(pictures);
    if (!kept || !kept.fields || typed) return;
    if (!wasRefused) restore(kept);
    if (kept.waiting && !wasRefused) {
      letter = true;
      button.disabled = true;
      send();
    } else if (!wasRefused) {
      say("Это начатая запись: она лежит только на этом устройстве.", true);
    }
  };
  begin();
})();
