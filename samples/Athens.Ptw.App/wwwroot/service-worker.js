// The app's files are kept at its first visit, and served from there: it starts with no network and no server.
// What is data (/sync, /api) is never kept here: that is the engine's, in IndexedDB.
self.importScripts('./service-worker-assets.js');

const prefix = 'ptw-app-';
const cacheName = prefix + self.assetsManifest.version;
const kept = [/\.js$/, /\.mjs$/, /\.wasm$/, /\.dll$/, /\.dat$/, /\.json$/, /\.css$/, /\.html$/, /\.svg$/, /\.png$/, /\.woff2?$/, /\.blat$/, /\.webmanifest$/];
const leftOut = [/^service-worker\.js$/];
const ofServer = [/^\/sync(\/|$)/, /^\/api\//, /^\/openapi\//, /^\/health$/];

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));
self.addEventListener('fetch', event => answer(event));
self.addEventListener('message', event => { if (event.data === 'take-over') self.skipWaiting(); });

async function install() {
    const assets = self.assetsManifest.assets
        .filter(asset => kept.some(pattern => pattern.test(asset.url)) && !leftOut.some(pattern => pattern.test(asset.url)))
        .map(asset => new Request(asset.url, { integrity: asset.hash, cache: 'no-cache' }));
    const cache = await caches.open(cacheName);
    await cache.addAll(assets);
}

async function activate() {
    const names = await caches.keys();
    await Promise.all(names.filter(name => name.startsWith(prefix) && name !== cacheName).map(name => caches.delete(name)));
    await self.clients.claim();
}

function answer(event) {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET' || url.origin !== self.location.origin || ofServer.some(pattern => pattern.test(url.pathname)))
        return;
    event.respondWith(find(event.request));
}

async function find(request) {
    const cache = await caches.open(cacheName);
    const found = await cache.match(request.mode === 'navigate' ? 'index.html' : request, { ignoreSearch: true });
    return found ?? fetch(request);
}
