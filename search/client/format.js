// Reads the files of the index. The format is described in search/format.go.

import { SearchError } from "./error.js";

/** The version of the format that this client reads. */
export const FORMAT = 3;

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
 * The documents that have a term, by ordinal.
 * @param {{df: number, postings: string}} term
 * @param {number} documents how many the index has
 */
export function ordinalsOf(term, documents) {
	return readSteps(term, documents).ordinals;
}

/**
 * Calls yield for each field of each document that has a term, by field and
 * ordinal, with the document's place among them and the codes of how often the
 * field has the term and of the field's length.
 * @param {{df: number, postings: string}} term
 * @param {Uint8Array} lengths codes of the lengths of bodies, by ordinal
 * @param {(place: number, field: number, frequency: number, length: number) => void} yield_
 * @returns {Int32Array} the ordinals
 */
export function eachPosting(term, lengths, yield_) {
	const BODY = 3;
	const MASKS = 16;
	const { reader, steps, ordinals } = readSteps(term, lengths.length);
	const kinds = steps.map((step) => (step & 1 ? reader.number() : 0));
	for (let field = 0; field < BODY; field++) {
		for (let i = 0; i < kinds.length; i++) {
			const kind = /** @type {number} */ (kinds[i]);
			if (kind >= MASKS || !(kind & (1 << field))) continue;
			const impact = reader.number();
			let frequency = impact % 3;
			if (frequency === 2) frequency += reader.number();
			yield_(i, field, frequency, Math.floor(impact / 3));
		}
	}
	for (let i = 0; i < kinds.length; i++) {
		const kind = /** @type {number} */ (kinds[i]);
		let frequency = 0;
		if (kind >= MASKS) frequency = kind - MASKS + 1;
		else if (kind & (1 << BODY)) frequency = reader.number();
		else if (kind !== 0) continue;
		yield_(i, BODY, frequency, /** @type {number} */ (lengths[/** @type {number} */ (ordinals[i])]));
	}
	return ordinals;
}

/**
 * @param {{df: number, postings: string}} term
 * @param {number} documents
 */
function readSteps({ df, postings }, documents) {
	if (df > documents) throw new SearchError("damaged", "postings");
	const reader = new Reader(postings);
	const steps = new Int32Array(df);
	for (let i = 0; i < df; i++) steps[i] = reader.number();
	let ordinal = -1;
	const ordinals = steps.map((step) => (ordinal += (step >> 1) + 1));
	if (ordinal >= documents) throw new SearchError("damaged", "postings");
	return { reader, steps, ordinals };
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
