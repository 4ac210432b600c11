// Loads classic scripts in a page: the only module of the client that needs one.

import { SearchError } from "./error.js";
import { rest, tired } from "./yield.js";

const TIMEOUT = 20_000; // milliseconds

/** @typedef {{createScriptURL(url: string): string}} Policy */
/** @typedef {{createPolicy(name: string, rules: Policy): Policy}} PolicyFactory */

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
		await new Promise((/** @type {(value?: undefined) => void} */ resolve, reject) => {
			const script = document.createElement("script");
			/** @param {() => void} settle */
			const end = (settle) => {
				clearTimeout(timer);
				script.remove();
				settle();
			};
			const timer = setTimeout(() => end(() => reject(new SearchError("timeout", url))), TIMEOUT);
			script.onload = () => end(resolve);
			script.onerror = () => end(() => reject(new SearchError("missing", url)));
			script.src = policy.createScriptURL(url);
			document.head.append(script);
		});
		if (tired()) await rest(); // what waits for the script runs in a task of its own
	};
}
