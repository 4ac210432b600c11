// The ranking: the formula of search/rank.go, operation by operation in the
// same order, so that scores agree to the last bit.

import { eachPosting, ordinalsOf } from "./format.js";
import { rest, tired } from "./yield.js";

/** @typedef {import("./expand.js").Slot} Slot */
/** @typedef {import("./expand.js").Weighted} Weighted */
/** @typedef {import("./expand.js").Request} Request */
/** @typedef {{ordinal: number, score: number}} Ranked */

const K1 = 1.2;
const B = 0.75;
const BOOSTS = [2.5, 2, 2, 1]; // title, headings, keywords, body
const WHOLE = 4;
const MAX_REMEMBERED = 1_000_000; // documents of terms, 12 bytes each
const MAX_LENGTH_CODE = 31;

/** Scores the documents of an index. */
export class Ranking {
	/**
	 * @param {number} documents how many there are
	 * @param {number[]} totals words by field
	 * @param {Uint8Array} codes of the lengths of bodies, by ordinal
	 * @param {import("./facets.js").Column[]} columns those with weights
	 */
	constructor(documents, totals, codes, columns) {
		this.documents = documents;
		this.codes = codes;
		this.columns = columns;
		/** @type {Map<string, {ordinals: Int32Array, sums: Float64Array}>} by term */
		this.known = new Map();
		this.remembered = 0; // documents in known
		this.frequencies = Array.from({ length: MAX_LENGTH_CODE + 1 }, (_, code) => lengthOf(code + 1));
		/** @type {number[][]} */
		this.lengths = totals.map((total) =>
			Array.from({ length: MAX_LENGTH_CODE + 1 }, (_, code) =>
				total === 0 ? 0 : K1 * (1 - B + (B * lengthOf(code)) / (total / documents)),
			),
		);
	}

	/** @param {number} df documents that have a term */
	idf(df) {
		return Math.floor(Math.log(1 + (this.documents - df + 0.5) / (df + 0.5)) * 1e9 + 0.5) / 1e9;
	}

	/**
	 * The idf of a slot: that of its commonest term.
	 * @param {{terms: Weighted[]}} slot
	 */
	slotIDF(slot) {
		return slot.terms.length === 0 ? 0 : this.idf(Math.max(...slot.terms.map((t) => t.df)));
	}

	/**
	 * @param {number} field
	 * @param {number} frequency code of how often it has the term
	 * @param {number} length code of its length
	 */
	impact(field, frequency, length) {
		const tf = at(this.frequencies, frequency);
		return (BOOSTS[field] ?? 0) * ((tf * (K1 + 1)) / (tf + (this.lengths[field]?.[length] ?? 0)));
	}

	/**
	 * The documents that match, by ordinal.
	 * @param {Request} request
	 * @returns {Promise<Ranked[]>}
	 */
	async score({ slots, pairs, wholes, asking, excluded }) {
		const total = new Float64Array(this.documents);
		const matched = new Float64Array(this.documents);
		const required = new Uint16Array(this.documents);
		const best = new Float64Array(this.documents);
		let asked = 0;
		let demanded = 0;
		const idfs = slots.map((slot) => this.slotIDF(slot));
		for (const [i, slot] of slots.entries()) {
			const slotIDF = at(idfs, i);
			asked += slotIDF;
			if (slot.required) demanded++;
			for (const ordinal of await this.scoreTerms(slot.terms, best)) {
				total[ordinal] = at(total, ordinal) + slotIDF * at(best, ordinal);
				matched[ordinal] = at(matched, ordinal) + slotIDF;
				if (slot.required) required[ordinal] = at(required, ordinal) + 1;
				best[ordinal] = 0;
			}
		}
		/** @param {number} idf @param {number[]} reached */
		const addExtra = (idf, reached) => {
			for (const ordinal of reached) {
				total[ordinal] = at(total, ordinal) + idf * at(best, ordinal);
				best[ordinal] = 0;
			}
		};
		for (const { first, second, terms } of pairs) {
			const reached = await this.scoreTerms(terms, best, (field) => BOOSTS[field] ?? 0);
			addExtra((at(idfs, first) + at(idfs, second)) / 4, reached);
		}
		for (const term of wholes) addExtra(asked, await this.scoreTerms([term], best, () => WHOLE));
		for (const slot of asking) addExtra(this.slotIDF(slot), await this.scoreTerms(slot.terms, best));
		if (slots.length === 0) {
			matched.fill(1);
			asked = 1;
		}
		for (const term of excluded) for (const ordinal of ordinalsOf(term, this.documents)) matched[ordinal] = 0;
		if (tired()) await rest();
		/** @type {Ranked[]} */
		const ranked = [];
		for (let ordinal = 0; ordinal < this.documents; ordinal++) {
			const part = at(matched, ordinal);
			if (part === 0 || at(required, ordinal) < demanded) continue;
			ranked.push({ ordinal, score: at(total, ordinal) * coverage(part / asked) * this.weight(ordinal) });
		}
		return ranked;
	}

