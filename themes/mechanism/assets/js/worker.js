// The worker that keeps the whole handbook in the browser, for when there is no
// network. How it never shows two versions at once:
//
//   - A version is a list of files with their hashes, which the worker knows by the
//     hash of the list itself. Each file is checked against the list as it comes, so that
//     one of another version, sent while the site changes, makes the whole fail.
//   - Files of a version are kept under its name, all of them or none: a worker that
//     lacks one is not installed, and the one before goes on.
//   - A new worker waits until no page of the old version is open, or until the reader
//     asks for it; then every open page is loaded again.

import { addressOf, hashOf, keeper, unversioned } from "./worker/keeper.js";

const scope = /** @type {import("./worker/keeper.js").Scope} */ (/** @type {unknown} */ (globalThis));

/** @type {string} The hash of the list, which the build writes before this script. */
const version = scope.relaisVersion;
const root = new URL("./", scope.location.href).href;
const kept = keeper(root, version);

scope.addEventListener("install", (event) => event.waitUntil(keep()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
scope.addEventListener("message", (event) => {
	if (event.data === "show") {
		scope.skipWaiting();
	}
});
scope.addEventListener("fetch", (event) => {
	const { request } = event;
	if (request.method === "GET" && request.url.startsWith(root)) {
		event.respondWith(answer(request));
	}
});

/** Keeps every file of this version, or none. */
async function keep() {
	const list = await fetch(`${root}offline.${version}.json`, { cache: "no-store" });
	const text = await list.arrayBuffer();
	if ((await hashOf(text)) !== version) {
		throw new Error("the list of files is of another version");
	}
	/** @type {[string, string][]} */
	const files = Object.entries(JSON.parse(new TextDecoder().decode(text)));
	const cache = await caches.open(kept);
	try {
		let next = 0;
		const workers = Array.from({ length: 6 }, async () => {
			while (next < files.length) {
				const [file, hash] = /** @type {[string, string]} */ (files[next++]);
				await keepFile(cache, file, hash);
			}
		});
		await Promise.all(workers);
	} catch (error) {
		await caches.delete(kept);
		throw error;
	}
}

/**
 * Keeps one file: as another version has it already when that is the same, else from the network.
 * @param {Cache} cache
 * @param {string} file
 * @param {string} hash
 */
async function keepFile(cache, file, hash) {
	const address = addressOf(root, file);
	const before = await caches.match(address);
	if (before && before.headers.get("x-relais-hash") === hash) {
		await cache.put(address, before);
		return;
	}
	const response = await fetch(address, { cache: "no-cache" });
	const data = await response.arrayBuffer();
	if (!response.ok || (await hashOf(data)) !== hash) {
		throw new Error(`${file} is missing, or of another version`);
	}
	const headers = new Headers(response.headers);
	headers.delete("content-encoding"); // the data is plain by now
	headers.delete("content-length");
	headers.delete("vary"); // a file is the same whoever asks
	headers.set("x-relais-hash", hash);
	await cache.put(address, new Response(data, { headers }));
}

/** Deletes the other versions of this handbook. Other handbooks of the same server stay. */
async function forgetOthers() {
	for (const name of await caches.keys()) {
		if (name.startsWith(keeper(root, "")) && name !== kept) {
			await caches.delete(name);
		}
	}
}

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function answer(request) {
	const cache = await caches.open(kept);
	return (await cache.match(unversioned(root, request.url))) ?? fetch(request);
}
