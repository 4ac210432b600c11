// The filters: a group of checkboxes for each facet, with the number of pages
// that each choice would show. What is folded is not counted: its part of the
// index is not loaded before it is opened. Boxes are kept from one answer to the
// next, so that the one in use keeps the focus.

import { button, make } from "./element.js";

/** @typedef {import("relais:search").Results} Answer */
/** @typedef {import("relais:search").FacetCounts} FacetCounts */
/** @typedef {{name: string, label: string, also: string[]}} Row */
/** @typedef {{changed(): void, remove(name: string, ids: string[]): void}} Reader */

const OPEN = new Set(["type", "function"]);
const LONG = 12; // values that are shown before "show all"

export class Facets {
	/**
	 * @param {HTMLDetailsElement} element
	 * @param {import("./words.js").Words} words
	 * @param {Reader} reader
	 */
	constructor(element, words, reader) {
		this.element = element;
		this.words = words;
		/** @type {Map<string, Facet>} */
		this.facets = new Map();
		/** @type {Map<string, Set<string>>} */
		this.choices = new Map();
		element.addEventListener("change", ({ target }) => {
			if (!(target instanceof HTMLInputElement)) {
				return;
			}
			if (target.checked) {
				this.choices.set(target.name, this.idsOf(target.name).add(target.value));
				reader.changed();
			} else {
				reader.remove(target.name, [target.value]);
				target.focus(); // and not the box, which is where removing by a chip leads
			}
		});
		// Does not bubble.
		element.addEventListener(
			"toggle",
			() => {
				if (!element.hidden && this.wanted().some((name) => !this.facets.get(name)?.counted)) {
					reader.changed();
				}
			},
			true,
		);
	}

	/**
	 * Makes the groups, when the index is known. What else the address holds is no filter.
	 * @param {Row[]} rows
	 */
	begin(rows) {
		if (this.facets.size > 0) {
			return;
		}
		for (const row of rows) {
			const facet = new Facet(row, this.words);
			this.facets.set(row.name, facet);
			this.element.lastElementChild?.append(facet.details);
		}
		for (const name of this.choices.keys()) {
			if (!this.facets.has(name)) {
				this.choices.delete(name);
			}
		}
	}

	/** @param {string} name */
	has(name) {
		return this.facets.has(name);
	}

	/** @param {string} name */
	idsOf(name) {
		return this.choices.get(name) ?? new Set();
	}

	/** @param {Record<string, string[]>} filters */
	choose(filters) {
		for (const [name, ids] of Object.entries(filters)) {
			this.choices.set(name, new Set(ids));
		}
	}

	/**
	 * @param {string} name
	 * @param {string} id
	 * @returns {boolean} whether it was chosen
	 */
	drop(name, id) {
		return this.idsOf(name).delete(id);
	}

	/** @returns {Record<string, string[]>} */
	chosen() {
		const entries = [...this.choices].filter(([, ids]) => ids.size > 0);
		return Object.fromEntries(entries.map(([name, ids]) => [name, [...ids]]));
	}

	/** The facets to count: those that are open, and those that filter anyhow. */
	wanted() {
		const names = [...this.facets.keys()];
		return names.filter((name) => (this.element.open && this.facets.get(name)?.details.open) || this.idsOf(name).size > 0);
	}

	/**
	 * What people may call a facet in a typed filter.
	 * @param {string} name
	 */
	names(name) {
		return this.facets.get(name)?.names ?? [name];
	}

	/**
	 * What people call a value.
	 * @param {string} name
	 * @param {string} id
	 */
	label(name, id) {
		return this.facets.get(name)?.known.get(id)?.name ?? id;
	}

	/** @param {Answer} answer */
	show({ facets, filters, total }) {
		this.element.hidden = total === 0 && Object.keys(filters).length === 0;
		for (const facet of this.facets.values()) {
			facet.counted = false;
		}
		for (const { name, values } of facets) {
			this.facets.get(name)?.update(values);
		}
	}
}

/** One group of checkboxes. */
class Facet {
	/**
	 * @param {Row} row
	 * @param {import("./words.js").Words} words
	 */
	constructor({ name, label, also }, words) {
		this.name = name;
		this.names = [name, label, ...also];
		this.words = words;
		this.counted = false;
		this.whole = false;
		this.choices = make("fieldset", "choices", make("legend", "sr-only", label));
		this.choices.dataset.facet = name;
		this.all = button("show-all", () => this.showAll());
		this.details = make("details", "", make("summary", "", label), this.choices, this.all);
		this.details.open = OPEN.has(name);
		/** @type {Map<string, Choice>} */
		this.known = new Map();
		/** @type {FacetCounts["values"]} */
		this.values = [];
	}

	/**
	 * Shows the values that some page has, and those that are chosen; of a long
	 * list the most numerous.
	 * @param {FacetCounts["values"]} values
	 */
	update(values) {
		this.counted = true;
		this.values = values;
		const focused = document.activeElement;
		const shown = values.filter(({ count, selected }) => count > 0 || selected);
		const long = shown.length > LONG;
		if (long) {
			shown.sort((a, b) => b.count - a.count);
		}
		const labels = shown.map((value, i) => {
			const choice = this.known.get(value.id) ?? new Choice(this.name, value);
			this.known.set(value.id, choice);
			choice.input.checked = value.selected;
			if (choice.shown !== value.count) {
				choice.shown = value.count;
				choice.count.textContent = this.words.number(value.count);
			}
			choice.label.hidden = long && !this.whole && i >= LONG && !value.selected;
			return choice.label;
		});
		const none = labels.length === 0 ? [make("p", "quiet", this.words.of("noChoice"))] : [];
		const children = [this.choices.firstElementChild ?? "", ...none, ...labels];
		if (
			none.length > 0 ||
			children.length !== this.choices.children.length ||
			children.some((c, i) => c !== this.choices.children[i])
		) {
			this.choices.replaceChildren(...children);
		}
		this.all.hidden = !long || this.whole;
		if (!this.all.hidden) {
			this.all.textContent = this.words.of("showAll", { n: this.words.number(shown.length) });
		}
		if (focused instanceof HTMLElement && focused !== document.activeElement) {
			focused.focus(); // moving it has taken the focus away
		}
	}

	showAll() {
		this.whole = true;
		this.update(this.values);
		this.choices.querySelectorAll("input")[LONG]?.focus();
	}
}

/** One checkbox. */
class Choice {
	/**
	 * @param {string} facet
	 * @param {FacetCounts["values"][number]} value
	 */
	constructor(facet, { id, label }) {
		this.name = label;
		this.shown = -1; // as count
		this.input = make("input", "");
		this.input.type = "checkbox";
		this.input.name = facet;
		this.input.value = id;
		this.count = make("span", "count");
		this.label = make("label", "", this.input, make("span", "", label), this.count);
	}
}
