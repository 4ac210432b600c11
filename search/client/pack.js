// Unpacks the texts of documents. The format is described in package search/pack.

import { SearchError } from "./error.js";
import { rest, tired } from "./yield.js";

/** @typedef {{units: string[], counts: number[]}} Followers */
/** @typedef {{special: number[], words: string, lengths: string, marks: string[][]}} LexiconFile */

// Special symbols, as in package search/pack.
const NEW_WORD = 0;
const AGAIN = 1;
const STOP = 2;
const EMPTY_WORD = 3;
const NEW_MARK = 4;

const DIGITS = "(.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ANY = 65536;
const START = "  ";
const MAX_LENGTH = 25;
const SHARED = " !#$%&()*+,-./:;<=>?@[]^`{|}~";
const WORD = /([ !#-&(-/:-@[\]^`{-~])([^ !#-&(-/:-@[\]^`{-~]*)/g;
const CASED = /^[a-zà-öø-þα-ωа-яœ]/;

const damaged = () => new SearchError("damaged", "document");

/** Symbols that can stand in one place: texts, or numbers of special ones. */
class Alphabet {
	/**
	 * @param {string[][]} classes by bit length of their counts
	 * @param {number[]} special bit lengths of the counts of the special symbols
	 * @param {number} first number of the first of them
	 */
	constructor(classes, special, first) {
		/** @type {{size: number, symbols: (string | number)[]}[]} the most frequent first */
		this.classes = [];
		this.total = 0;
		for (let length = MAX_LENGTH; length > 0; length--) {
			/** @type {(string | number)[]} */
			const symbols = [];
			special.forEach((l, i) => {
				if (l === length) symbols.push(first + i);
			});
			const size = 1.5 * 2 ** length;
			symbols.push(...(classes[length] ?? []));
			if (symbols.length > 0) this.classes.push({ size, symbols });
			this.total += symbols.length * size;
		}
	}
}

/** The range coder: reads which symbols a packed text has. */
class Decoder {
	/** @param {string} text */
	constructor(text) {
		const digits = text.split("").map((c) => DIGITS.indexOf(c));
		let [sum, wanted] = [1, 0];
		digits.forEach((digit, i) => {
			if (i < 3) wanted = wanted * 64 + digit;
			else sum = (sum * 8191 + digit) % 262139;
		});
		if (digits.length < 3 || sum !== wanted || digits.includes(-1)) throw damaged();
		this.digits = digits;
		this.at = 3;
		this.code = 0;
		this.width = 1;
		this.step = 0;
		for (let i = 0; i < 8; i++) this.shift();
	}

	shift() {
		if (this.at >= this.digits.length + 8) throw damaged(); // zeros stand after the end
		this.code = this.code * 64 + (this.digits[this.at++] ?? 0);
		this.width *= 64;
	}

	/**
	 * A number below total, one of those of a symbol; take() must follow.
	 * @param {number} total
	 */
	peek(total) {
		this.step = Math.floor(this.width / total);
		if (!(this.step > 0 && this.step < Infinity)) throw damaged();
		return Math.min(Math.floor(this.code / this.step), total - 1);
	}

	/**
	 * Leaves a symbol behind that has the numbers from to from + size − 1.
	 * @param {number} from
	 * @param {number} size
	 */
	take(from, size) {
		this.code -= from * this.step;
		this.width = size * this.step;
		while (this.width < 2 ** 42) this.shift();
	}

	/** @param {number} total of equally likely numbers */
	number(total) {
		const n = this.peek(total);
		this.take(n, 1);
		return n;
	}

	/**
	 * Which of the things that were seen so often is next.
	 * @param {number[]} counts
	 */
	counted(counts) {
		const n = this.peek(counts.reduce((a, b) => a + b));
		let [i, from] = [0, 0];
		while (n >= from + counts[i]) from += counts[i++];
		this.take(from, counts[i]);
		return i;
	}

	/** @param {Alphabet} alphabet */
	symbol({ classes, total }) {
		const n = this.peek(total);
		let from = 0;
		for (const { size, symbols } of classes) {
			const i = Math.floor((n - from) / size);
			if (i < symbols.length) {
				this.take(from + i * size, size);
				return symbols[i];
			}
			from += symbols.length * size;
		}
		throw damaged();
	}
}

/** What documents have in common. */
export class Lexicon {
	/** @param {unknown} file */
	constructor(file) {
		const { special, words, lengths, marks } = /** @type {LexiconFile} */ (file ?? {});
		if (![special, marks].every(Array.isArray) || ![words, lengths].every((t) => typeof t === "string")) throw damaged();
		/** @type {string[][]} */
		const classes = Array.from({ length: MAX_LENGTH + 1 }, () => []);
		let word = "";
		let i = 0;
		for (const [, count, rest] of words.matchAll(WORD)) {
			word = word.slice(0, SHARED.indexOf(count)) + rest;
			classes[lengths.charCodeAt(i++) - 97]?.push(word);
		}
		this.words = new Alphabet(classes, special.slice(0, NEW_MARK), NEW_WORD);
		this.marks = new Alphabet(marks, special.slice(NEW_MARK), NEW_MARK);
		this.known = [...classes, ...marks].flat();
		/** @type {string | undefined} what words are spelled after: each known text between two ends */
		this.corpus = undefined;
		this.end = "";
		this.first = new Int32Array(ANY); // where each letter first stands in the corpus, or 0
		this.next = new Int32Array(); // where the letter of each place stands next
		/** @type {Map<string, Followers>} by the letters before */
		this.contexts = new Map();
	}

	/** Puts the texts in a row, once a word must be spelled. */
	learn() {
		const all = this.known.join("");
		let code = 0xe000;
		while (all.includes(String.fromCharCode(code))) code++;
		this.end = String.fromCharCode(code);
		const end = this.end;
		const corpus = this.known.reduce((row, text) => row + START + text + end, end);
		this.next = new Int32Array(corpus.length);
		for (let at = corpus.length - 1; at > 0; at--) {
			const unit = corpus.charCodeAt(at);
			this.next[at] = this.first[unit];
			this.first[unit] = at;
		}
		return corpus;
	}

	/**
	 * The letters that follow some others in the texts, "" at their end, and how
	 * often each does, with the number of letters behind.
	 * @param {string} before
	 * @param {string} corpus
	 */
	followers(before, corpus) {
		let followers = this.contexts.get(before);
		if (!followers) {
			/** @type {Followers} */
			followers = { units: [], counts: [] };
			const { units, counts } = followers;
			const end = this.end.charCodeAt(0);
			/** @type {Map<number, number>} places in units */
			const seen = new Map();
			const count = (/** @type {number} */ next) => {
				if (corpus.charCodeAt(next - 1) === end || corpus.charCodeAt(next - 2) === end) return; // START
				const unit = corpus.charCodeAt(next);
				let place = seen.get(unit);
				if (place === undefined) {
					place = units.push(unit === end ? "" : String.fromCharCode(unit)) - 1;
					seen.set(unit, place);
					counts.push(0);
				}
				counts[place]++;
			};
			if (before === "") for (let next = 1; next < corpus.length; next++) count(next);
			else if (!before.includes(this.end)) {
				const [last, other] = [before.charCodeAt(before.length - 1), before.charCodeAt(before.length - 2)];
				for (let at = this.first[last]; at > 0 && at + 1 < corpus.length; at = this.next[at]) {
					if (before.length === 1 || corpus.charCodeAt(at - 1) === other) count(at + 1);
				}
			}
			counts.push(units.length);
			this.contexts.set(before, followers);
		}
		return followers;
	}

	/** @param {Decoder} decoder */
	spelled(decoder) {
		this.corpus ??= this.learn();
		let text = "";
		for (;;) {
			const unit = this.unit(decoder, (START + text).slice(-2), this.corpus);
			if (unit === "") return text;
			text += unit;
		}
	}

	/**
	 * @param {Decoder} decoder
	 * @param {string} before
	 * @param {string} corpus
	 */
	unit(decoder, before, corpus) {
		for (let from = 0; from <= 2; from++) {
			const { units, counts } = this.followers(before.slice(from), corpus);
			if (units.length === 0) continue;
			const unit = units[decoder.counted(counts)];
			if (unit !== undefined) return unit;
		}
		const code = decoder.number(ANY + 1);
		return code === ANY ? "" : String.fromCharCode(code);
	}

	/**
	 * The texts that were packed.
	 * @param {string} packed
	 * @returns {Promise<string[]>}
	 */
	async unpack(packed) {
		const decoder = new Decoder(packed);
		const cases = [
			[16, 1, 1],
			[1, 16, 1],
		];
		/** @type {string[]} */
		const seen = [];
		/** @type {string[]} */
		const texts = [];
		/** @type {string[]} */
		let parts = [];
		let first = 1;
		for (;;) {
			if (tired()) await rest();
			let word = decoder.symbol(this.words);
			if (word === STOP) {
				if (parts.length > 0) throw damaged();
				return texts;
			}
			if (word === NEW_WORD) {
				word = this.spelled(decoder);
				seen.push(word);
			} else if (word === AGAIN) {
				if (seen.length === 0) throw damaged();
				word = seen[decoder.number(seen.length)];
			} else if (word === EMPTY_WORD) word = "";
			word = `${word}`;
			if (CASED.test(word)) {
				const letterCase = decoder.counted(cases[first]);
				cases[first][letterCase]++;
				if (letterCase === 1) word = word[0].toUpperCase() + word.slice(1);
				else if (letterCase === 2) word = word.toUpperCase();
			}
			parts.push(word);
			first = 0;
			if (/[’']$/.test(word)) continue;
			let mark = decoder.symbol(this.marks);
			if (mark === NEW_MARK) mark = this.spelled(decoder);
			mark = `${mark}`;
			if (mark.endsWith("\0")) {
				texts.push(parts.join("") + mark.slice(0, -1));
				parts = [];
				first = 1;
			} else {
				parts.push(mark);
				first = /[.!?\n]/.test(mark) ? 1 : 0;
			}
		}
	}
}
