// How the worker names what it keeps.

/**
 * What a worker has that a page has not.
 * @typedef {{waitUntil(work: Promise<unknown>): void, respondWith(answer: Promise<Response>): void, request: Request, data: unknown}} WorkerEvent
 * @typedef {{
 *   relaisVersion: string,
 *   location: Location,
 *   skipWaiting(): Promise<void>,
 *   addEventListener(type: string, listener: (event: WorkerEvent) => void): void,
 * }} Scope
 */

/**
 * The name of the store of one version; that of all versions begins with keeper(root, "").
 * @param {string} root
 * @param {string} version
 */
export function keeper(root, version) {
	return `relais ${root} ${version}`;
}

/**
 * The address of a file, escaped in one way only.
 * @param {string} root
 * @param {string} file
 */
export function addressOf(root, file) {
	return root + file.split("/").map(encodeURIComponent).join("/");
}

/**
 * The address of the file that url asks for: without a query or a fragment, and the first
 * page for the root.
 * @param {string} root
 * @param {string} url
 */
export function unversioned(root, url) {
	const path = url.slice(root.length).replace(/[?#].*$/s, "");
	try {
		return addressOf(root, decodeURIComponent(path) || "index.html");
	} catch {
		return url; // not escaped as addresses are: no file of ours
	}
}

/**
 * The first 16 digits of the SHA-256 of data.
 * @param {ArrayBuffer} data
 */
export async function hashOf(data) {
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
	return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
