// Completes and corrects words, as search/dictionary.go does.

import { best as top } from "./rank.js";
import { compare } from "./store.js";
import { rest, tired } from "./yield.js";

/** @typedef {import("./format.js").Word} Word */
/** @typedef {{word: string, code: number, cost: number}} Candidate */

const MAX_CORRECTIONS = 4;
export const MAX_NEAREST = 3;
const MIN_COST = 4;
const SOUND_COST = 5;
const MAX_COST = 6;
const KEYS = "azertyuiopqsdfghjklmwxcvbn";

/** The words of the index as people would type them. */
export class Dictionary {
	/**
	 * @param {import("./store.js").KeyTree} tree
	 * @param {(leaf: string) => Word[]} read
	 * @param {import("./analysis.js").Language[]} languages
	 */
	constructor(tree, read, languages) {
		this.languages = languages;
		this.tree = tree;
		this.read = read;
		/** @type {Map<string, Word[]>} leaves as they were read, by their text */
		this.known = new Map();
	}

	/**
	 * The most frequent words that begin with prefix and go on.
	 * @param {string} prefix
	 */
	async complete(prefix) {
		const words = await this.load(prefix);
		const longer = words.filter(({ word }) => word !== prefix && word.startsWith(prefix));
		const scored = longer.map(({ word, code }) => ({ word, score: code }));
		return top(scored, maxCompletions(prefix)).map(({ word }) => word); // words stand in order
	}

	/**
	 * The words that one that is not in the dictionary may stand for, the
	 * likeliest first.
	 * @param {string} word
	 * @param {boolean} unfinished whether it may go on
	 */
	async correct(word, unfinished) {
		const limit = MAX_COST * reach(word);
		if (limit === 0) return [];
		const same = await this.initial(word);
		let near = [...(await this.elided(word)), ...(await this.near(word, same, limit, false))];
		if (near.length === 0 && unfinished) near = await this.near(word, same, limit, true);
		if (near.length === 0) near = await this.near(word, await this.load(""), limit, false);
		return best(near, MAX_CORRECTIONS);
	}

	/**
	 * The words of the same first letter that are nearest to one for which nothing
	 * was found, within a wider reach.
	 * @param {string} word
	 */
	async nearest(word) {
		const limit = MAX_COST * Math.max(1, Math.floor((Array.from(word).length * 2) / 5));
		const near = sorted(await this.near(word, await this.initial(word), limit, false));
		return near.slice(0, MAX_NEAREST).map((c) => c.word);
	}

	/**
	 * What follows a head typed without its apostrophe.
	 * @param {string} word
	 */
	async elided(word) {
		const rests = this.languages.flatMap((language) => language.elided(word));
		const found = await Promise.all(rests.map(async (rest) => (await this.load(rest, true)).filter((w) => w.word === rest)));
		return found.flat().map(({ word, code }) => ({ word, code, cost: MAX_COST }));
	}

	/**
	 * The words with the first letter of word.
	 * @param {string} word
	 */
	async initial(word) {
		const first = Array.from(word)[0];
		if (first === undefined) return [];
		return (await this.load(first)).filter((w) => w.word.startsWith(first));
	}

	/**
	 * The words of which one is a misspelling of at most the cost limit: of the
	 * whole or, when it is unfinished, of a beginning.
	 * @param {string} word
	 * @param {Word[]} words
	 * @param {number} limit
	 * @param {boolean} unfinished
	 */
	async near(word, words, limit, unfinished) {
		const typed = Array.from(word);
		const bytes = utf8Length(word);
		const sounds = this.languages.map((language) => language.sound(word));
		/** @type {Candidate[]} */
		const near = [];
		for (const { word: other, code } of words) {
			if (tired()) await rest();
			const more = Math.abs(utf8Length(other) - bytes);
			if (more > (4 * limit) / MIN_COST && !unfinished) continue; // whatever its letters
			let cost = distance(typed, Array.from(other), limit, unfinished);
			if (cost > SOUND_COST && !unfinished && more <= 3 && this.sounds(other, sounds)) cost = SOUND_COST;
			if (cost <= limit) near.push({ word: other, code, cost });
		}
		return near;
	}

	/**
	 * Whether a language says a word like another, given as sounds.
	 * @param {string} word
	 * @param {string[]} sounds
	 */
	sounds(word, sounds) {
		return this.languages.some((language, i) => sounds[i] !== "" && language.sound(word) === sounds[i]);
	}

