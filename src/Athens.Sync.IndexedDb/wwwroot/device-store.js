// A device's store in IndexedDB. Every function takes and gives JSON text: one call a look, a commit, or a page of rows.
// A failure is an answer ({ failure, message }), so that its kind reaches the caller.

// Tells this page's commits from those of other tabs.
export const page = crypto.randomUUID();

const version = 1;
const strict = { durability: 'strict' };
const pageRows = 500;
const connections = new Map();
const readings = new Map();
let last = 0;

export async function open(name, persist) {
    return answer(async () => {
        if (!globalThis.indexedDB) throw failure('Unavailable', 'This browser keeps no data for the page: IndexedDB is not there.');
        const leave = await hold(name, { mode: 'shared' });
        const db = await connect(name).catch(async e => { await leave(); throw e; });
        const connection = { name, db, leave, gone: null, channel: new BroadcastChannel(name) };
        connection.db.onversionchange = () => close(connection, 'The store was opened by a newer version of the app, or is being deleted.');
        connection.db.onclose = () => close(connection, 'The browser closed the store.');
        connections.set(++last, connection);
        if (persist && navigator.storage?.persist) navigator.storage.persist().catch(() => false);
        return last;
    });
}

// Ends when the lock is given back: who deletes the store next finds it free.
export async function shut(id) {
    const connection = connections.get(id);
    connections.delete(id);
    if (connection) await close(connection, 'The store was closed.');
}

export async function list(prefix) {
    return answer(async () => (await indexedDB.databases()).map(found => found.name).filter(name => name.startsWith(prefix)).sort());
}

export async function remove(name) {
    return answer(async () => {
        const leave = await hold(name, { mode: 'exclusive', ifAvailable: true });
        try {
            await new Promise((resolve, reject) => {
                const request = indexedDB.deleteDatabase(name);
                request.onsuccess = resolve;
                request.onerror = () => reject(request.error);
            });
            return true;
        } finally {
            await leave();
        }
    });
}

export async function load(id, text) {
    return answer(async () => {
        const query = JSON.parse(text);
        return await inside(id, 'readonly', async transaction => {
            const [device, replicas, outbox] = ['device', 'replicas', 'outbox'].map(store => transaction.objectStore(store));
            const asked = [];
            const items = new Map();
            const held = new Set(query.held);
            const note = rows => { for (const row of rows) if (row && !held.has(row.position)) items.set(row.position, row); };
            asked.push(result(device.get('state')));
            const found = Promise.all([
                ...query.entities.map(([type, key]) => result(replicas.get([type, key])).then(row => row ? [row] : [])),
                query.awaiting ? result(replicas.index('awaits').getAll()) : [],
            ]);
            asked.push(...query.entities.map(([type, key]) => result(outbox.index('open').getAll([type, key])).then(note)));
            asked.push(...query.blocked_by.map(name => result(outbox.index('blocked_by').getAll(name)).then(note)));
            asked.push(...query.positions.map(position => result(outbox.get(position)).then(row => note([row]))));
            if (query.sendable > 0) asked.push(result(outbox.index('sendable').getAll(null, query.sendable)).then(note));
            const [state] = await Promise.all(asked);
            const wanted = new Map((await found).flat().map(row => [JSON.stringify([row.type, row.key]), row]));
            return {
                state: state?.json,
                replicas: [...wanted.values()].map(row => row.json),
                items: [...items.values()].sort((one, other) => one.position - other.position).map(row => row.json),
            };
        });
    });
}

// The revision is compared within the transaction that writes: of two tabs, one is refused.
export async function commit(id, text) {
    return answer(async () => {
        const batch = JSON.parse(text);
        const connection = connectionOf(id);
        const taken = await inside(id, 'readwrite', async transaction => {
            const [device, replicas, outbox] = ['device', 'replicas', 'outbox'].map(store => transaction.objectStore(store));
            const before = await result(device.get('state'));
            if ((before?.revision ?? 0) !== batch.revision - 1) return false;
            device.put({ revision: batch.revision, json: batch.state }, 'state');
            for (const key of batch.delete_replicas) replicas.delete(key);
            for (const row of batch.put_replicas) replicas.put(row);
            for (const position of batch.delete_items) outbox.delete(position);
            for (const row of batch.put_items) outbox.put(row);
            return true;
        });
        if (taken) tell(connection);
        return taken;
    });
}

// Reads all that is asked for as one state, and gives it a page at a time.
export async function read(id, text) {
    return answer(async () => {
        const filter = JSON.parse(text);
        const rows = await inside(id, 'readonly', transaction => result(filter.outbox ? itemsOf(transaction, filter) : replicasOf(transaction, filter)));
        return pageOf(++last, filter.outbox ? rows.filter(row => takes(filter, row)).sort((one, other) => one.position - other.position) : rows);
    });
}

