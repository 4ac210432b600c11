// Makes documents of their texts, as search/texts.go lists them.

import { SearchError } from "./error.js";

const KEYWORD_MARK = " · "; // between keywords shown on one line

/** @typedef {import("./excerpt.js").Document} Document */

/**
 * @param {unknown} listed texts
 * @returns {Document}
 */
export function documentOf(listed) {
	const damaged = () => new SearchError("damaged", "document");
	if (!Array.isArray(listed) || !listed.every((text) => typeof text === "string")) throw damaged();
	/** @type {string[]} */
	const texts = [...listed];
	const [id, title, lang, label, due, summary] = texts.splice(0, 6);
	const list = () => texts.splice(0, Number(texts.shift()));
	const marks = list();
	const keywords = list();
	const sections = [];
	while (texts.length > 0) {
		const [stored, title, text] = texts.splice(0, 3);
		if (text === undefined) throw damaged();
		const id = stored === "" ? anchor(title) : stored.replace(/^#/, "");
		sections.push({ id, title, text });
	}
	if (summary === undefined) throw damaged();
	const words = { id: "", title: "", text: keywords.join(KEYWORD_MARK) };
	return { id, title, lang, label, due, summary, marks, keywords, words, sections };
}

/**
 * The id that a heading most likely has.
 * @param {string} title
 */
function anchor(title) {
	const plain = title.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
	return plain.replace(/œ/gi, "oe").replace(/\W+/g, "-").replace(/^-|-$/g, "").toLowerCase();
}
