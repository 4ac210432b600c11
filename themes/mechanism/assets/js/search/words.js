// The words that the search shows from script. They stand in the page as data-*
// attributes of #search-words, so that a theme translates them like all others.

/** @typedef {import("relais:search").Results} Answer */

export class Words {
	/** @param {HTMLTemplateElement} element */
	constructor(element) {
		const { lang } = document.documentElement;
		this.data = element.dataset;
		this.plurals = new Intl.PluralRules(lang);
		this.numbers = new Intl.NumberFormat(lang);
	}

	/**
	 * @param {string} key
	 * @param {Record<string, string>} [values] for the {places} of the message
	 * @returns {string}
	 */
	of(key, values = {}) {
		return (this.data[key] ?? "").replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
	}

	/** @param {number} n */
	number(n) {
		return this.numbers.format(n);
	}

	/**
	 * "12 results"
	 * @param {number} n
	 */
	results(n) {
		return this.of(this.plurals.select(n) === "one" ? "one" : "other", { n: this.number(n) });
	}

	/**
	 * Offers to take a filter away that hides results.
	 * @param {import("relais:search").Results["hiding"][number]} facet
	 */
	unhide({ label, count }) {
		return this.of("unhide", { facet: label, count: this.results(count) });
	}

	/**
	 * Says how many pages were found, and what was read otherwise than typed.
	 * @param {Answer} answer
	 * @returns {string}
	 */
	summary({ total, partial, corrected }) {
		const count = this.results(total);
		const found = total === 0 ? this.of("none") : `${partial ? this.of("atLeast", { count }) : count}.`;
		return [...corrected.map((words) => this.of("corrected", words)), found].join(" ");
	}

	/**
	 * Says why there is no answer.
	 * @param {unknown} error
	 * @returns {string}
	 */
	failure(error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		return this.of(code) || this.of("failed");
	}
}
