// Keeps the page itself for when the server can't be reached, and shows notifications. What is fetched comes from the
// server first, always: a copy is only for when there is no answer, or the server is down. Messages and files of people
// are never kept here.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = 'akkachat-page';
const PAGE = '/';

/**
 * What the page names in its head.
 *
 * @param {string} html
 */
const namedIn = (html) => [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path);

/**
 * What a module needs, at once or when it is asked for. Types in its comments are no part of the page.
 *
 * @param {string} path
 * @param {string} source
 */
const neededBy = (path, source) => [
  ...source.matchAll(/^(?:import|export) (?:[^;]*? from )?'([^']+)';/gm),
  ...source.matchAll(/\bimport\('([^']+)'\)(?!\.[A-Z])/g),
  ...source.matchAll(/\bloadStyle\('([^']+)'\)/g),
].map(([, to]) => new URL(to, new URL(path, worker.location.origin)).pathname);

/**
 * Keeps these parts of the page and all that they need.
 *
 * @param {string[]} first
 */
async function keep(first) {
  const cache = await caches.open(CACHE);
  const kept = new Set();
  for (let wave = first; wave.length > 0;) {
    await cache.addAll(wave);
    wave.forEach((path) => kept.add(path));
    const needed = await Promise.all(wave.filter((path) => path.endsWith('.js')).map(async (path) =>
      neededBy(path, (await (await cache.match(path))?.text()) ?? '')));
    wave = [...new Set(needed.flat())].filter((path) => !kept.has(path));
  }
}

worker.addEventListener('install', (event) => {
  worker.skipWaiting();
  event.waitUntil((async () => {
    const page = await fetch(PAGE);
    await (await caches.open(CACHE)).put(PAGE, page.clone());
    await keep(namedIn(await page.text()));
  })());
});

worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

/** @param {FetchEvent} event */
async function serve(event) {
  const { request } = event;
  const cache = await caches.open(CACHE);
  const key = request.mode === 'navigate' ? PAGE : request;
  const answer = await fetch(request).catch(() => null);
  if (answer && answer.status < 500) {
    // A full disk costs the copy, not the page.
    answer.ok && event.waitUntil(cache.put(key, answer.clone()).catch(() => null));
    return answer;
  }
  return (await cache.match(key)) ?? answer ?? Response.error();
}

/**
 * Whether an address is a part of the page.
 *
 * @param {URL} url
 */
const isPage = ({ origin, pathname }) => origin === worker.location.origin
  && (pathname === '/' || /^\/(?:js|css|core|icons)\//.test(pathname) || /^\/[^/]+\.(?:svg|webmanifest)$/.test(pathname));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && isPage(new URL(request.url))) {
    event.respondWith(serve(event));
  }
});

worker.addEventListener('notificationclick', (event) => {
  const { room } = event.notification.data ?? {};
  event.notification.close();
  event.waitUntil((async () => {
    const [page] = await worker.clients.matchAll({ type: 'window' });
    if (page) {
      page.postMessage({ room });
      await page.focus();
    } else {
      await worker.clients.openWindow(room ? `/#/r/${encodeURIComponent(room)}` : '/');
    }
  })());
});
