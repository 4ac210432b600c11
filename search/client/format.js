// Reads the files of the index. The format is described in search/format.go.

import { SearchError } from "./error.js";

/** The version of the format that this client reads. */
export const FORMAT = 2;

const LAST_DIGIT = 64;
const CARRY = 27;

/** Reads numbers and text from a string, from left to right. */
export class Reader {
	/** @param {string} text */
	constructor(text) {
		this.text = text;
		this.at = 0;
	}

	get done() {
		return this.at >= this.text.length;
	}

	number() {
		let n = 0;
		for (;;) {
			let d = this.text.charCodeAt(this.at++) - 35;
			if (d > 57) d--;
			if (!(d >= 0 && d < LAST_DIGIT + CARRY)) throw new SearchError("damaged", "number");
			if (d < LAST_DIGIT) return n * LAST_DIGIT + d;
			n = n * CARRY + d - LAST_DIGIT + 1;
		}
	}

	/** @param {number} length in UTF-16 units */
	slice(length) {
		this.at += length;
		return this.text.slice(this.at - length, this.at);
	}
}

/**
 * @typedef {object} Child a file, as the node above it says
 * @property {string} label
 * @property {string} name
 */

/**
 * @param {string} text an inner node
 * @returns {Child[]}
 */
export function readNode(text) {
	if (text === "") return [];
	return text.split(",").map((entry) => {
		const space = entry.indexOf(" ");
		return { label: entry.slice(0, space), name: entry.slice(space + 1) };
	});
}

/**
 * Finds a term in a leaf.
 * @param {string} leaf
 * @param {string} term
 * @returns {{df: number, postings: string} | undefined}
 */
export function findTerm(leaf, term) {
	const reader = new Reader(leaf);
	let key = "";
	while (!reader.done) {
		const shared = reader.number();
		key = key.slice(0, shared) + reader.slice(reader.number());
		const df = reader.number();
		const length = reader.number();
		if (key === term) return { df, postings: reader.slice(length) };
		reader.at += length;
	}
	return undefined;
}

/** @typedef {{word: string, code: number}} Word a word and how frequent it is, from 0 to 25 */

/**
 * @param {string} leaf
 * @returns {Word[]}
 */
export function readWords(leaf) {
	const reader = new Reader(leaf);
	/** @type {Word[]} */
	const words = [];
	let word = "";
	while (!reader.done) {
		const shared = reader.number();
		let end = reader.at;
		while (end < leaf.length && !isUpper(leaf.charCodeAt(end))) end++;
		word = word.slice(0, shared) + reader.slice(end - reader.at);
		words.push({ word, code: leaf.charCodeAt(end) - 65 });
		reader.at++;
	}
	return words;
}

/** @param {number} unit */
function isUpper(unit) {
	return unit >= 65 && unit <= 90;
}

/**
 * Calls yield for each field of each document that has a term, by ordinal and
 * field, with how often the field has it and the code of the field's length.
 * @param {{df: number, postings: string}} term
 * @param {Uint8Array} lengths codes of the lengths of bodies, by ordinal
 * @param {(ordinal: number, field: number, tf: number, code: number) => void} yield_
 */
export function eachPosting({ df, postings }, lengths, yield_) {
	const BODY = 3;
	const MASKS = 16;
	if (df > lengths.length) throw new SearchError("damaged", "postings");
	const reader = new Reader(postings);
	const steps = new Int32Array(df);
	for (let i = 0; i < df; i++) steps[i] = reader.number();
	const kinds = steps.map((step) => (step & 1 ? reader.number() : 0));
	let ordinal = -1;
	for (let i = 0; i < df; i++) {
		ordinal += /** @type {number} */ (steps[i] >> 1) + 1;
		const length = lengths[ordinal];
		if (length === undefined) throw new SearchError("damaged", "postings");
		const kind = /** @type {number} */ (kinds[i]);
		if (kind === 0 || kind >= MASKS) {
			yield_(ordinal, BODY, kind === 0 ? 1 : kind - MASKS + 2, length);
			continue;
		}
		for (let field = 0; field < BODY; field++) {
			if (!(kind & (1 << field))) continue;
			const impact = reader.number();
			let tf = (impact % 3) + 1;
			if (tf === 3) tf += reader.number();
			yield_(ordinal, field, tf, Math.floor(impact / 3));
		}
		if (kind & (1 << BODY)) yield_(ordinal, BODY, reader.number() + 1, length);
	}
}

/**
 * @param {string} text numbers below 256
 * @param {number} count how many there must be
 */
export function readCodes(text, count) {
	const reader = new Reader(text);
	const codes = new Uint8Array(count);
	for (let i = 0; i < count; i++) codes[i] = reader.number();
	return codes;
}
