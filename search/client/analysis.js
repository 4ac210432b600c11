// Turns text into the terms of the index: the browser's half of package
// search/analysis, on the same language files, which come with the manifest.

/**
 * What a language makes of one word, wherever it stands.
 * @typedef {object} Word
 * @property {string} surface folded, without elision
 * @property {string} stem the term of the index
 * @property {boolean} stop carries no subject
 * @property {boolean} asks a stop word that says what kind of answer is wanted: how, when, who
 * @property {boolean} tail may be the tail of an inclusive form
 * @property {boolean} long may have such a tail
 */

/** @typedef {{start: number, end: number, word: Word}} Token a word where it stands in a text, in UTF-16 units */

/** @typedef {{suffix: string, replacement: string, min: number, vowel: boolean}} Rule */

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00AD\u200C\u200D]*(?:['’][\p{L}\p{N}][\p{L}\p{N}\p{M}\u00AD\u200C\u200D]*)*/gu;
const INCLUSIVE_MARKS = new Set(["·", "•", "‧", "⋅", ".", "-", "(", ")"]);
const MAX_WORD = 40;

/** Letters that Unicode does not take apart, as people type them. */
export class Folds {
	/** @param {string} source rows "letter replacement" */
	constructor(source) {
		/** @type {Map<string, string>} */
		this.table = new Map();
		for (const line of source.split("\n")) {
			const [letter, replacement, ...rest] = line.trim().split(/\s+/);
			if (letter && replacement && rest.length === 0 && letter !== "#") this.table.set(letter, replacement);
		}
	}

	/**
	 * Lower case, without accents, only letters and digits.
	 * @param {string} word
	 */
	fold(word) {
		if (/^[a-z0-9]*$/.test(word)) return word;
		let folded = "";
		for (const c of word.toLowerCase().normalize("NFKD").toLowerCase()) {
			if (/[\p{L}\p{N}]/u.test(c)) folded += this.table.get(c) ?? c;
		}
		return folded;
	}
}

/** The rules of one language; see search/analysis/lang/fr.txt. */
export class Language {
	/**
	 * @param {string} source rows "key: values"
	 * @param {Folds} folds
	 */
	constructor(source, folds) {
		this.folds = folds;
		this.code = "";
		/** @type {Map<string, Set<string>>} */
		this.sets = new Map();
		/** @type {Rule[][]} */
		this.steps = [];
		/** @type {Map<string, string>} */
		this.sounds = new Map();
		/** @type {Map<string, string>} what was said before */
		this.said = new Map();
		/** @type {Map<string, Word>} */
		this.known = new Map();
		for (const line of source.split("\n")) {
			if (line.trim() === "" || line.startsWith("#")) continue;
			const colon = line.indexOf(": ");
			const key = line.slice(0, colon);
			const words = line
				.slice(colon + 2)
				.trim()
				.split(/\s+/);
			if (key === "code") this.code = words[0] ?? "";
			else if (key === "sound") this.sounds = new Map(words.map(parseSound));
			else if (key === "stem") this.steps.push(words.map(parseRule));
			else this.sets.set(key, new Set(words));
		}
		this.spelling = new RegExp([...this.sounds.keys()].join("|"), "g");
	}

	/**
	 * @param {string} key
	 * @param {string | undefined} word
	 */
	has(key, word) {
		return word !== undefined && (this.sets.get(key)?.has(word) ?? false);
	}

	/**
	 * What stands in the index for a folded word: its stem or, for a stop word,
	 * the word behind a point.
	 * @param {string} surface
	 */
	term(surface) {
		return this.has("stop", surface) ? `.${surface}` : this.stem(surface);
	}

	/** @param {string} word folded */
	stem(word) {
		if (!/^[a-z]{4,}$/.test(word)) return word;
		for (const step of this.steps) {
			const rule = step.find((r) => matches(r, word));
			if (rule) word = word.slice(0, word.length - rule.suffix.length) + rule.replacement;
		}
		return word;
	}

	/**
	 * Roughly how a folded word is said, so that two spellings of one sound are
	 * one; "" in a language without sounds.
	 * @param {string} word
	 */
	sound(word) {
		if (this.sounds.size === 0) return "";
		let sound = this.said.get(word);
		if (sound === undefined) {
			sound = word.replace(this.spelling, (letters) => this.sounds.get(letters) ?? "").replace(/(.)\1+/gu, "$1");
			const short = sound.replace(/[estx]+$/, "");
			if (Array.from(short).length > 2) sound = short;
			else if (Array.from(sound).length < 3) sound = "";
			this.said.set(word, sound);
		}
		return sound;
	}

	/**
	 * What is left of a folded word when it begins with a head that the language
	 * joins with an apostrophe, typed without one: "lequipe" is equipe.
	 * @param {string} word
	 */
	elided(word) {
		return [1, 2]
			.filter((n) => n + 4 <= word.length && this.has("elision", word.slice(0, n)) && /[aeiouyh]/.test(word.charAt(n)))
			.map((n) => word.slice(n));
	}

	/** @param {string} raw a word as WORD cuts it */
	surface(raw) {
		const parts = raw.split(/['’]/).map((part) => this.folds.fold(part));
		while (parts.length > 1 && this.has("elision", parts[0])) parts.shift();
		while (parts.length > 1 && this.has("enclitic", parts[parts.length - 1])) parts.pop();
		const word = parts.join("");
		return word.length <= MAX_WORD ? word : Array.from(word).slice(0, MAX_WORD).join("");
	}

	/**
	 * @param {string} raw
	 * @returns {Word}
	 */
	word(raw) {
		let word = this.known.get(raw);
		if (!word) {
			const surface = this.surface(raw);
			word = {
				surface,
				stem: this.term(surface),
				stop: this.has("stop", surface),
				asks: this.has("asks", surface),
				tail: this.has("inclusive", surface),
				long: Array.from(surface).length >= 3,
			};
			this.known.set(raw, word);
		}
		return word;
	}

	/**
	 * The words of a text, without the tails of inclusive writing.
	 * @param {string} text
	 */
	tokens(text) {
		/** @type {Token[]} */
		const tokens = [];
		let previousEnd = -1;
		let long = false;
		for (const match of text.matchAll(WORD)) {
			const start = match.index;
			const end = start + match[0].length;
			const word = this.word(match[0]);
			if (word.surface === "") continue;
			if (word.tail && long && INCLUSIVE_MARKS.has(text.slice(previousEnd, start))) {
				previousEnd = end;
				continue;
			}
			previousEnd = end;
			long = word.long;
			tokens.push({ start, end, word });
		}
		return tokens;
	}
}

/**
 * @param {string} text "letters>sound"
 * @returns {[string, string]}
 */
function parseSound(text) {
	const [letters = "", sound = ""] = text.split(">");
	return [letters, sound];
}

/**
 * @param {string} text "suffix>replacement/min", with "v" when a vowel must be left
 * @returns {Rule}
 */
function parseRule(text) {
	const [, suffix = "", replacement = "", min = "0", vowel] = /^(.+?)>(.*)\/(\d+)(v?)$/.exec(text) ?? [];
	return { suffix, replacement, min: Number(min), vowel: vowel === "v" };
}

/**
 * @param {Rule} rule
 * @param {string} word
 */
function matches(rule, word) {
	const left = word.length - rule.suffix.length;
	return left >= rule.min && word.endsWith(rule.suffix) && (!rule.vowel || /[aeiouy]/.test(word.slice(0, left)));
}