export function more(reading) {
    return answer(() => {
        const rows = readings.get(reading);
        readings.delete(reading);
        return pageOf(reading, rows ?? []);
    });
}

export function leave(reading) { readings.delete(reading); }

export async function estimate() {
    return answer(async () => {
        const { usage = 0, quota = 0 } = await navigator.storage.estimate();
        return { usage, quota, is_persistent: await navigator.storage.persisted() };
    });
}

// Whoever has the store open, in whichever tab, holds its lock together with the others; whoever deletes it holds it alone. The browser
// gives the lock back when the tab closes. A deletion that only waited for the other tabs could not be taken back: it would fall on
// what they saved meanwhile.
function hold(name, how) {
    if (!navigator.locks) throw failure('Unavailable', 'This browser has no locks: an old one, or a page that was not served over HTTPS.');
    return new Promise((resolve, reject) => {
        const released = navigator.locks.request(`${name}-open`, how, lock => lock
            ? new Promise(end => resolve(() => { end(); return released; }))
            : reject(failure('Busy', 'The store is open, here or in another tab.')));
        released.catch(reject);
    });
}

// What was not opened in time is not left open: nothing could close it, and it would stand in the way of every later version.
function connect(name) {
    return new Promise((resolve, reject) => {
        let isGivenUp = false;
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = () => make(request.result);
        request.onsuccess = () => isGivenUp ? request.result.close() : resolve(request.result);
        // In a private window some browsers say of any database that its state is wrong.
        request.onerror = () => reject(request.error?.name === 'InvalidStateError' ? failure('Unavailable', request.error.message) : request.error);
        request.onblocked = () => {
            isGivenUp = true;
            reject(failure('Busy', 'An older version of the app holds the store open in another tab. Close that tab.'));
        };
    });
}

// A commit that was under way when its store was closed is told too: it stands.
function tell(connection) {
    const channel = connection.gone ? new BroadcastChannel(connection.name) : connection.channel;
    channel.postMessage({ changedBy: page });
    if (connection.gone) channel.close();
}

function make(db) {
    db.createObjectStore('device');
    const replicas = db.createObjectStore('replicas', { keyPath: ['type', 'key'] });
    replicas.createIndex('awaits', 'awaits');
    replicas.createIndex('shown', 'shown');
    const outbox = db.createObjectStore('outbox', { keyPath: 'position' });
    for (const column of ['open', 'sendable', 'blocked_by', 'status']) outbox.createIndex(column, column);
}

function replicasOf(transaction, filter) {
    const store = transaction.objectStore('replicas');
    const ofType = IDBKeyRange.bound([filter.type], [filter.type, []]);
    return (filter.hidden ? store : store.index('shown')).getAll(ofType);
}

function itemsOf(transaction, filter) {
    const store = transaction.objectStore('outbox');
    return filter.status === null ? store.getAll() : store.index('status').getAll(filter.status);
}

function takes(filter, row) {
    return (filter.type === null || row.type === filter.type) && (filter.key === null || row.key === filter.key);
}

function pageOf(reading, rows) {
    const rest = rows.slice(pageRows);
    if (rest.length > 0) readings.set(reading, rest);
    return { reading: rest.length > 0 ? reading : 0, rows: rows.slice(0, pageRows).map(row => row.json) };
}

// Runs work in one transaction, and ends when the browser says that it is done: what was written is then durable.
async function inside(id, mode, work) {
    const { db } = connectionOf(id);
    const transaction = db.transaction(['device', 'replicas', 'outbox'], mode, strict);
    const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error ?? failure('Unavailable', 'The browser gave the transaction up.'));
    });
    done.catch(() => { });
    try {
        const value = await work(transaction);
        await done;
        return value;
    } catch (e) {
        try { transaction.abort(); } catch { /* It has ended already. */ }
        await done.catch(cause => { if (cause?.name === 'QuotaExceededError') throw cause; });
        throw e;
    }
}

function result(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function connectionOf(id) {
    const connection = connections.get(id);
    if (!connection) throw failure('Closed', 'The store was closed.');
    if (connection.gone) throw failure('Closed', connection.gone);
    return connection;
}

function close(connection, why) {
    if (connection.gone) return connection.released;
    connection.gone = why;
    connection.db.close();
    connection.channel.close();
    return connection.released = connection.leave();
}

async function answer(work) {
    try {
        return JSON.stringify({ value: await work() });
    } catch (e) {
        return JSON.stringify({ failure: e?.kind ?? kinds[e?.name] ?? 'Unavailable', message: e?.message || String(e) });
    }
}

function failure(kind, message) {
    return Object.assign(new Error(message), { kind });
}

const kinds = {
    QuotaExceededError: 'Full',
    VersionError: 'NewerSchema',
    InvalidStateError: 'Closed',
    NotReadableError: 'Corrupt',
    DataError: 'Constraint',
    ConstraintError: 'Constraint',
};
