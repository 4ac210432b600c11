// The words that the search page shows from script. They stand in the page as
// data-* attributes of #search-words and, for the types of pages, as <data> inside
// it, so that a theme translates them like all others.

/** @typedef {import("relais:search").Results} Answer */

export class Words {
	/** @param {HTMLTemplateElement} element */
	constructor(element) {
		this.data = element.dataset;
		/** @type {Map<string, string>} what one page of each type is called, by type */
		this.types = new Map();
		for (const type of element.content.querySelectorAll("data")) {
			this.types.set(type.value, type.textContent ?? "");
		}
		this.plurals = new Intl.PluralRules(document.documentElement.lang);
	}

	/**
	 * @param {string} key
	 * @param {Record<string, string>} [values] for the {places} of the message
	 * @returns {string}
	 */
	of(key, values = {}) {
		return (this.data[key] ?? "").replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
	}

	/**
	 * Says how many pages were found, and what was read otherwise than typed.
	 * @param {Answer} answer
	 * @returns {string}
	 */
	summary({ total, corrected }) {
		if (total === 0) {
			return this.of("none");
		}
		const form = this.plurals.select(total) === "one" ? "one" : "other";
		const count = this.of(form, { n: String(total) });
		return [`${count}.`, ...corrected.map(({ from, to }) => this.of("corrected", { from, to }))].join(" ");
	}
}
