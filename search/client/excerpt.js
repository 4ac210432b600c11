// Chooses the best section of a document and a piece of it, as
// search/excerpt.go does, by analysing the text as the index was.

/** @typedef {import("./analysis.js").Language} Language */
/** @typedef {import("./analysis.js").Token} Token */
/** @typedef {{id: string, title: string, text: string}} Section */
/** @typedef {{id: string, title: string, lang: string, marks: string[], summary: string, sections: Section[], words: Section, keywords: string[], label: string, due: string}} Document words: the keywords as a section */
/** @typedef {[number, number][]} Marks start and end of each word that matched */
/** @typedef {{text: string, marks: Marks}} Excerpt */
/** @typedef {{id: string, title: string, titleMarks: Marks}} SectionRef */
/** @typedef {{start: number, end: number, slot: number}} Place a word of a text; slot is -1 when it does not match */

const MAX_EXCERPT = 196;
const BEFORE = 60;

/**
 * The words of sections, remembered for as long as the documents are: most
 * searches show pages that the one before showed.
 */
export class Texts {
	/** @param {Language[]} languages */
	constructor(languages) {
		this.languages = new Map(languages.map((language) => [language.code, language]));
		/** @type {WeakMap<Section, {title: Token[], text: Token[]}>} */
		this.known = new WeakMap();
	}

	/**
	 * @param {string} lang
	 * @param {Section} section
	 */
	of(lang, section) {
		let tokens = this.known.get(section);
		if (!tokens) {
			tokens = { title: this.read(lang, section.title), text: this.read(lang, section.text) };
			this.known.set(section, tokens);
		}
		return tokens;
	}

	/**
	 * @param {string} lang
	 * @param {string} text
	 */
	read(lang, text) {
		return this.languages.get(lang)?.tokens(text) ?? [];
	}
}

/** Finds the words of a query in texts. */
export class Marker {
	/**
	 * @param {Texts} texts
	 * @param {import("./expand.js").Slot[]} slots
	 * @param {number[]} weights idf of each slot
	 */
	constructor(texts, slots, weights) {
		this.texts = texts;
		this.weights = weights;
		/** @type {Map<string, number>} */
		this.slots = new Map();
		slots.forEach((slot, i) => {
			for (const { term } of slot.terms) if (!this.slots.has(term)) this.slots.set(term, i);
		});
	}

	/**
	 * The best section and a piece of it, and the marks of the titles.
	 * @param {Document} document
	 * @returns {{titleMarks: Marks, section: SectionRef, excerpt: Excerpt}}
	 */
	excerpt({ lang, title: pageTitle, sections, words, summary }) {
		/** @type {Section} */
		let best = { id: "", title: "", text: summary || (sections[0]?.text ?? "") };
		let bestScore = 0;
		for (const section of [...sections, words]) {
			const score = this.scoreSection(lang, section);
			if (score > bestScore) {
				best = section;
				bestScore = score;
			}
		}
		const { id, title } = best;
		return {
			titleMarks: this.title(lang, pageTitle),
			section: { id, title, titleMarks: this.title(lang, title) },
			excerpt: this.cut(lang, best),
		};
	}

	/**
	 * The marks of a title: it is an excerpt that nothing was cut from.
	 * @param {string} lang
	 * @param {string} title
	 */
	title(lang, title) {
		return assemble(title, 0, title.length, this.places(this.texts.read(lang, title))).marks;
	}

	/**
	 * @param {Token[]} tokens
	 * @returns {Place[]}
	 */
	places(tokens) {
		return tokens.map(({ start, end, word }) => ({ start, end, slot: this.slots.get(word.stem) ?? -1 }));
	}

	/**
	 * @param {string} lang
	 * @param {Section} section
	 */
	scoreSection(lang, section) {
		const { title, text } = this.texts.of(lang, section);
		const inTitle = this.count(title);
		const inText = this.count(text);
		let score = 0;
		this.weights.forEach((weight, i) => {
			const n = inText[i] ?? 0;
			score += weight * (2 * Math.min(inTitle[i] ?? 0, 1) + n / (n + 1));
		});
		return score;
	}

	/**
	 * How often each slot is among the words of a text.
	 * @param {Token[]} tokens
	 */
	count(tokens) {
		const counts = this.weights.map(() => 0);
		for (const { word } of tokens) {
			const slot = this.slots.get(word.stem);
			if (slot !== undefined) counts[slot] = (counts[slot] ?? 0) + 1;
		}
		return counts;
	}

	/**
	 * The piece of text that holds the most of the query, with some words before it.
	 * @param {string} lang
	 * @param {Section} section
	 * @returns {Excerpt}
	 */
	cut(lang, section) {
		const { text } = section;
		const places = this.places(this.texts.of(lang, section).text);
		const first = this.densest(places);
		/** @param {number} i */
		const startOf = (i) => places[i]?.start ?? 0;
		/** @param {number} i */
		const endOf = (i) => places[i]?.end ?? 0;
		let from = first;
		while (from > 0 && startOf(first) - startOf(from - 1) <= BEFORE) from--;
		let last = from;
		while (last + 1 < places.length && endOf(last + 1) - startOf(from) <= MAX_EXCERPT) last++;
		const start = from > 0 || startOf(0) > BEFORE ? startOf(from) : 0;
		const whole = last + 1 >= places.length && text.length - endOf(last) <= BEFORE;
		const end = places.length > 0 && whole ? text.length : endOf(last);
		return assemble(text, start, end, places);
	}

	/**
	 * The first place from which the words that match weigh the most.
	 * @param {Place[]} places
	 */
	densest(places) {
		let best = 0;
		let bestWeight = 0;
		places.forEach((p, i) => {
			if (p.slot < 0) return;
			const seen = new Set();
			let weight = 0;
			for (let j = i; j < places.length; j++) {
				const q = /** @type {Place} */ (places[j]);
				if (q.end - p.start > MAX_EXCERPT - BEFORE) break;
				if (q.slot >= 0 && !seen.has(q.slot)) {
					seen.add(q.slot);
					weight += this.weights[q.slot] ?? 0;
				}
			}
			if (weight > bestWeight) {
				best = i;
				bestWeight = weight;
			}
		});
		return best;
	}
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Place[]} places
 * @returns {Excerpt}
 */
function assemble(text, start, end, places) {
	const head = start > 0 ? "… " : "";
	const tail = end < text.length ? " …" : "";
	const shift = head.length - start;
	const piece = text.slice(start, end).replace(/[\n\r\t]/g, " ");
	/** @type {Marks} */
	const marks = places
		.filter((p) => p.slot >= 0 && p.start >= start && p.end <= end)
		.map((p) => [p.start + shift, p.end + shift]);
	return { text: head + piece + tail, marks };
}