	/** @param {number} ordinal */
	weight(ordinal) {
		let weight = 1;
		for (const column of this.columns) weight *= column.weightOf(ordinal);
		return weight;
	}

	/**
	 * Puts in best what the best of some terms gives to each document but for the
	 * idf, and returns the documents that have one of them.
	 * @param {Weighted[]} terms
	 * @param {Float64Array} best all 0
	 * @param {(field: number, frequency: number, length: number) => number} [impact]
	 */
	async scoreTerms(terms, best, impact = (field, frequency, length) => this.impact(field, frequency, length)) {
		/** @type {number[]} */
		const reached = [];
		for (const term of terms) {
			if (tired()) await rest();
			const { ordinals, sums } = this.gains(term, impact);
			for (let i = 0; i < ordinals.length; i++) {
				const ordinal = at(ordinals, i);
				const score = term.weight * at(sums, i);
				if (score <= at(best, ordinal)) continue;
				if (best[ordinal] === 0) reached.push(ordinal);
				best[ordinal] = score;
			}
		}
		return reached;
	}

	/**
	 * The documents that have a term, with the sum of its impacts in each. They are
	 * remembered, as each key that is typed asks for most of the terms of the one
	 * before; a term always has the same kind of impact.
	 * @param {Weighted} term
	 * @param {(field: number, frequency: number, length: number) => number} impact
	 */
	gains(term, impact) {
		const known = this.known.get(term.term);
		if (known) return known;
		const sums = new Float64Array(term.df);
		const ordinals = eachPosting(term, this.codes, (place, field, frequency, length) => {
			sums[place] = at(sums, place) + impact(field, frequency, length);
		});
		this.remembered += term.df;
		if (this.remembered > MAX_REMEMBERED) {
			this.known.clear();
			this.remembered = term.df;
		}
		this.known.set(term.term, { ordinals, sums });
		return { ordinals, sums };
	}
}

/**
 * The best of what is ranked, best first: the higher score, then what stands
 * first, such as the lower ordinal.
 * @template {{score: number}} T
 * @param {T[]} ranked
 * @param {number} limit
 */
export function best(ranked, limit) {
	/** @type {T[]} */
	const top = [];
	for (const candidate of ranked) {
		if (top.length === limit && candidate.score <= /** @type {T} */ (top[limit - 1]).score) continue;
		let place = top.length;
		while (place > 0 && /** @type {T} */ (top[place - 1]).score < candidate.score) place--;
		top.splice(place, 0, candidate);
		if (top.length > limit) top.pop();
	}
	return top;
}

/**
 * @param {Float64Array | Int32Array | Uint16Array | number[]} numbers
 * @param {number} i
 */
function at(numbers, i) {
	return numbers[i] ?? 0;
}

/** @param {number} code of a length; two codes for each power of two */
function lengthOf(code) {
	if (code < 2) return 1;
	const width = 2 ** (Math.floor(code / 2) - 1);
	return width * (2 + (code % 2)) + (width - 1) / 2;
}

/** @param {number} x */
function coverage(x) {
	return Math.sqrt(Math.sqrt(x));
}
