// Opens an exported site from a folder, in node: runs its scripts as a page would.

import { readFile } from "node:fs/promises";
import { runInThisContext } from "node:vm";
import { open, SearchError } from "../index.js";

/** @type {unknown} */
let value;

/** @type {{relaisSearch?: {put(put: unknown): void}}} */ (globalThis).relaisSearch = {
	put(put) {
		value = put;
	},
};

/**
 * @param {string} folder the root of the site
 * @param {(url: string, bytes: number) => void} [onLoad] hears of each file
 */
export function openSite(folder, onLoad = () => {}) {
	return open({
		base: `${folder}/search/`,
		async load(url) {
			const source = await readFile(url, "utf8").catch(() => {
				throw new SearchError("missing", url);
			});
			onLoad(url, Buffer.byteLength(source));
			value = undefined;
			try {
				runInThisContext(source);
			} catch (error) {
				if (!(error instanceof SyntaxError)) throw error; // a page goes on after a script that does not parse
			}
			return value;
		},
	});
}
