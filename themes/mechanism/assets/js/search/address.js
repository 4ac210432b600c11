// What the reader asks, kept in the address, so that a search can be sent,
// bookmarked and come back to: ?q=insulte&type=sheet&function=management.

// The facet of languages: unless the address says otherwise, readers search what is
// written in the language of the page that they search from.
export const LANGUAGE = "language";

const LONGEST = 500; // letters of a question; the box takes no more

/**
 * @typedef {object} Question
 * @property {string} text
 * @property {Record<string, string[]>} filters facet: ids of the values chosen; no empty list
 */

/** @returns {string[]} the choice of languages that needs no saying */
export function ownLanguage() {
	return [document.documentElement.lang];
}

/** @returns {Question} */
export function readQuestion() {
	const parameters = new URLSearchParams(location.search);
	const text = (parameters.get("q") ?? "").slice(0, LONGEST);
	/** @type {Map<string, string[]>} */
	const filters = new Map();
	for (const [name, value] of parameters) {
		if (name !== "q" && value !== "") {
			filters.set(name, [...(filters.get(name) ?? []), value]);
		}
	}
	if (!parameters.has(LANGUAGE)) {
		filters.set(LANGUAGE, ownLanguage());
	}
	return { text, filters: Object.fromEntries(filters) };
}

/**
 * @param {Question} question
 * @param {boolean} chooses whether there are languages to choose from
 */
export function writeQuestion({ text, filters: { [LANGUAGE]: languages = [], ...filters } }, chooses) {
	const parameters = new URLSearchParams();
	if (text !== "") {
		parameters.set("q", text);
	}
	for (const [name, ids] of Object.entries(filters)) {
		for (const id of ids) {
			parameters.append(name, id);
		}
	}
	if (chooses && String(languages) !== String(ownLanguage())) {
		for (const id of languages.length > 0 ? languages : [""]) {
			parameters.append(LANGUAGE, id);
		}
	}
	const query = parameters.toString();
	const address = `${location.pathname}${query && `?${query}`}`;
	try {
		history.replaceState(null, "", address);
	} catch {
		// Some browsers forbid it in files: the search works all the same.
	}
}
