// Quoted clauses of more than one word, as search/phrase.go finds them: the
// index tells which documents have all the words, their text has the phrase or not.

import { ordinalsOf } from "./format.js";

/** @typedef {import("./analysis.js").Language} Language */
/** @typedef {import("./excerpt.js").Document} Document */
/** @typedef {import("./expand.js").Weighted} Weighted */

/** How many documents are read at most, for each hit wanted, to look for phrases. */
export const READ_PER_HIT = 6;

export class Phrase {
	/**
	 * @param {import("./expand.js").TypedWord[]} words
	 * @param {boolean} exclude
	 */
	constructor(words, exclude) {
		this.exclude = exclude;
		/** the terms that each word stands for, stop words included */
		this.words = words.map((word) => new Set(word.forms.map((form) => form.stem)));
		/** @type {Weighted[][]} what the index has of the words that are no stop words */
		this.known = [];
	}

	/**
	 * Lets the word at a place stand for what it was read as, too.
	 * @param {number} place
	 * @param {import("./expand.js").Slot} slot
	 */
	add(place, slot) {
		for (const { term } of slot.terms) this.words[place]?.add(term);
	}

	/** @param {(terms: string[]) => Promise<Weighted[]>} find */
	async load(find) {
		const sought = this.words.map((word) => [...word]).filter((terms) => !terms.some((term) => term.startsWith(".")));
		this.known = await Promise.all(sought.map(find));
	}

	/**
	 * Which documents have all the words, stop words apart: those whose count is
	 * the number of words sought.
	 * @param {Uint8Array} lengths of bodies, by ordinal
	 */
	suspects(lengths) {
		const has = new Uint16Array(lengths.length);
		this.known.forEach((terms, looked) => {
			for (const term of terms) {
				for (const ordinal of ordinalsOf(term, lengths.length)) {
					if (has[ordinal] === looked) has[ordinal] = looked + 1;
				}
			}
		});
		return Uint8Array.from(has, (n) => Number(n === this.known.length));
	}

	/**
	 * Whether the words stand next to each other somewhere in the document.
	 * @param {Document} document
	 * @param {Language | undefined} language
	 */
	isIn({ title, summary, keywords, sections }, language) {
		const texts = [title, summary, ...keywords, ...sections.flatMap((section) => [section.title, section.text])];
		return texts.some((text) => this.isInText(language?.tokens(text) ?? []));
	}

	/** @param {import("./analysis.js").Token[]} tokens */
	isInText(tokens) {
		return tokens.some((_, i) => this.words.every((word, j) => word.has(tokens[i + j]?.word.stem ?? "")));
	}
}
