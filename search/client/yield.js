// Keeps the page alive while much is computed at once.

const LONGEST = 20; // milliseconds

let since = 0;

/**
 * Whether the page has waited long enough; if so, await rest(). A fast machine
 * answers a key within its task, as a frame is long to wait for.
 * @param {number} [longest] in milliseconds
 */
export function tired(longest = LONGEST) {
	return performance.now() - since > longest;
}

/** @typedef {{postTask(task: () => void, options: {priority: string}): Promise<unknown>}} Scheduler */

/**
 * Lets the page do what it has to, a key or a frame, before the rest. Browsers
 * put other tasks than urgent ones off to the next frame after a key.
 */
export async function rest() {
	const { scheduler } = /** @type {{scheduler?: Scheduler}} */ (globalThis);
	if (scheduler) await scheduler.postTask(() => {}, { priority: "user-blocking" });
	else {
		const { port1, port2 } = new MessageChannel();
		await new Promise((resolve) => {
			port1.onmessage = resolve;
			port2.postMessage(0);
		});
		port1.close();
	}
	begin();
}

/** Begins to count. */
export function begin() {
	since = performance.now();
}
