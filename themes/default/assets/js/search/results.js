// The list of hits. What comes from pages is written as text nodes only.

/** @typedef {import("relais:search").Results} Answer */
/** @typedef {import("relais:search").Hit} Hit */
/** @typedef {import("./words.js").Words} Words */

export class Results {
	/**
	 * @param {HTMLElement} list
	 * @param {Words} words
	 * @param {() => void} more what to do when the reader wants more hits
	 */
	constructor(list, words, more) {
		this.list = list;
		this.words = words;
		this.more = document.createElement("button");
		this.more.type = "button";
		this.more.className = "search-more";
		this.more.textContent = words.of("more");
		this.more.hidden = true;
		this.more.addEventListener("click", more);
		this.wrap = document.createElement("div");
		list.replaceWith(this.wrap);
		this.wrap.append(list, this.more);
	}

	clear() {
		this.list.replaceChildren();
		this.more.hidden = true;
	}

	/** @param {Answer} answer */
	show({ total, hits }) {
		const focused = this.links().indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
		this.list.replaceChildren(...hits.map((hit) => this.item(hit)));
		this.links()[focused]?.focus();
		this.more.hidden = hits.length >= total;
	}

	/**
	 * @param {Hit} hit
	 * @returns {HTMLLIElement}
	 */
	item(hit) {
		const section = hit.section.id && `#${encodeURIComponent(hit.section.id)}`;
		const item = document.createElement("li");
		const title = document.createElement("p");
		title.className = "hit-title";
		title.append(link(encodeURI(hit.id) + section, hit.title));
		for (const mark of hit.marks) {
			title.append(" ", this.tag(mark));
		}
		item.append(title);
		const where = document.createElement("p");
		where.className = "hit-where";
		where.textContent = [hit.label, hit.section.title].filter((text) => text !== "").join(" · ");
		item.append(where);
		if (hit.excerpt.text !== "") {
			item.append(marked(hit.excerpt));
		}
		return item;
	}

	/**
	 * @param {string} mark
	 * @returns {HTMLElement}
	 */
	tag(mark) {
		const tag = document.createElement("span");
		tag.className = `tag tag-${mark}`;
		tag.textContent = this.words.of(`mark${mark.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())}`) || mark;
		return tag;
	}

	/**
	 * Moves the focus from the box to the first hit, and from hit to hit.
	 * @param {1 | -1} step
	 * @param {HTMLElement} box
	 * @returns {boolean} whether the focus moved
	 */
	move(step, box) {
		const links = this.links();
		const at = document.activeElement === box ? -1 : links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
		if (links.length === 0 || (at < 0 && (document.activeElement !== box || step < 0))) {
			return false;
		}
		(links[at + step] ?? (at + step < 0 ? box : links[at]))?.focus();
		return true;
	}

	/** @returns {HTMLAnchorElement[]} the links of the titles, in order */
	links() {
		return [...this.list.querySelectorAll(".hit-title a")].filter((a) => a instanceof HTMLAnchorElement);
	}
}

/**
 * @param {string} address
 * @param {string} text
 * @returns {HTMLAnchorElement}
 */
function link(address, text) {
	const a = document.createElement("a");
	a.href = address;
	a.textContent = text;
	return a;
}

/**
 * @param {Hit["excerpt"]} excerpt
 * @returns {HTMLParagraphElement}
 */
function marked({ text, marks }) {
	const paragraph = document.createElement("p");
	paragraph.className = "hit-excerpt";
	let at = 0;
	for (const [start, end] of marks) {
		const mark = document.createElement("mark");
		mark.textContent = text.slice(start, end);
		paragraph.append(text.slice(at, start), mark);
		at = end;
	}
	paragraph.append(text.slice(at));
	return paragraph;
}
