/* Opens notes of visits where there is no connection. It keeps nothing itself: `note.js` puts pages on the shelf, this
   takes them from there when the network does not answer. It answers below /visits/ and hears of signing out. */
"use strict";
const PAGES = "opora-visits-pages-", THINGS = "opora-visits-things", POCKET = "/visits/offline/", OUT = "/account/logout/";
const NOTE = /^\/visits\/(schools\/)?\d+\/note\/$/, PATIENCE = 6000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const shelves = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));
const forget = async () => { for (const name of await shelves()) await caches.delete(name); };
const kept = async (address, names) => {
  for (const name of names) {
    const found = await (await caches.open(name)).match(address, { ignoreVary: true });
    if (found) return found;
  }
  return null;
};
// what lies here is not waited for long
const asked = (request, patience) => new Promise((done, failed) => {
  if (patience) setTimeout(() => failed(new Error("slow")), patience);
  fetch(request).then(done, failed);
});

const page = async (request) => {
  const { pathname } = new URL(request.url), names = await shelves();
  const own = await kept(request.url, names);
  try {
    const answer = await asked(request, own && NOTE.test(pathname) ? PATIENCE : 0);
    // a note never leads elsewhere: the person has been signed out
    if (answer.type === "opaqueredirect" && NOTE.test(pathname)) await forget();
    return answer;
  } catch (trouble) {
    const found = own || await kept(POCKET, names);
    if (!found) throw trouble;
    const headers = new Headers();
    for (const name of ["content-type", "content-security-policy"]) {
      if (found.headers.get(name)) headers.set(name, found.headers.get(name));
    }
    return new Response((await found.text()).replace("<html ", "<html data-cold "), { headers });
  }
};

const thing = async (request) => {
  const found = await kept(request.url, [THINGS]);
  try { return await asked(request, found ? PATIENCE / 2 : 0); } catch (trouble) {
    if (found) return found;
    throw trouble;
  }
};

addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (address.pathname === OUT) {
    if (request.method === "POST") event.waitUntil(forget());
  } else if (request.method !== "GET") {
    // what is sent goes as it is
  } else if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (/style|script|image|font/.test(request.destination)) {
    event.respondWith(thing(request));
  }
});
