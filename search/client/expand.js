// Finds what the words of a query stand for, as search/expand.go does.

import { Phrase } from "./phrase.js";
import { parse } from "./query.js";
import { MAX_NEAREST } from "./words.js";

/** @typedef {import("./query.js").Clause} Clause */
/** @typedef {import("./analysis.js").Word} Word */
/** @typedef {import("./analysis.js").Language} Language */

/**
 * A term of the index, with its postings as they were loaded.
 * @typedef {{term: string, weight: number, df: number, postings: string}} Weighted
 */

/**
 * One word of a query with all the terms that it may stand for.
 * @typedef {object} Slot
 * @property {string} typed
 * @property {string[]} surfaces folded, as each language reads it
 * @property {Weighted[]} terms
 * @property {boolean} required
 * @property {boolean} passing a stop word in some language: pairs reach over it
 * @property {boolean} asks no more than a word that asks
 * @property {string[]} corrected the words looked for instead, nearest first
 */

/**
 * Two slots that follow each other, with the terms for both in a row.
 * @typedef {{first: number, second: number, terms: Weighted[]}} Pair
 */

/**
 * One word of a query as each language reads it.
 * @typedef {object} TypedWord
 * @property {string} typed
 * @property {number} start in the clause
 * @property {number} end
 * @property {Word[]} forms
 * @property {boolean} required
 * @property {boolean} last nothing follows: the person may still be typing it
 * @property {Phrase | undefined} phrase the one that it is part of
 * @property {number} place in that phrase
 */

/**
 * @typedef {object} Request
 * @property {Slot[]} slots
 * @property {Pair[]} pairs
 * @property {Weighted[]} wholes the whole text as a term, in each language
 * @property {Slot[]} asking words that only say what kind of answer is wanted
 * @property {Weighted[]} excluded
 * @property {Phrase[]} phrases
 */

const COMPLETION = 0.6;
const GUESS = 0.8;
const ASKING = 0.3;
const MAX_LETTERS = 1000; // of a query
const MAX_WORDS = 32; // of a query; filters do not count
const MAX_WHOLE = 6;

/** Understands queries with all languages of the index at once. */
export class Expander {
	/**
	 * @param {Language[]} languages
	 * @param {import("./words.js").Dictionary} dictionary
	 * @param {(term: string) => Promise<{df: number, postings: string} | undefined>} find
	 */
	constructor(languages, dictionary, find) {
		this.languages = languages;
		this.dictionary = dictionary;
		this.find = find;
	}

	/**
	 * @param {string} typed of the query
	 * @param {(clause: Clause) => Promise<boolean>} isFilter takes the clauses that name a facet
	 * @returns {Promise<Request>}
	 */
	async understand(typed, isFilter) {
		const text = Array.from(typed).slice(0, MAX_LETTERS).join("");
		/** @type {TypedWord[]} */
		const words = [];
		/** @type {string[]} */
		const excluded = [];
		/** @type {Phrase[]} */
		const phrases = [];
		/** @type {Clause[]} */
		const asked = [];
		let left = MAX_WORDS;
		for (const clause of parse(text)) {
			if ((await isFilter(clause)) || left === 0) continue;
			if (!clause.exclude) asked.push(clause);
			const read = this.readWords(clause).slice(0, left);
			left -= read.length;
			const phrase = clause.quoted && read.length > 1 ? new Phrase(read, clause.exclude) : undefined;
			if (phrase) phrases.push(phrase);
			read.forEach((word, i) => {
				word.last = !clause.quoted && clause.start + word.end === text.length;
				word.phrase = phrase;
				word.place = i;
				if (!clause.exclude) words.push(word);
				else if (!phrase) excluded.push(...word.forms.map((form) => form.stem));
			});
		}
		const carrying = words.some((word) => !stopsSomewhere(word));
		const expanded = await Promise.all(words.map((word) => this.expand(word, carrying)));
		words.forEach((word, i) => {
			word.phrase?.add(word.place, /** @type {Slot} */ (expanded[i]));
		});
		for (const phrase of phrases) await phrase.load((terms) => this.known(terms, 1));
		const slots = expanded.filter(
			(slot, i) => !slot.asks && (slot.terms.length > 0 || !stopsSomewhere(/** @type {TypedWord} */ (words[i]))),
		);
		return {
			slots,
			pairs: await this.pairs(slots),
			wholes: await this.known(this.wholes(asked), 1),
			asking: expanded.filter((slot) => slot.asks),
			excluded: await this.known(excluded, 1),
			phrases,
		};
	}

	/**
	 * @param {Clause} clause
	 * @returns {TypedWord[]}
	 */
	readWords(clause) {
		const text = wordsOf(clause);
		/** @type {Map<number, TypedWord>} */
		const words = new Map();
		for (const language of this.languages) {
			for (const token of language.tokens(text)) {
				const { start, end } = token;
				let word = words.get(start);
				if (!word) {
					word = {
						typed: text.slice(start, end),
						start,
						end,
						forms: [],
						required: clause.quoted,
						last: false,
						phrase: undefined,
						place: 0,
					};
					words.set(start, word);
				}
				word.forms.push(token.word);
			}
		}
		return [...words.values()].sort((a, b) => a.start - b.start);
	}

