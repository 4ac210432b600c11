// The search over the page that is read: a combobox with the best hits. Its form
// leads to the search page, for all that does not fit here.

import { LANGUAGE, ownLanguage } from "./address.js";
import { Asker } from "./asker.js";
import { button, fillRow, find, make } from "./element.js";
import { heading, marked, nearest, sayLanguage, tags } from "./hit.js";
import { linkTo } from "./site.js";

/** @typedef {import("relais:search").Results} Answer */
/** @typedef {import("relais:search").Hit} Hit */

const SHOWN = 8;
const LEAST = 2; // letters before results are shown

export class Finder {
	/** @param {import("./words.js").Words} words */
	constructor(words) {
		this.words = words;
		this.dialog = find("#_finder", HTMLDialogElement);
		this.form = find("#_finder-form", HTMLFormElement);
		this.box = find("#_finder-q", HTMLInputElement);
		this.status = find("#_finder-status", HTMLElement);
		this.near = find("#_finder-near", HTMLElement);
		this.hiding = find("#_finder-hiding", HTMLElement);
		this.list = find("#_finder-list", HTMLElement);
		this.all = find("#_finder-all", HTMLButtonElement);
		this.asker = new Asker(this);
		/** @type {HTMLAnchorElement[]} */
		this.options = [];
		this.active = -1;
		/** those that the reader searches in: all when empty */
		this.languages = ownLanguage();
	}

	/** The dialog may have been open, and typed into, before this script came. */
	begin() {
		this.box.addEventListener("input", () => this.asker.later());
		this.box.addEventListener("keydown", (event) => {
			if (!event.isComposing && this.press(event.key)) {
				event.preventDefault();
			}
		});
		this.list.addEventListener("click", (event) => this.follow(event));
		this.form.addEventListener("submit", () => this.remember());
		void this.asker.now();
	}

	/** @type {import("./asker.js").View["question"]} */
	question(index) {
		const text = this.box.value;
		if (text.trim().length < LEAST) {
			return undefined;
		}
		const scope = this.scope();
		/** @type {Record<string, string[]>} */
		const filters = scope ? { function: [scope] } : {};
		if (index.facets.some(({ name }) => name === LANGUAGE)) {
			filters[LANGUAGE] = this.languages;
		}
		return { text, filters, facets: [], limit: SHOWN };
	}

	/** The function within which the reader searches, or "". */
	scope() {
		return String(new FormData(this.form).get("function") ?? "");
	}

	clear() {
		this.fill([]);
		fillRow(this.near, []);
		fillRow(this.hiding, []);
		this.all.hidden = true;
	}

	/** @param {Answer} answer */
	show({ hits, total, near, hiding }) {
		this.fill(hits);
		this.all.hidden = total > 0 && total <= hits.length;
		this.all.textContent = this.words.of(total > 0 ? "all" : "elsewhere");
		fillRow(
			this.near,
			nearest(near).map(({ word, apply }) => button("chip", () => this.retype(apply(this.box.value)), word)),
		);
		// Filters that are typed can be taken away in the box.
		/** @type {Record<string, () => void>} */
		const remove = {
			function: () => find("#_finder-scope button", HTMLElement).click(),
			[LANGUAGE]: () => {
				this.languages = [];
				this.retype(this.box.value);
			},
		};
		fillRow(
			this.hiding,
			hiding.flatMap((facet) => {
				const drop = facet.name === "function" && this.scope() === "" ? undefined : remove[facet.name];
				return drop ? [button("chip", drop, this.words.unhide(facet))] : [];
			}),
		);
	}

	/** @param {string} text */
	retype(text) {
		this.box.value = text;
		this.box.focus();
		void this.asker.now();
	}

	/** @param {Hit[]} hits */
	fill(hits) {
		this.options = hits.map((hit, i) => this.option(hit, i));
		this.list.replaceChildren(...this.options);
		this.list.hidden = hits.length === 0;
		this.list.scrollTop = 0;
		this.box.setAttribute("aria-expanded", String(hits.length > 0));
		this.activate(-1);
	}

	/**
	 * @param {Hit} hit
	 * @param {number} i
	 */
	option(hit, i) {
		const option = make(
			"a",
			"",
			make("span", "hit-title", ...heading(hit), ...tags(hit, this.words)),
			make("span", "hit-where", hit.label),
			make("span", "hit-excerpt", ...marked(hit.excerpt)),
		);
		option.id = `_finder-${i}`;
		option.role = "option";
		option.tabIndex = -1; // the focus stays in the box
		option.href = linkTo(hit.id, hit.section.id);
		sayLanguage(hit, option);
		return option;
	}

	/** @param {number} i -1 for no option */
	activate(i) {
		this.active = i;
		for (const [j, option] of this.options.entries()) {
			option.ariaSelected = String(i === j);
		}
		const option = this.options[i];
		if (option) {
			this.box.setAttribute("aria-activedescendant", option.id);
			option.scrollIntoView({ block: "nearest" });
		} else {
			this.box.removeAttribute("aria-activedescendant");
		}
	}

	/**
	 * Home and End move the caret first, and go among the options from where they
	 * can't move it.
	 * @param {string} key
	 * @returns {boolean} whether the key has done something
	 */
	press(key) {
		const last = this.options.length - 1;
		const { active, box } = this;
		const caret = box.selectionStart === box.selectionEnd ? box.selectionStart : -1;
		if (last < 0) {
			return false;
		}
		if (key === "ArrowDown") {
			this.activate(active < last ? active + 1 : 0);
		} else if (key === "ArrowUp") {
			this.activate(active > 0 ? active - 1 : last);
		} else if (key === "Home" && (active >= 0 || caret === 0)) {
			this.activate(0);
		} else if (key === "End" && (active >= 0 || caret === box.value.length)) {
			this.activate(last);
		} else if (key === "Enter" && active >= 0) {
			this.options[active]?.click();
		} else {
			return false;
		}
		return true;
	}

	/** @param {MouseEvent} event */
	follow(event) {
		const option = event.target instanceof Element && event.target.closest("a");
		if (!option || event.ctrlKey || event.metaKey || event.shiftKey) {
			return;
		}
		this.remember();
		if (option.href.split("#")[0] === location.href.split("#")[0]) {
			this.dialog.close(); // the browser only scrolls, and must not do so behind it
		}
	}

	/** Keeps the question for the back button. */
	remember() {
		try {
			history.replaceState({ finder: { text: this.box.value, scoped: this.scope() !== "" } }, "");
		} catch {
			// Some browsers forbid it in files: the way back shows the page alone.
		}
	}
}
