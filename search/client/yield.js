// Keeps the page alive while much is computed at once.

const LONGEST = 8; // milliseconds; a slow phone takes as long again for the step that is begun

let since = 0;

/** Whether the page has waited long enough; if so, await rest(). */
export function tired() {
	return performance.now() - since > LONGEST;
}

/** Lets the page do what it has to, a key or a frame, before the rest. */
export function rest() {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			since = performance.now();
			resolve(undefined);
		};
		port2.postMessage(0);
	});
}

/** Begins to count. */
export function begin() {
	since = performance.now();
}
