// Completes and corrects words, as search/dictionary.go does.

/** @typedef {import("./format.js").Word} Word */
/** @typedef {{word: string, code: number, distance: number}} Candidate */

const MAX_COMPLETIONS = 8;
const MAX_CORRECTIONS = 4;

/** The words of the index as people would type them. */
export class Dictionary {
	/**
	 * @param {import("./store.js").KeyTree} tree
	 * @param {(leaf: string) => Word[]} read
	 */
	constructor(tree, read) {
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
		return best(
			longer.map(({ word, code }) => ({ word, code, distance: 0 })),
			MAX_COMPLETIONS,
		);
	}

	/**
	 * The words nearest to one that is not in the dictionary: those with its
	 * first letter or, when there are none, any.
	 * @param {string} word
	 */
	async correct(word) {
		const limit = reach(word);
		if (limit === 0) return [];
		const first = Array.from(word)[0] ?? "";
		const near = (await this.load(first)).filter((w) => w.word.startsWith(first));
		const found = within(word, near, limit);
		if (found.length > 0) return best(found, MAX_CORRECTIONS);
		return best(within(word, await this.load(""), limit), MAX_CORRECTIONS);
	}

	/** @param {string} prefix */
	async load(prefix) {
		const leaves = await this.tree.leaves(prefix);
		return leaves.flatMap((leaf) => {
			const words = this.known.get(leaf) ?? this.read(leaf);
			this.known.set(leaf, words);
			return words;
		});
	}
}

/**
 * @param {string} word
 * @param {Word[]} words
 * @param {number} limit
 * @returns {Candidate[]}
 */
function within(word, words, limit) {
	const typed = Array.from(word);
	/** @type {Candidate[]} */
	const candidates = [];
	for (const w of words) {
		if (Math.abs(w.word.length - word.length) > 2 * limit) continue; // whatever its letters
		const d = distance(typed, Array.from(w.word), limit);
		if (d <= limit) candidates.push({ word: w.word, code: w.code, distance: d });
	}
	return candidates;
}

/**
 * At most limit words of the least distance, the most frequent first. The
 * candidates come in the order of the index, which settles ties.
 * @param {Candidate[]} candidates
 * @param {number} limit
 */
function best(candidates, limit) {
	const sorted = candidates.slice().sort((a, b) => a.distance - b.distance || b.code - a.code);
	return sorted
		.filter((c) => c.distance === sorted[0]?.distance)
		.slice(0, limit)
		.map((c) => c.word);
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
 * The optimal string alignment distance, or limit + 1 when it is larger than limit.
 * @param {string[]} a
 * @param {string[]} b
 * @param {number} limit
 */
export function distance(a, b, limit) {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	/** @type {number[]} */
	let before = [];
	let above = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let least = i;
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let d = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, at(before, j - 2) + 1);
			row.push(d);
			least = Math.min(least, d);
		}
		if (least > limit) return limit + 1;
		before = above;
		above = row;
	}
	return Math.min(at(above, b.length), limit + 1);
}

/**
 * @param {number[]} row
 * @param {number} i
 */
function at(row, i) {
	return row[i] ?? Infinity;
}
