// What the app asks of the browser itself. Everything else is C#.
window.ptw = (() => {
    const names = /^[a-z0-9-]{1,24}$/;

    // A device is a window of this browser: its name lives as long as the window does, through reloads too.
    function device() {
        const asked = new URL(location.href).searchParams.get('device');
        if (asked && names.test(asked)) window.name = 'device-' + asked;
        return window.name.startsWith('device-') ? window.name.slice(7) : 'main';
    }

    function watchOnline(listener) {
        const tell = () => listener.invokeMethodAsync('OnlineChanged', navigator.onLine);
        addEventListener('online', tell);
        addEventListener('offline', tell);
        document.addEventListener('visibilitychange', () => { if (!document.hidden) listener.invokeMethodAsync('CameToForeground'); });
        addEventListener('storage', event => { if (event.key?.endsWith('.accounts')) listener.invokeMethodAsync('AccountsChanged'); });
        return navigator.onLine;
    }

    // The service worker keeps the app's files. A new version waits until it is asked for: nobody's form is reloaded away.
    // No start waits for it: while the browser asks the server for a new version, a registration waits for that answer too.
    function watchVersion(listener) {
        if ('serviceWorker' in navigator) void followVersion(listener);
    }

    async function followVersion(listener) {
        // Without it the app runs all the same, only not without its server.
        const registration = await navigator.serviceWorker.register('service-worker.js', { updateViaCache: 'none' }).catch(e => console.warn('The app will not start offline:', e));
        if (!registration) return;
        const look = worker => worker && worker.addEventListener('statechange', () => {
            if (worker.state === 'installed' && navigator.serviceWorker.controller) listener.invokeMethodAsync('NewVersionWaits');
        });
        if (registration.waiting && navigator.serviceWorker.controller) listener.invokeMethodAsync('NewVersionWaits');
        look(registration.installing);
        registration.addEventListener('updatefound', () => look(registration.installing));
        // Another tab took the new version: this one goes on with what it has loaded, until its user is done here.
        if (navigator.serviceWorker.controller) navigator.serviceWorker.addEventListener('controllerchange', () => listener.invokeMethodAsync('NewVersionWaits'));
        const ask = () => { if (!document.hidden && navigator.onLine) registration.update().catch(() => { }); };
        document.addEventListener('visibilitychange', ask);
        addEventListener('online', ask);
    }

    async function takeNewVersion() {
        const registration = await navigator.serviceWorker.getRegistration();
        if (!registration || !registration.waiting) return location.reload();
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
        registration.waiting.postMessage('take-over');
    }

    // Photos' bytes stay on the device, in a database of their own.
    function photoStore(name) {
        return new Promise((resolve, reject) => {
            const opening = indexedDB.open('ptw-photos-' + name, 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore('photos');
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
        });
    }

    async function inPhotos(name, mode, work) {
        const db = await photoStore(name);
        try {
            return await new Promise((resolve, reject) => {
                const transaction = db.transaction('photos', mode, { durability: 'strict' });
                const request = work(transaction.objectStore('photos'));
                transaction.oncomplete = () => resolve(request.result);
                transaction.onabort = () => reject(transaction.error);
            });
        } finally {
            db.close();
        }
    }

    async function shrink(file, longest) {
        const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
        const scale = Math.min(1, longest / Math.max(image.width, image.height));
        const canvas = new OffscreenCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
        canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
        return await canvas.convertToBlob({ type: 'image/jpeg', quality: .82 });
    }

    const pictures = new Map();

    // Takes what the input holds; gives what is wrong with it, or null.
    async function keepPhoto(name, key, input) {
        const file = input.files[0];
        if (!file) return 'No photo was chosen.';
        try {
            const photo = { full: await shrink(file, 2048), thumbnail: await shrink(file, 240) };
            await inPhotos(name, 'readwrite', store => store.put(photo, key));
            return null;
        } catch (e) {
            return e && e.name === 'QuotaExceededError' ? 'There is no room for the photo on this device.' : 'This file is not a photo that the browser can read.';
        }
    }

    const dropPhoto = (name, key) => inPhotos(name, 'readwrite', store => store.delete(key));

    async function pictureOf(name, key, size) {
        const known = pictures.get(size + key);
        if (known) return known;
        const photo = await inPhotos(name, 'readonly', store => store.get(key));
        if (!photo) return null;
        const url = URL.createObjectURL(photo[size]);
        pictures.set(size + key, url);
        return url;
    }

    // A signature is drawn as lines and kept as SVG text.
    const pads = new WeakMap();

    function startPad(canvas) {
        const pad = { strokes: [] };
        pads.set(canvas, pad);
        const context = canvas.getContext('2d');
        context.lineWidth = 2.5;
        context.lineCap = context.lineJoin = 'round';
        const at = event => {
            const box = canvas.getBoundingClientRect();
            return [Math.round((event.clientX - box.left) * canvas.width / box.width), Math.round((event.clientY - box.top) * canvas.height / box.height)];
        };
        let stroke = null;
        canvas.addEventListener('pointerdown', event => {
            canvas.setPointerCapture(event.pointerId);
            stroke = [at(event)];
            pad.strokes.push(stroke);
            event.preventDefault();
        });
        canvas.addEventListener('pointermove', event => {
            if (!stroke) return;
            const [x, y] = at(event), [fromX, fromY] = stroke[stroke.length - 1];
            if (Math.abs(x - fromX) + Math.abs(y - fromY) < 2) return;
            context.beginPath();
            context.moveTo(fromX, fromY);
            context.lineTo(x, y);
            context.stroke();
            stroke.push([x, y]);
        });
        for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { stroke = null; });
    }

    function clearPad(canvas) {
        pads.get(canvas).strokes = [];
        canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
    }

    function readPad(canvas) {
        const lines = pads.get(canvas).strokes.filter(stroke => stroke.length > 1).map(stroke => 'M' + stroke.map(point => point.join(' ')).join('L'));
        if (lines.length === 0) return '';
        return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${canvas.width} ${canvas.height}"><path d="${lines.join('')}" fill="none" stroke="#12324a" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
    }

    return {
        device, watchOnline, watchVersion, takeNewVersion, keepPhoto, dropPhoto, pictureOf, startPad, clearPad, readPad,
        read: key => localStorage.getItem(key),
        write: (key, value) => localStorage.setItem(key, value),
        remove: key => localStorage.removeItem(key),
    };
})();
