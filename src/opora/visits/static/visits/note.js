/* Keeps the note of a visit on the device while there is no connection and sends it once. The page works without it.
   What is typed and photographed lies in IndexedDB under the person and the address; it goes when the note is received.
   The token of the form makes one note of many sendings. Pages of notes are kept, too, so that `worker.js` opens them
   where there is no connection: those opened lately and those of the page /visits/offline/. */
"use strict";
(() => {
  const BASE = "opora-visits", SHELF = "notes", MOST_WAIT = 60, LOGIN = "/account/";
  const PAGES = "opora-visits-pages-", THINGS = "opora-visits-things", POCKET = "/visits/offline/";
  const HOUR = 3600000, MOST_PAGES = 40, MOST_THINGS = 60;
  const isCold = "cold" in document.documentElement.dataset;

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

  // ---- pages for where there is no connection; without a secure address the browser has no place for them
  const whose = document.querySelector("[data-note], [data-notes-kept]");
  const owner = whose ? whose.dataset.note || whose.dataset.notesKept : "";
  const canKeep = Boolean(owner) && "serviceWorker" in navigator && "caches" in window;
  // opened once: signing out takes this shelf away, and what a page still puts on it afterwards goes with it
  const opened = canKeep ? caches.open(PAGES + owner) : null;
  if (opened) opened.catch(() => null);
  const shelf = () => opened;
  const keepThings = async (addresses) => {
    const things = await caches.open(THINGS);
    for (const address of new Set(addresses)) {
      if (new URL(address).origin === location.origin && !(await things.match(address, { ignoreVary: true }))) {
        await things.add(address);
      }
    }
    for (const old of (await things.keys()).slice(0, -MOST_THINGS)) await things.delete(old);
  };
  const linked = (page) => [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")]
    .map((each) => new URL(each.getAttribute("href") || each.getAttribute("src"), location.href).href);
  const keepPage = async (address, hours) => {
    const pages = await shelf(), kept = await pages.match(address);
    if (kept && Date.now() - Number(kept.headers.get("x-kept")) < hours * HOUR) return null;
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) {
      if (answer.status < 500 && answer.status !== 429) await pages.delete(address);
      return null;
    }
    const text = await answer.text(), headers = new Headers({ "x-kept": String(Date.now()) });
    for (const name of ["content-type", "content-security-policy"]) {
      if (answer.headers.get(name)) headers.set(name, answer.headers.get(name));
    }
    await pages.put(address, new Response(text, { headers }));
    for (const old of (await pages.keys()).slice(0, -MOST_PAGES)) await pages.delete(old);
    const page = new DOMParser().parseFromString(text, "text/html");
    const loaded = performance.getEntriesByType("resource").filter((each) => /css|link|img|script/.test(each.initiatorType));
    await keepThings([...linked(page), ...loaded.map((each) => each.name).filter((name) => /\/static\//.test(name))]);
    return page;
  };
  const forgetPage = async (address) => { if (canKeep) await (await shelf()).delete(address); };
  const pocket = document.querySelector("[data-pocket]");
  const sayKept = async () => {
    if (!pocket) return;
    const links = [...document.querySelectorAll("a[data-note-page]")];
    let here = 0;
    for (const link of links) {
      const lies = Boolean(await caches.match(link.href, { cacheName: PAGES + owner }));
      here += lies;
      if (isCold && !lies) link.closest("li").hidden = true;
    }
    pocket.textContent = isCold ? "Связи нет. Откройте запись: написанное сохранится и уйдёт, когда связь появится." :
      here === links.length ? "Все записи сохранены на этом устройстве." :
        `Сохранено на этом устройстве: ${here} из ${links.length}.`;
  };
  const keepPages = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PAGES) && name !== PAGES + owner) await caches.delete(name);
    }
    if (!isCold) {
      const worker = "/visits/worker.js";
      await navigator.serviceWorker.register(worker);
      // a second, narrow ear: signing out empties the shelf
      await navigator.serviceWorker.register(worker, { scope: "/account/logout/" });
      const note = document.querySelector("form[data-note]");
      if (note) await keepPage(location.href, 1);
      const page = await keepPage(new URL(POCKET, location.href).href, 3) || document;
      for (const link of note ? [] : page.querySelectorAll("a[data-note-page]")) {
        await keepPage(new URL(link.getAttribute("href"), location.href).href, 12);
      }
    }
    await sayKept();
  };
  if (canKeep) addEventListener("load", () => keepPages().catch(sayKept));

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
    let waiting = 0, tries = 0, busy = false, gone = false, letter = false, typed = 0, renewed = 0;

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
    // a page from the shelf may be older than the last signing in: its mark is taken anew. The worker asks for pages at
    // the same time, and each answer to a browser without a mark brings another: so up to three times
    const renew = async () => {
      renewed += 1;
      try {
        const text = await (await fetch(here)).text(), page = new DOMParser().parseFromString(text, "text/html");
        const fresh = page.querySelector("form[data-note] [name=csrfmiddlewaretoken]");
        if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
        return Boolean(fresh);
      } catch { return false; }
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
      if (answer.status === 403 && renewed < 3 && await renew()) return send();
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
        // a note that was planned is written once; one without a plan may be written tomorrow again
        if (!/\/schools\//.test(here)) await forgetPage(location.href);
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

    // a page from the shelf may be days old and have been used before: a note of today, with a mark of its own
    const startAnew = () => {
      const now = new Date(), two = (number) => String(number).padStart(2, "0");
      if (form.elements.token) form.elements.token.value = crypto.randomUUID();
      const day = form.elements.visited_on;
      if (day && day.type === "date") day.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
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
    if (isCold && !(kept && kept.fields) && !typed) startAnew();
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
