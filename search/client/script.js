// Loads the files of the index in a page: the only module of the client that
// needs one. They are classic scripts that call relaisSearch.put, because
// nothing else can be loaded by a page that was opened from a disk.

import { SearchError } from "./error.js";
import { rest, tired } from "./yield.js";

const TIMEOUT = 20_000; // milliseconds

/** @typedef {HTMLScriptElement & {put?: unknown}} Script with what it has put */
/** @typedef {{createScriptURL(url: string): string}} Policy */
/** @typedef {{createPolicy(name: string, rules: Policy): Policy}} PolicyFactory */

/** @type {{relaisSearch?: {put(value: unknown): void}}} */ (globalThis).relaisSearch = {
	put(value) {
		const script = /** @type {Script | null} */ (document.currentScript);
		if (script) script.put = value;
	},
};

/**
 * Makes a loader of the scripts below an address. Where the page enforces
 * Trusted Types, the policy "relais-search" lets through these alone.
 * @param {string} base
 * @returns {import("./store.js").Load}
 */
export function scriptLoader(base) {
	/** @type {Policy} */
	const rules = {
		createScriptURL(url) {
			if (!url.startsWith(base)) throw new TypeError(`not a file of the search index: ${url}`);
			return url;
		},
	};
	const { trustedTypes } = /** @type {{trustedTypes?: PolicyFactory}} */ (globalThis);
	const policy = trustedTypes ? trustedTypes.createPolicy("relais-search", rules) : rules;
	return async (url) => {
		if (tired()) await rest();
		const value = await new Promise((/** @type {(value: unknown) => void} */ resolve, reject) => {
			/** @type {Script} */
			const script = document.createElement("script");
			/** @param {() => void} settle */
			const end = (settle) => {
				clearTimeout(timer);
				script.remove();
				settle();
			};
			const timer = setTimeout(() => end(() => reject(new SearchError("timeout", url))), TIMEOUT);
			script.onload = () => end(() => resolve(script.put));
			script.onerror = () => end(() => reject(new SearchError("missing", url)));
			script.src = policy.createScriptURL(url);
			document.head.append(script);
		});
		if (tired()) await rest(); // what waits for the script runs in a task of its own
		return value;
	};
}
