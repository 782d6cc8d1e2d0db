// The tabs that have one store open. One of them, the leader, runs the loop: it holds a lock that the browser gives back when the tab
// closes. The tab that the user looks at takes the lead, since browsers slow down those in the background.

import { page } from './device-store.js';

const tabs = new Map();

export function join(name, listener) {
    if (!navigator.locks) throw new Error('This browser has no locks: an old one, or a page that was not served over HTTPS.');
    const tab = { name, listener, channel: new BroadcastChannel(name), stop: new AbortController(), release: null };
    tab.channel.onmessage = event => heard(tab, event.data);
    tab.look = () => { if (document.visibilityState === 'visible' && !tab.release) take(tab); };
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

// To the other tabs: { ask } asks the leader for a cycle, { done, fault } answers, { reached } tells whether the leader reached the server.
export function say(id, text) {
    tabs.get(id)?.channel.postMessage(text);
}

function heard(tab, message) {
    if (typeof message === 'string') tab.listener.invokeMethodAsync('Heard', message);
    else if (message.changedBy !== page) tab.listener.invokeMethodAsync('Changed');
}

// Waits until no other tab leads. Whoever waits already waits on.
async function wait(tab) {
    if (tab.waits) return;
    tab.waits = true;
    await lead(tab, { signal: tab.stop.signal }, () => { tab.waits = false; });
}

// Takes the lead from whoever has it; that tab waits for its next turn.
async function take(tab) {
    await lead(tab, { steal: true }, () => { });
}

async function lead(tab, how, granted) {
    let led = false;
    try {
        await navigator.locks.request(`${tab.name}-leader`, how, () => new Promise(resolve => {
            granted();
            if (tab.stop.signal.aborted || tab.release) return resolve();
            led = true;
            tab.release = resolve;
            tab.listener.invokeMethodAsync('Led', true);
        }));
    } catch (e) {
        if (e?.name !== 'AbortError') throw e;
    }
    if (!led) return;
    tab.release = null;
    if (tab.stop.signal.aborted) return;
    tab.listener.invokeMethodAsync('Led', false);
    wait(tab);
}