	/**
	 * The terms for all words of the clauses in a row, in each language.
	 * @param {Clause[]} clauses
	 */
	wholes(clauses) {
		return this.languages.flatMap((language) => {
			const words = clauses.flatMap((clause) => language.tokens(wordsOf(clause)).map(({ word }) => word));
			if (words.length < 2 || words.length > MAX_WHOLE) return [];
			const first = words.find((word) => !word.stop) ?? words[0];
			return [`${first?.stem}_=${words.map((word) => beginning(word.stem)).join("")}`];
		});
	}

	/**
	 * @param {TypedWord} word
	 * @param {boolean} carrying whether another word of the query carries the subject
	 * @returns {Promise<Slot>}
	 */
	async expand(word, carrying) {
		const stop = carrying && stopsSomewhere(word);
		const exact = word.forms.filter((form) => !stop || !form.stop).map((form) => form.stem);
		const surfaces = [...new Set(word.forms.map((form) => form.surface))];
		/** @type {Slot} */
		const slot = {
			typed: word.typed,
			surfaces,
			terms: await this.known(exact, 1),
			required: word.required && !stop,
			passing: stop,
			asks: false,
			corrected: [],
		};
		if (stop) {
			if (slot.terms.length > 0) return slot;
			const asking = word.forms.filter((form) => form.asks).map((form) => form.stem);
			slot.terms = await this.known(asking, ASKING);
			slot.asks = slot.terms.length > 0;
			return slot;
		}
		if (word.last) {
			const weight = slot.terms.length > 0 ? COMPLETION : GUESS;
			await this.addWords(slot, await each(surfaces, (s) => this.dictionary.complete(s)), weight);
		}
		if (slot.terms.length === 0) {
			slot.corrected = await each(surfaces, (s) => this.dictionary.correct(s, word.last));
			await this.addWords(slot, slot.corrected, 1);
		}
		return slot;
	}

	/**
	 * What words that stand for nothing may have been meant as.
	 * @param {Slot[]} slots
	 * @returns {Promise<{from: string, to: string[]}[]>}
	 */
	async nearby(slots) {
		const unknown = slots.filter((slot) => slot.terms.length === 0);
		const suggestions = await Promise.all(
			unknown.map(async ({ typed, surfaces }) => {
				const near = await each(surfaces, (s) => this.dictionary.nearest(s));
				return { from: typed, to: near.slice(0, MAX_NEAREST) };
			}),
		);
		return suggestions.filter(({ to }) => to.length > 0);
	}

	/**
	 * The pairs of slots that follow each other but for stop words, with the terms
	 * that the index has for them.
	 * @param {Slot[]} slots
	 * @returns {Promise<Pair[]>}
	 */
	async pairs(slots) {
		/** @type {Promise<Pair>[]} */
		const pairs = [];
		let first = -1;
		slots.forEach((slot, second) => {
			if (slot.passing) return;
			const before = slots[first]?.terms ?? [];
			const terms = before.flatMap((a) => slot.terms.map((b) => this.known([pairOf(a.term, b.term)], a.weight * b.weight)));
			const pair = { first, second };
			pairs.push(Promise.all(terms).then((found) => ({ ...pair, terms: found.flat() })));
			first = second;
		});
		return (await Promise.all(pairs)).filter((pair) => pair.terms.length > 0);
	}

	/**
	 * Adds the terms of words, in all languages, that the slot has not.
	 * @param {Slot} slot
	 * @param {string[]} words
	 * @param {number} weight
	 */
	async addWords(slot, words, weight) {
		const terms = words.flatMap((word) => this.languages.map((language) => language.term(word)));
		const has = new Set(slot.terms.map((t) => t.term));
		slot.terms.push(...(await this.known(terms, weight)).filter((t) => !has.has(t.term)));
	}

	/**
	 * The terms that the index has, each once.
	 * @param {string[]} terms
	 * @param {number} weight
	 * @returns {Promise<Weighted[]>}
	 */
	async known(terms, weight) {
		const found = await Promise.all(
			[...new Set(terms)].map(async (term) => {
				const entry = await this.find(term);
				return entry ? [{ term, weight, df: entry.df, postings: entry.postings }] : [];
			}),
		);
		return found.flat();
	}
}

/**
 * The text in which a clause's words stand.
 * @param {Clause} clause
 */
function wordsOf({ field, text }) {
	return field === "" ? text : `${field} ${text}`;
}

/** @param {TypedWord} word */
function stopsSomewhere(word) {
	return word.forms.some((form) => form.stop);
}

/**
 * @param {string[]} surfaces
 * @param {(surface: string) => Promise<string[]>} look
 */
async function each(surfaces, look) {
	const found = await Promise.all(surfaces.map(look));
	return [...new Set(found.flat())];
}

/**
 * The term for two terms, one after the other.
 * @param {string} first
 * @param {string} second
 */
function pairOf(first, second) {
	return `${first}_${beginning(second)}`;
}

/** @param {string} stem */
function beginning(stem) {
	return Array.from(stem).slice(0, 3).join("");
}
