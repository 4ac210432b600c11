// The search page: the box, the filters and the results.

import { LANGUAGE, ownLanguage, readQuestion, writeQuestion } from "./address.js";
import { Asker } from "./asker.js";
import { button, fillRow, find, make } from "./element.js";
import { Facets } from "./facets.js";
import { heading, marked, nearest, sayLanguage, tags } from "./hit.js";
import { linkTo } from "./site.js";
import { withoutFilter } from "./typed.js";

/** @typedef {import("relais:search").Results} Answer */
/** @typedef {import("relais:search").Hit} Hit */

const PAGE = 10; // hits shown at first, and added at each step

export class SearchPage {
	/** @param {import("./words.js").Words} words */
	constructor(words) {
		this.words = words;
		this.form = find("#search-form", HTMLFormElement);
		this.box = find("#q", HTMLInputElement);
		this.status = find("#search-status", HTMLElement);
		this.chips = find("#search-chips", HTMLElement);
		this.help = find("#search-help", HTMLElement);
		this.near = find("#search-near", HTMLElement);
		this.hiding = find("#search-hiding", HTMLElement);
		this.list = find("#search-results", HTMLElement);
		this.more = find("#search-more", HTMLButtonElement);
		this.elsewhere = find("#search-elsewhere", HTMLElement);
		this.facets = new Facets(find("#search-facets", HTMLDetailsElement), words, this);
		this.asker = new Asker(this);
		this.limit = PAGE;
		this.least = 1; // letters before a search; as one types, 2
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		this.writing = undefined;
	}

	begin() {
		const { text, filters } = readQuestion();
		this.box.value = text;
		this.facets.choose(filters);
		this.box.addEventListener("input", () => {
			this.limit = PAGE;
			this.least = 2;
			this.asker.later();
		});
		this.form.addEventListener("submit", async (event) => {
			event.preventDefault();
			this.least = 1;
			await this.asker.now();
			this.links()[0]?.focus();
		});
		this.more.addEventListener("click", () => {
			this.limit += PAGE;
			void this.asker.now();
		});
		document.addEventListener("keydown", (event) => {
			if (!event.isComposing && this.press(event.key)) {
				event.preventDefault();
			}
		});
		if (text === "" && matchMedia("(hover: hover)").matches) {
			this.box.focus();
		}
		void this.asker.now();
	}

	/** Asks again, from the first hits on: the reader has changed the question. */
	changed() {
		this.limit = PAGE;
		void this.asker.now();
	}

	/** @type {import("./asker.js").View["question"]} */
	question(index) {
		this.facets.begin(index.manifest.facets);
		const text = this.box.value;
		const filters = this.facets.chosen();
		clearTimeout(this.writing);
		this.writing = setTimeout(() => writeQuestion({ text, filters }, this.facets.has(LANGUAGE))); // slower than a search
		if (text.trim().length < this.least && Object.keys(filters).every((name) => name === LANGUAGE)) {
			return undefined;
		}
		if (withoutFilter(text, this.facets.names(LANGUAGE), []) !== text.trimEnd()) {
			delete filters[LANGUAGE]; // what is typed is meant
		}
		return { text, filters, facets: this.facets.wanted(), limit: this.limit };
	}

	clear() {
		this.list.replaceChildren();
		this.chips.hidden = true;
		this.more.hidden = true;
		this.help.hidden = true;
		this.facets.element.hidden = true;
		this.elsewhere.hidden = false;
	}

	/** @param {Answer} answer */
	show(answer) {
		const { total, hits, near, hiding } = answer;
		const focused = this.links().indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
		this.list.replaceChildren(...hits.map((hit) => this.item(hit)));
		this.links()[focused]?.focus();
		this.more.hidden = hits.length >= total;
		this.facets.show(answer);
		this.showChips(answer);
		this.help.hidden = total > 0;
		this.elsewhere.hidden = total > 0;
		fillRow(
			this.near,
			nearest(near).map(({ word, apply }) => button("chip", () => this.retype(apply(this.box.value)), word)),
		);
		fillRow(
			this.hiding,
			hiding.map((facet) =>
				button("chip", () => this.remove(facet.name, answer.filters[facet.name] ?? []), this.words.unhide(facet)),
			),
		);
		this.offerMessage();
	}

	/**
	 * @param {Hit} hit
	 * @returns {HTMLLIElement}
	 */
	item(hit) {
		const link = make("a", "", ...heading(hit));
		link.href = linkTo(hit.id, hit.section.id);
		const where = make("p", "hit-where", hit.label);
		const excerpt = make("p", "hit-excerpt", ...marked(hit.excerpt));
		sayLanguage(hit, link, where, excerpt);
		return make("li", "", make("p", "hit-title", link, ...tags(hit, this.words)), where, excerpt);
	}

	/**
	 * A chip for each filter in force, chosen or typed, to take it away; none for the
	 * language of the page, which goes without saying.
	 * @param {Answer} answer
	 */
	showChips({ filters, facets }) {
		const said = Object.entries(filters).filter(([name, ids]) => name !== LANGUAGE || String(ids) !== String(ownLanguage()));
		const chips = said.flatMap(([name, ids]) =>
			ids.map((id) => {
				const facet = facets.find((f) => f.name === name);
				const label = facet?.values.find((v) => v.id === id)?.label ?? id;
				const verb = make("span", "sr-only", `${this.words.of("remove")} `);
				return make(
					"li",
					"",
					button("chip", () => this.remove(name, [id]), verb, label),
				);
			}),
		);
		this.chips.replaceChildren(...chips);
		this.chips.hidden = chips.length === 0;
	}

	/** Fills the message to the handbook's contact, when there is one. */
	offerMessage() {
		const link = document.querySelector("#search-lacking");
		if (link instanceof HTMLAnchorElement) {
			const q = this.box.value.replace(/\p{Surrogate}/gu, ""); // half a letter can't be part of an address
			const parts = ["subject", "body"].map((key) => `${key}=${encodeURIComponent(this.words.of(key, { q }))}`);
			link.href = `${link.href.split("?")[0]}?${parts.join("&")}`;
		}
	}

	/**
	 * Takes filters away, from the choices and from the text.
	 * @param {string} name
	 * @param {string[]} ids
	 */
	remove(name, ids) {
		const typed = ids.filter((id) => !this.facets.drop(name, id));
		const names = this.facets.names(name);
		const text = typed.reduce((text, id) => withoutFilter(text, names, [id, this.facets.label(name, id)]), this.box.value);
		this.retype(text);
	}

	/** @param {string} text */
	retype(text) {
		this.box.value = text;
		if (matchMedia("(hover: hover)").matches) {
			this.box.focus(); // where it would bring up no keyboard
		}
		this.changed();
	}

	/**
	 * @param {string} key
	 * @returns {boolean} whether the focus moved
	 */
	press(key) {
		const links = this.links();
		const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
		const inBox = document.activeElement === this.box;
		/** @type {HTMLElement | undefined} */
		let next;
		if (key === "ArrowDown" && (inBox || at >= 0)) {
			next = links[at + 1];
		} else if (at < 0) {
			return false;
		} else if (key === "ArrowUp") {
			next = links[at - 1] ?? this.box;
		} else if (key === "Home") {
			next = links[0];
		} else if (key === "End") {
			next = links[links.length - 1];
		} else if (key === "Escape") {
			next = this.box;
		}
		next?.focus();
		return next !== undefined;
	}

	/** @returns {HTMLAnchorElement[]} the links of the titles, in order */
	links() {
		return [...this.list.querySelectorAll("a")];
	}
}
