// What the reader asks, kept in the address, so that a search can be sent,
// bookmarked and come back to: ?q=insulte&type=sheet&function=management.

const LONGEST = 500; // letters of a question; the box takes no more

/**
 * @typedef {object} Question
 * @property {string} text
 * @property {Record<string, string[]>} filters facet: ids of the values chosen; no empty list
 */

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
	return { text, filters: Object.fromEntries(filters) };
}

/** @param {Question} question */
export function writeQuestion({ text, filters }) {
	const parameters = new URLSearchParams();
	if (text !== "") {
		parameters.set("q", text);
	}
	for (const [name, ids] of Object.entries(filters)) {
		for (const id of ids) {
			parameters.append(name, id);
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
