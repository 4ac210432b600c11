// The filters: a group of checkboxes for each facet, with the number of pages
// that each choice would show. Boxes are kept from one answer to the next, so
// that the one in use keeps the focus.

/** @typedef {import("relais:search").FacetCounts} FacetCounts */

export class Facets {
	/**
	 * @param {HTMLElement} element
	 * @param {() => void} changed what to do when the reader chooses
	 */
	constructor(element, changed) {
		this.element = element;
		/** @type {Map<string, Facet>} */
		this.facets = new Map();
		/** @type {Map<string, Set<string>>} */
		this.choices = new Map();
		element.addEventListener("change", (event) => {
			if (event.target instanceof HTMLInputElement) {
				this.toggle(event.target.name, event.target.value, event.target.checked);
				changed();
			}
		});
	}

	/**
	 * @param {string} name
	 * @param {string} id
	 * @param {boolean} on
	 */
	toggle(name, id, on) {
		const ids = this.choices.get(name) ?? new Set();
		this.choices.set(name, ids);
		if (on) {
			ids.add(id);
		} else {
			ids.delete(id);
		}
	}

	/** @param {Record<string, string[]>} filters */
	choose(filters) {
		for (const [name, ids] of Object.entries(filters)) {
			this.choices.set(name, new Set(ids));
		}
	}

	/** @returns {Record<string, string[]>} */
	chosen() {
		const entries = [...this.choices].map(([name, ids]) => [name, [...ids]]);
		return Object.fromEntries(entries.filter(([, ids]) => ids && ids.length > 0));
	}

	hide() {
		this.element.hidden = true;
	}

	/** @param {FacetCounts[]} counts */
	show(counts) {
		this.element.hidden = false;
		for (const facet of counts) {
			const known = this.facets.get(facet.name);
			const shown = known ?? new Facet(facet);
			if (!known) {
				this.facets.set(facet.name, shown);
				this.element.append(shown.fieldset);
			}
			shown.update(facet.values, this.choices.get(facet.name) ?? new Set());
		}
	}
}

/** One group of checkboxes. */
class Facet {
	/** @param {FacetCounts} facet */
	constructor({ name, label }) {
		this.name = name;
		this.fieldset = document.createElement("fieldset");
		this.fieldset.dataset.facet = name;
		const legend = document.createElement("legend");
		legend.textContent = label;
		this.choices = document.createElement("div");
		this.choices.className = "choices";
		this.fieldset.append(legend, this.choices);
		/** @type {Map<string, Choice>} */
		this.known = new Map();
	}

	/**
	 * Shows the values that some page has, and those that are chosen.
	 * @param {FacetCounts["values"]} values
	 * @param {Set<string>} chosen
	 */
	update(values, chosen) {
		let visible = 0;
		for (const { id, label, count } of values) {
			const known = this.known.get(id);
			const choice = known ?? new Choice(this.name, id, label);
			if (!known) {
				this.known.set(id, choice);
				this.choices.append(choice.label);
			}
			choice.input.checked = chosen.has(id);
			choice.count.textContent = String(count);
			choice.label.hidden = count === 0 && !chosen.has(id);
			visible += choice.label.hidden ? 0 : 1;
		}
		this.fieldset.hidden = visible === 0;
	}
}

/** One checkbox. */
class Choice {
	/**
	 * @param {string} facet
	 * @param {string} id
	 * @param {string} name
	 */
	constructor(facet, id, name) {
		this.label = document.createElement("label");
		this.input = document.createElement("input");
		this.input.type = "checkbox";
		this.input.name = facet;
		this.input.value = id;
		const text = document.createElement("span");
		text.textContent = name;
		this.count = document.createElement("span");
		this.count.className = "count";
		this.label.append(this.input, text, this.count);
	}
}
