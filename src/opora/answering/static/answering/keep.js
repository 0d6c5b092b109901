/* Keeps unsent answers on the device and sends them exactly once. Every page works without it.
   Kept under a hash of the code: answers while one fills in, the whole letter while it waits to be sent; for a
   moment the receipt word, so that other tabs hear it. No clock of the device is asked. */
"use strict";
(() => {
  const AT = "/a/", KEPT = "opora-answers-", NOW = "opora-now", MOST_WAIT = 60;

  // ---- skip logic: the words of `answering.skipping`
  const holds = (rule, answers) => {
    const [word, ...parts] = rule;
    if (word === "and") return parts.every((part) => holds(part, answers));
    if (word === "or") return parts.some((part) => holds(part, answers));
    if (word === "not") return !holds(parts[0], answers);
    const held = answers[parts[0]];
    if (!held) return false;
    if (word === "answered") return true;
    if (word === "has") return held.many && held.values.includes(parts[1]);
    if (held.many || held.values.length !== 1) return false;
    const [left, right] = [held.values[0], parts[1]];
    return { "=": left === right, "!=": left !== right, ">": left > right, ">=": left >= right,
      "<": left < right, "<=": left <= right }[word];
  };

  // ---- keying in paper: a full field leads to the next, Enter too; what is not asked is passed over
  const keys = document.querySelector("[data-keys]");
  if (keys) {
    const fields = () => [...keys.querySelectorAll("input[type=text], textarea, button")]
      .filter((field) => !field.closest("[hidden]"));
    const ask = () => {
      const answers = {};
      for (const box of keys.querySelectorAll("[data-type]")) {
        const field = box.querySelector("input, textarea"), rule = box.dataset.if, many = box.dataset.type === "several";
        box.hidden = Boolean(rule) && !holds(JSON.parse(rule), answers);
        const text = box.hidden ? "" : field.value.trim();
        if (!text) continue;
        // «135» and «1 3 5» alike; with more than nine options, «12» may be either: what might be asked is shown
        const said = [...(text.match(/-?\d+/g) || []), ...(many ? text.match(/\d/g) || [] : [])].map(Number);
        answers[field.name.split(".")[0]] = { values: /text|matrix/.test(box.dataset.type) ? [] : said, many };
      }
      for (const group of keys.querySelectorAll("fieldset")) {
        group.hidden = !group.querySelector("[data-type]:not([hidden])");
      }
    };
    const next = (field) => {
      const after = (other) => field.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      const following = fields().find(after);
      if (following) { following.focus(); if (following.select) following.select(); }
    };
    // of two that differ the last gesture counts: what is typed, or what is chosen
    const settle = (field) => {
      const chosen = /radio|checkbox/.test(field.type);
      if (chosen && !field.checked) return;
      for (const other of field.closest("tr").querySelectorAll("input, textarea")) {
        if (other === field) continue;
        if (/radio|checkbox/.test(other.type)) other.checked = false;
        else other.value = "";
      }
    };
    keys.addEventListener("input", (event) => {
      const field = event.target, full = Number(field.dataset.digits);
      if (field.closest("tr")) settle(field);
      ask();
      if (full && field.value.length >= full && /^\d+$/.test(field.value)) next(field);
    });
    keys.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.matches("textarea, button")) return;
      event.preventDefault();
      next(event.target);
    });
    ask();
    return;
  }
  const main = document.querySelector("main"), footer = document.getElementById("kept-here");
  if (!main || !footer) return;

  // ---- what is kept; a browser that keeps nothing still answers
  const hash = (text) => {
    let a = 0xdeadbeef, b = 0x41c6ce57;
    for (const sign of text) {
      const code = sign.codePointAt(0);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36);
  };
  const shelf = (store) => ({
    read(text) { try { return JSON.parse(text); } catch { return null; } },
    get(name) { try { return this.read(store().getItem(name)); } catch { return null; } },
    set(name, value) { try { store().setItem(name, JSON.stringify(value)); return true; } catch { return false; } },
    drop(name) { try { store().removeItem(name); } catch { /* nothing was kept */ } },
    names() { try { return Object.keys(store()).filter((name) => name.startsWith(KEPT)); } catch { return []; } },
  });
  const device = shelf(() => localStorage), tab = shelf(() => sessionStorage);
  const nameOf = (right) => KEPT + hash(right._poster ? "p" + right._poster : "c" + right._code);

  // ---- small things; the page brings the sentences of its language, by the Russian ones
  let sentences = {};
  const said = (words, values = {}) =>
    (sentences[words] || words).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const el = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const rightOf = (form) => {
    const sent = new FormData(form);
    return { _code: sent.get("_code") || "", _poster: sent.get("_poster") || "", _retry: sent.get("_retry") || "",
      _lang: sent.get("_lang") || "" };
  };
  const post = async (address, body, accept) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 20000);
    try {
      return await fetch(address, { method: "POST", body, signal: stop.signal, credentials: "omit",
        headers: accept ? { Accept: accept } : {} });
    } finally { clearTimeout(timer); }
  };
  const put = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("main");
    main.lang = fresh.lang;
    main.dataset.say = fresh.dataset.say || "";
    main.replaceChildren(...fresh.childNodes);
    const foot = (shown) => shown.querySelector(".plain-foot > a"), [here, there] = [foot(document), foot(page)];
    if (here) here.hidden = !there;
    if (here && there) { here.textContent = there.textContent; here.href = there.getAttribute("href"); }
    document.title = page.title;
    scrollTo(0, 0);
    begin();
  };
  const open = async (right, go, quietly) => {
    const body = new URLSearchParams(right);
    if (go) body.set("_go", go);
    try {
      const answer = await post(AT, body);
      const text = await answer.text();
      if (quietly) return text;
      put(text);
      return text;
    } catch { return ""; }
  };
  const say = (words) => {
    let note = main.querySelector(".told-now");
    if (!note) {
      note = el("p", "", "note info told-now");
      note.setAttribute("role", "status");
      (main.querySelector("form") || main).append(note);
    }
    note.textContent = words;
    note.hidden = !words;
  };

  // ---- what stands below: what is kept here, and how to remove it
  const offerRemoval = (name) => {
    const kept = device.get(name), shown = kept ? name + Boolean(kept.letter) : "";
    if (footer.dataset.shown === shown) return;
    footer.dataset.shown = shown;
    footer.replaceChildren();
    if (!kept) return;
    const words = kept.letter
      ? said("Ответы ждут отправки на этом устройстве.")
      : said("Пока вы не отправили ответы, они хранятся на этом устройстве. Если оно общее, не оставляйте их здесь.");
    const button = el("button", said("Удалить с этого телефона"), "btn quiet");
    button.type = "button";
    button.addEventListener("click", () => {
      if (!confirm(said("Удалить ответы с этого устройства? Вернуть их будет нельзя."))) return;
      delete memory[name];
      device.drop(name);
      tab.drop(NOW);
      location.replace(AT);
    });
    footer.append(el("p", words), button);
  };

  // what was begun may be somebody else's: it is never opened unasked
  const offerResuming = (right) => {
    const name = nameOf(right), kept = device.get(name);
    say(said("На этом устройстве есть начатая анкета. Если она не ваша, удалите её."));
    const button = el("button", said("Продолжить начатую анкету"), "btn quiet");
    button.type = "button";
    button.addEventListener("click", () => open({ ...right, _lang: kept.lang }, "whole"));
    (main.querySelector("form") || main).append(button);
    offerRemoval(name);
  };

  // ---- sending: the same letter with the same key until there is an answer; of all tabs one sends at a time
  let waiting = 0, tries = 0, busy = false, sent = "";
  const memory = {}, awaited = new Set();
  const letterOf = (name) => {
    const kept = device.get(name);
    return kept && kept.letter ? kept : memory[name];
  };
  const sendLater = (name, seconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => send(name), 1000 * seconds);
  };
  const alone = (name, work) => navigator.locks
    ? navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : sendLater(name, MOST_WAIT)))
    : work();
  const send = async (name) => {
    if (busy) return;
    busy = true;
    awaited.add(name);
    clearTimeout(waiting);
    try { await alone(name, () => sendNow(name)); } finally { busy = false; }
  };
  const sendNow = async (name) => {
    const kept = letterOf(name);
    if (!kept) return;
    let answer = null, told = null;
    try {
      answer = await post(AT + "send/", new URLSearchParams(kept.letter), "application/json");
      told = await answer.json();
    } catch { told = null; }
    if (told && told.word) return received(name, told.word);
    if (!letterOf(name)) return; // another tab has removed it
    if (told && told.mistakes) return sentBack(name, kept, told.mistakes);
    if (told && told.refused && answer.status !== 429 && answer.status < 500) return refused(name, told.refused);
    tries += 1;
    say(said("Сохранено на телефоне. Отправим, когда появится связь. Страницу лучше не закрывать; если закроете, " +
      "откройте её снова по тому же коду."));
    offerRemoval(name);
    sendLater(name, Math.min(MOST_WAIT, 2 ** tries) * (0.75 + Math.random() / 2));
  };
  const received = (name, word) => {
    clearTimeout(waiting);
    if (device.get(name)) device.set(name, { word });
    device.drop(name);
    delete memory[name];
    tab.drop(NOW);
    sent = word;
    offerRemoval(name);
    const box = el("div", "", "flow"), line = el("p", said("Слово-расписка:") + " "), title = el("h1", said("Спасибо, ответ принят"));
    line.append(el("b", word, "word"));
    title.tabIndex = -1;
    box.append(title, line, el("p", said("Слово показывает, что ответ дошёл. По нему нельзя узнать, кто и что " +
      "ответил. С этого устройства ответы удалены. Страницу можно закрыть."), "soft"));
    main.replaceChildren(box);
    document.title = title.textContent + " — Опора";
    history.replaceState(null, "", AT);
    title.focus();
  };
  const unsend = (name, kept) => {
    delete kept.letter;
    device.set(name, kept);
    delete memory[name];
    const button = main.querySelector("form[data-page=whole] .btn[type=submit]");
    if (button) button.disabled = false;
  };
  const sentBack = (name, kept, mistakes) => {
    const letter = kept.letter;
    unsend(name, kept);
    if (whole) whole.show(mistakes);
    else open(Object.fromEntries(letter.filter(([field]) => field.startsWith("_"))), "whole");
  };
  const refused = (name, words) => {
    unsend(name, device.get(name) || {});
    say(words);
    offerRemoval(name);
  };
  const sendAll = async () => { for (const name of letters()) await send(name); };
  addEventListener("online", sendAll);
  const letters = () => [...new Set([...device.names(), ...Object.keys(memory)])].filter(letterOf);

  // ---- the whole questionnaire on one page, a section at a time
  let whole = null;
  const valueOf = (question) => {
    const fields = [...question.querySelectorAll("input, textarea")];
    const type = question.dataset.type;
    const given = fields.filter((field) => (/radio|checkbox/.test(field.type) ? field.checked : field.value.trim()));
    if (!given.length) return null;
    if (type === "text" || type === "matrix") return { values: [], many: false };
    return { values: given.map((field) => Number(field.value.trim())), many: type === "several" };
  };

  const fill = (form) => {
    const right = rightOf(form), name = nameOf(right);
    const kept = device.get(name) || {};
    if (kept.retry) {
      // the key of the first page stays: what was sent once is not stored twice
      right._retry = kept.retry;
      form.elements._retry.value = kept.retry;
    }
    tab.set(NOW, right);
    const sections = [...form.querySelectorAll(".sec")], questions = [...form.querySelectorAll(".q")];
    const [submit] = form.querySelectorAll(".buttons .btn");
    const back = el("button", said("Назад"), "btn quiet");
    back.type = "button";
    submit.after(back);
    let at = 0, isKept = Boolean(kept.retry);

    const restore = (answers) => {
      for (const field of form.querySelectorAll("input, textarea")) {
        if (field.name.startsWith("_")) continue;
        const values = answers[field.name] || [];
        if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
        else if (field.value !== (values[0] || "")) field.value = values[0] || "";
      }
    };
    const gathered = () => {
      const answers = {};
      for (const [field, value] of new FormData(form)) {
        if (!field.startsWith("_") && value) (answers[field] = answers[field] || []).push(value);
      }
      return answers;
    };
    const state = () => ({ retry: right._retry, lang: right._lang, answers: gathered(), at });
    // what another tab sends or has sent is not written over, what it removed is not brought back
    const save = () => {
      const kept = device.get(name);
      if (sent || (kept && kept.letter)) return;
      if (isKept && !kept) { gone(); return; }
      isKept = device.set(name, { ...(kept || {}), ...state() });
    };
    const ask = () => {
      const answers = {};
      for (const question of questions) {
        const code = question.id.slice(2), rule = question.dataset.if;
        question.hidden = Boolean(rule) && !holds(JSON.parse(rule), answers);
        const value = question.hidden ? null : valueOf(question);
        if (value) answers[code] = value;
      }
    };
    const live = () => sections.filter((section) => section.querySelector(".q:not([hidden])"));
    const mark = (section, mistakes) => {
      for (const old of form.querySelectorAll(".errors, .summary")) old.remove();
      for (const old of form.querySelectorAll(".bad")) old.classList.remove("bad");
      const names = Object.keys(mistakes).filter((field) => section.querySelector(`[name="${field}"]`));
      if (!names.length) return;
      const box = el("div", "", "summary"), list = el("ul");
      box.tabIndex = -1;
      box.setAttribute("role", "alert");
      box.append(el("h2", said("Исправьте отмеченное")), list);
      for (const field of names) {
        const input = section.querySelector(`[name="${field}"]`);
        const place = input.closest(".q-row") || input.closest(".q"), words = el("p", mistakes[field], "errors");
        place.classList.add("bad");
        place.querySelector("legend").after(words);
        const link = el("a", place.querySelector("legend").textContent.replace(/\s*\*.*$/, "")), line = el("li");
        link.href = "#" + input.id;
        link.addEventListener("click", (event) => { event.preventDefault(); input.focus(); });
        line.append(link, " " + mistakes[field]);
        list.append(line);
      }
      section.querySelector(".told").append(box);
      box.focus();
      scrollTo(0, 0);
    };
    const wrong = (section) => {
      const found = {};
      for (const question of section.querySelectorAll(".q:not([hidden])")) {
        const number = question.querySelector("input[data-min]");
        if (number && number.value.trim()) {
          const value = Number(number.value.trim());
          const [low, high] = [Number(number.dataset.min), Number(number.dataset.max)];
          if (!Number.isInteger(value) || value < low || value > high) {
            found[number.name] = said("Нужно число от {low} до {high}.", { low, high });
          }
        }
        if (!("required" in question.dataset)) continue;
        const rows = [...question.querySelectorAll(".q-row")];
        for (const row of rows.filter((row) => !row.querySelector(":checked"))) {
          found[row.querySelector("input").name] = said("Ответьте на эту строку.");
        }
        if (!rows.length && !valueOf(question)) {
          found[question.querySelector("input, textarea").name] = said("Ответьте на этот вопрос.");
        }
      }
      return found;
    };
    const draw = (to) => {
      const open = live();
      at = Math.max(0, Math.min(to, open.length - 1));
      for (const section of sections) section.hidden = section !== open[at];
      const left = open.slice(at).reduce((sum, section) => sum + section.querySelectorAll(".q:not([hidden])").length, 0);
      const all = questions.filter((question) => !question.hidden).length;
      const minutes = Math.max(1, Math.round(Number(form.dataset.minutes) * left / Math.max(1, all)));
      open[at].querySelector(".where").textContent =
        said("Раздел {place} из {count}. Осталось около {minutes} мин.", { place: at + 1, count: open.length, minutes });
      const bar = open[at].querySelector("progress");
      bar.max = open.length;
      bar.value = at;
      submit.textContent = said(at === open.length - 1 ? "Отправить ответы" : "Дальше");
      back.hidden = at === 0;
      say("");
    };
    const turn = (to, quietly) => {
      draw(to);
      if (!quietly) {
        history.pushState({ at }, "", AT);
        scrollTo(0, 0);
        live()[at].querySelector("h1").focus();
      }
      save();
      offerRemoval(name);
    };
    // an answer that need not be given can be taken back
    const offerClearing = () => {
      for (const question of questions) {
        const chosen = question.querySelector("input[type=radio]:checked");
        let button = question.querySelector(".clear");
        if (!button && chosen && !("required" in question.dataset)) {
          button = el("button", said("Снять ответ"), "clear");
          button.type = "button";
          button.addEventListener("click", () => {
            for (const field of question.querySelectorAll("input:checked")) field.checked = false;
            question.querySelector("input").focus();
            form.dispatchEvent(new Event("input"));
          });
          question.append(button);
        }
        if (button) button.hidden = !chosen;
      }
    };
    form.addEventListener("input", () => {
      ask();
      offerClearing();
      const last = live().length - 1;
      submit.textContent = said(at >= last ? "Отправить ответы" : "Дальше");
      save();
      offerRemoval(name);
    });
    back.addEventListener("click", () => history.back());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const section = live()[at], mistakes = wrong(section);
      mark(section, mistakes);
      if (Object.keys(mistakes).length) return;
      if (at < live().length - 1) return turn(at + 1);
      const letter = [...new FormData(form)].filter(([, value]) => value !== "");
      save();
      if (whole) whole.look();
      if (!whole || submit.disabled) return;
      memory[name] = { ...state(), letter };
      device.set(name, memory[name]);
      submit.disabled = true;
      say(said("Отправляем…"));
      tries = 0;
      send(name);
    });
    // ---- the same questionnaire in another tab
    const gone = () => {
      whole = null;
      clearTimeout(waiting);
      delete memory[name];
      tab.drop(NOW);
      offerRemoval(name);
      const box = el("div", "", "flow"), title = el("h1", said("Здесь анкеты больше нет"));
      const button = el("button", said("Открыть анкету"), "btn");
      button.type = "button";
      // with a key of its own: by a poster this is somebody's next answer
      button.addEventListener("click", () => open({ ...right, _retry: "" }, ""));
      title.tabIndex = -1;
      box.append(title, el("p", said("Её отправили или удалили в другой вкладке этого устройства.")), button);
      main.replaceChildren(box);
      title.focus();
    };
    const hear = (kept) => {
      if (sent) return;
      if (!kept) { gone(); return; }
      if (kept.word) { received(name, kept.word); return; }
      submit.disabled = Boolean(kept.letter);
      if (kept.letter) {
        say(said("Эти ответы уже отправляет другая вкладка."));
        sendLater(name, MOST_WAIT); // that tab may have been closed
      } else {
        const shown = sections.find((section) => !section.hidden);
        clearTimeout(waiting);
        delete memory[name];
        restore(kept.answers || {});
        ask();
        offerClearing();
        draw(live().indexOf(shown));
      }
      offerRemoval(name);
    };
    whole = {
      name,
      hear,
      look() {
        const now = device.get(name);
        if (isKept && (!now || (now.letter && !memory[name]))) hear(now);
      },
      go: (to) => turn(to, true),
      show(mistakes) {
        const index = live().findIndex((section) =>
          Object.keys(mistakes).some((field) => section.querySelector(`[name="${field}"]`)));
        turn(Math.max(0, index), true);
        mark(live()[at], mistakes);
      },
    };
    if (kept.answers) restore(kept.answers);
    ask();
    offerClearing();
    history.replaceState({ at: 0 }, "", AT);
    turn(0, true);
    for (let step = 1; step <= Math.min(kept.at || 0, live().length - 1); step += 1) turn(step);
    if (kept.letter) {
      memory[name] = kept;
      submit.disabled = true;
      say(said("Отправляем…"));
      send(name);
    }
  };
  addEventListener("popstate", (event) => { if (whole && !sent && event.state) whole.go(event.state.at); });
  addEventListener("storage", (event) => {
    const told = device.read(event.newValue);
    if (whole && event.key === whole.name) whole.hear(told);
    else if (whole && event.key === null) whole.look();
    else if (!whole && told && told.word && awaited.has(event.key)) received(event.key, told.word);
  });
  document.addEventListener("visibilitychange", () => { if (whole && !sent && !document.hidden) whole.look(); });

  // ---- «ничего из этого» does not stand beside another answer
  main.addEventListener("change", (event) => {
    const field = event.target, question = field.closest("[data-alone]");
    if (!question || !field.checked) return;
    const only = question.dataset.alone;
    for (const other of question.querySelectorAll("input:checked")) {
      if (other !== field && (field.value === only || other.value === only)) other.checked = false;
    }
    if (field.form) field.form.dispatchEvent(new Event("input"));
  });

  // ---- each page
  const pages = {
    code() {
      const now = tab.get(NOW);
      if (letters().length) { say(said("Отправляем ответ, который ждал на этом устройстве…")); sendAll(); }
      else if (now && device.get(nameOf(now))) offerResuming(now);
    },
    door(form) {
      const right = rightOf(form), kept = device.get(nameOf(right));
      history.replaceState(null, "", AT);
      if (kept && kept.letter) { say(said("Отправляем ваш ответ…")); send(nameOf(right)); return; }
      if (kept && kept.answers && right._poster) offerResuming(right);
      else if (kept && kept.answers) open({ ...right, _lang: kept.lang }, "whole");
      else open(right, "");
      form.addEventListener("submit", (event) => { event.preventDefault(); open(right, ""); });
    },
    start(form) {
      const right = rightOf(form), kept = device.get(nameOf(right));
      // by a poster the form goes its plain way: what somebody else began stays as it is
      if (kept && kept.answers && right._poster) { offerResuming(right); return; }
      if (kept && kept.answers) { open({ ...right, _lang: kept.lang }, "whole"); return; }
      const ready = {};
      const fetched = () => {
        const right = rightOf(form);
        return (ready[right._lang] = ready[right._lang] || open(right, "whole", true));
      };
      fetched();
      form.addEventListener("change", fetched);
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const text = await fetched();
        if (text) { put(text); return; }
        delete ready[rightOf(form)._lang];
        say(said("Нет связи. Подождите немного и нажмите «Начать» ещё раз."));
      });
    },
    whole: fill,
    refused() {
      const name = nameOf(rightOf(main.querySelector("[data-carried]")));
      const kept = device.get(name);
      if (kept && kept.letter) send(name);
      else offerRemoval(name);
    },
  };
  const begin = () => {
    whole = null;
    sentences = main.dataset.say ? JSON.parse(main.dataset.say) : {};
    const page = main.querySelector("[data-page]");
    const draw = page && pages[page.dataset.page];
    if (draw) draw(page);
  };
  begin();
})();
