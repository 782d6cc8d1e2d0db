// The tabs that have one store open. One of them, the leader, runs the loop: it holds a lock that the browser gives back when the tab
// closes. The tab that the user looks at takes the lead, since browsers slow down those in the background.

import { page } from './device-store.js';

const tabs = new Map();

export function join(name, listener) {
    if (!navigator.locks) throw new Error('This browser has no locks: an old one, or a page that was not served over HTTPS.');
    const tab = { name, listener, channel: new BroadcastChannel(name), stop: new AbortController(), release: null };
    tab.channel.onmessage = event => heard(tab, event.data);
    tab.look = () => { if (document.visibilityState === 'visible' && !tab.release) steal(tab); };
    document.addEventListener('visibilitychange', tab.look);
    const id = crypto.randomUUID();
    tabs.set(id, tab);
    wait(tab);
    return id;
}

export function part(id) {
    const tab = tabs.get(id);
    tabs.delete(id);
    if (!tab) return;
    document.removeEventListener('visibilitychange', tab.look);
    tab.stop.abort();
    tab.release?.();
    tab.channel.close();
}

// Tells the other tabs whether this one, which leads, reached the server.
export function tell(id, reached) {
    tabs.get(id)?.channel.postMessage({ reached });
}

// Takes the lead from whoever has it; that tab waits for its next turn. Ends when this tab leads.
export async function take(id) {
    const tab = tabs.get(id);
    if (tab && !tab.release) await steal(tab);
}

function heard(tab, message) {
    if ('reached' in message) tab.listener.invokeMethodAsync('Reached', message.reached);
    else if (message.changedBy !== page) tab.listener.invokeMethodAsync('Changed');
}

// Waits until no other tab leads. Whoever waits already waits on.
async function wait(tab) {
    if (tab.waits) return;
    tab.waits = true;
    await lead(tab, { signal: tab.stop.signal }, () => { tab.waits = false; });
}

function steal(tab) {
    return new Promise((taken, failed) => lead(tab, { steal: true }, () => { }, taken).then(taken, failed));
}

// What has the lock leads until it gives it back, or another tab takes it.
async function lead(tab, how, granted, taken = () => { }) {
    let led = false;
    try {
        await navigator.locks.request(`${tab.name}-leader`, how, async () => {
            granted();
            if (tab.stop.signal.aborted || tab.release) return;
            led = true;
            const released = new Promise(resolve => { tab.release = resolve; });
            await tab.listener.invokeMethodAsync('Led', true);
            taken();
            await released;
        });
    } catch (e) {
        if (e?.name !== 'AbortError') throw e;
    }
    if (!led) return;
    tab.release = null;
    if (tab.stop.signal.aborted) return;
    tab.listener.invokeMethodAsync('Led', false);
    wait(tab);
}
