// Where the site is, and its index, opened when it is first asked for.

import { open } from "relais:search";
import { scriptLoader } from "relais:search/script.js";

const script = document.currentScript;
const root = new URL("..", script instanceof HTMLScriptElement ? script.src : location.href); // it stands in assets/
const base = new URL("search/", root).href;
const loadScript = scriptLoader(base);
let loads = 0;

/** @param {string} url */
function load(url) {
	loads++;
	return loadScript(url);
}

/** How many files of the index were asked for so far. */
export function countLoads() {
	return loads;
}

/** @type {Promise<import("relais:search").Index> | undefined} */
let index;

/** A failure is not remembered: asking again tries again. */
export function openIndex() {
	index ??= open({ base, load, lang: document.documentElement.lang });
	index.catch(() => {
		index = undefined;
	});
	return index;
}

/**
 * The link to a page of the site, or to a section of it.
 * @param {string} page relative to the root
 * @param {string} section "" for none
 */
export function linkTo(page, section) {
	const path = page.split("/").map(encodeURIComponent).join("/");
	return new URL(path + (section && `#${encodeURIComponent(section)}`), root).href;
}