	/**
	 * The words of the leaves that may hold a prefix or, when it is exact, a word.
	 * @param {string} prefix
	 * @param {boolean} [exact]
	 */
	async load(prefix, exact = false) {
		const leaves = await this.tree.leaves(prefix, exact);
		/** @type {Word[][]} */
		const words = [];
		for (const leaf of leaves) {
			if (tired()) await rest();
			const read = this.known.get(leaf) ?? this.read(leaf);
			this.known.set(leaf, read);
			words.push(read);
		}
		return words.flat();
	}
}

/**
 * At most limit words of the fewest errors, the likeliest first.
 * @param {Candidate[]} candidates
 * @param {number} limit
 */
function best(candidates, limit) {
	const errors = (/** @type {Candidate | undefined} */ c) => Math.ceil((c?.cost ?? 0) / MAX_COST);
	const likeliest = sorted(candidates);
	return likeliest
		.filter((c) => errors(c) === errors(likeliest[0]))
		.slice(0, limit)
		.map((c) => c.word);
}

/**
 * By cost, then by frequency.
 * @param {Candidate[]} candidates
 */
function sorted(candidates) {
	return candidates.slice().sort((a, b) => a.cost - b.cost || b.code - a.code || compare(a.word, b.word));
}

/**
 * How many words the last word of a query may stand for: few as long as it says
 * little, because each may cost a file.
 * @param {string} prefix
 */
function maxCompletions(prefix) {
	const letters = Array.from(prefix).length;
	if (letters <= 2) return 4;
	return letters === 3 ? 6 : 8;
}

/**
 * How many typing errors a word may hold.
 * @param {string} word
 */
function reach(word) {
	if (/\p{N}/u.test(word)) return 0;
	const letters = Array.from(word).length;
	if (letters < 4) return 0;
	return letters < 8 ? 1 : 2;
}

/**
 * Whether the keys of two letters touch.
 * @param {string | undefined} a
 * @param {string | undefined} b
 */
function beside(a = "?", b = "?") {
	const i = KEYS.indexOf(a);
	const j = KEYS.indexOf(b);
	if (i < 0 || j < 0) return false;
	const rows = Math.abs(Math.floor(i / 10) - Math.floor(j / 10));
	const columns = Math.abs((i % 10) - (j % 10));
	return rows + columns === 1;
}

/**
 * The cost of a letter that only one of two words has.
 * @param {string[]} word
 * @param {number} i
 */
function gap(word, i) {
	return i > 0 && word[i] === word[i - 1] ? MIN_COST : MAX_COST;
}

/**
 * The cost of the cheapest errors that turn b, or a beginning of b, into a, no
 * part edited twice, or more than limit.
 * @param {string[]} a
 * @param {string[]} b
 * @param {number} limit
 * @param {boolean} beginning
 */
export function distance(a, b, limit, beginning) {
	const most = Math.floor(limit / MIN_COST);
	if (a.length - b.length > most || (!beginning && b.length - a.length > most)) return limit + 1;
	if (beginning) b = b.slice(0, a.length + most);
	/** @type {number[]} */
	let before = [];
	let above = [0];
	for (let j = 1; j <= b.length; j++) above.push(at(above, j - 1) + gap(b, j - 1));
	for (let i = 1; i <= a.length; i++) {
		const row = [at(above, 0) + gap(a, i - 1)];
		let least = at(row, 0);
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			const wrong = beside(a[i - 1], b[j - 1]) ? MIN_COST : MAX_COST;
			let d = at(above, j - 1) + (same ? 0 : wrong);
			d = Math.min(d, at(above, j) + gap(a, i - 1), at(row, j - 1) + gap(b, j - 1));
			if (!same && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				d = Math.min(d, at(before, j - 2) + MIN_COST);
			row.push(d);
			least = Math.min(least, d);
		}
		if (least > limit) return limit + 1;
		before = above;
		above = row;
	}
	return beginning ? Math.min(...above) : at(above, b.length);
}

/**
 * @param {number[]} row
 * @param {number} i
 */
function at(row, i) {
	return row[i] ?? Infinity;
}

/** @param {string} text */
function utf8Length(text) {
	let length = 0;
	for (const c of text) length += c < "\u0080" ? 1 : c < "\u0800" ? 2 : c < "\u{10000}" ? 3 : 4;
	return length;
}
