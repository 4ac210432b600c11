// What a hit shows, in the dialog as on the search page.

import { isDue } from "../review.js";
import { make } from "./element.js";

/** @typedef {import("relais:search").Hit} Hit */
/** @typedef {import("./words.js").Words} Words */

/**
 * The title and, behind it, the section to which the link leads.
 * @param {Hit} hit
 * @returns {(Node | string)[]}
 */
export function heading({ title, titleMarks, section }) {
	const page = marked({ text: title, marks: titleMarks });
	const part = marked({ text: section.title, marks: section.titleMarks });
	return section.title ? [...page, " ", make("span", "hit-section", ...part)] : page;
}

/**
 * Says of what shows a page in another language that it is in that, and leads there.
 * @param {Hit} hit
 * @param {HTMLElement[]} elements
 */
export function sayLanguage({ lang }, ...elements) {
	if (lang === document.documentElement.lang) {
		return;
	}
	for (const element of elements) {
		element.lang = lang;
		if (element instanceof HTMLAnchorElement) {
			element.hreflang = lang;
		}
	}
}

/**
 * The tags that say what to know of a page before opening it. A page may have
 * come due for review since the index was made.
 * @param {Hit} hit
 * @param {Words} words
 * @returns {(Node | string)[]}
 */
export function tags({ marks, due, lang }, words) {
	const known = new Set(marks);
	if (lang !== document.documentElement.lang) {
		known.add(lang);
	}
	if (isDue(due, new Date())) {
		known.add("stale");
	}
	return [...known].flatMap((mark) => {
		const key = `mark-${mark}`.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
		return [" ", make("span", `tag tag-${mark}`, words.of(key) || mark)];
	});
}

/**
 * A text with the words that matched marked.
 * @param {Hit["excerpt"]} excerpt
 * @returns {(Node | string)[]}
 */
export function marked({ text, marks }) {
	let at = 0;
	const pieces = marks.flatMap(([start, end]) => {
		const piece = [text.slice(at, start), make("mark", "", text.slice(start, end))];
		at = end;
		return piece;
	});
	return [...pieces, text.slice(at)];
}

/**
 * The words nearest to those that nothing has, as buttons that search them.
 * @param {import("relais:search").Results["near"]} near
 * @returns {{word: string, apply: (text: string) => string}[]}
 */
export function nearest(near) {
	return near.flatMap(({ from, to }) =>
		to.map((word) => ({ word, apply: (text) => (text.includes(from) ? text.split(from).join(word) : word) })),
	);
}
