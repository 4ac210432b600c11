// The browser's half of Relais' search. open() loads the manifest; search()
// loads what a query needs, ranks as the build's index does, and returns data:
// no module but script.js touches the page.

import { Folds, Language } from "./analysis.js";
import { documentOf } from "./document.js";
import { SearchError } from "./error.js";
import { Marker, Texts } from "./excerpt.js";
import { Expander } from "./expand.js";
import { Column, Filter, namedFacet, namedValue } from "./facets.js";
import { FORMAT, findTerm, readCodes, readWords } from "./format.js";
import { Lexicon } from "./pack.js";
import { READ_PER_HIT } from "./phrase.js";
import { best, Ranking } from "./rank.js";
import { scriptLoader } from "./script.js";
import { CountTree, compare, KeyTree, Store } from "./store.js";
import { Dictionary } from "./words.js";
import { begin, rest, tired } from "./yield.js";

export { rest, SearchError, tired };

const MAX_DOCUMENTS = 200; // kept in memory with their words

/** @typedef {import("./excerpt.js").Document} Document */
/** @typedef {import("./excerpt.js").Excerpt} Excerpt */
/** @typedef {import("./facets.js").FacetCounts} FacetCounts */
/** @typedef {import("./facets.js").HidingFacet} HidingFacet */
/** @typedef {import("./store.js").Root} Root */

/**
 * @typedef {object} Manifest
 * @property {number} format
 * @property {number} documents
 * @property {number[]} totals
 * @property {string} lengths
 * @property {string} lexicon "" when documents stand as they are
 * @property {string[]} languages
 * @property {string} folds
 * @property {import("./facets.js").FacetRow[]} facets
 * @property {Root} terms
 * @property {Root} words
 * @property {Root} texts
 */

/**
 * @typedef {object} Hit
 * @property {string} id address of the page, relative to the site's root
 * @property {string} title
 * @property {import("./excerpt.js").Marks} titleMarks
 * @property {number} score
 * @property {import("./excerpt.js").SectionRef} section the best; empty when none has a word of the query
 * @property {Excerpt} excerpt
 * @property {string} label what to say beside the title: the type of page, its functions
 * @property {string} lang of the page: "fr"
 * @property {string[]} marks
 * @property {string} due the day from which the page is to be reviewed, "2027-07-03", or ""
 */

/**
 * @typedef {object} Results
 * @property {number} total
 * @property {boolean} partial a phrase was looked for in the best pages only: total may be larger
 * @property {Hit[]} hits
 * @property {FacetCounts[]} facets those that the options want counted, in the order of the index
 * @property {Record<string, string[]>} filters all that are in force, those typed in the text included
 * @property {{from: string, to: string}[]} corrected words that no page has, and what they were read as
 * @property {{from: string, to: string[]}[]} near when nothing is found: words that may have been meant
 * @property {HidingFacet[]} hiding when nothing is found: the facets whose filter hides hits
 */

/**
 * @typedef {object} Options
 * @property {Record<string, string[]>} [filters] name of a facet: ids of its values
 * @property {string[]} [facets] names of the facets to count, none unless told
 * @property {number} [limit] hits wanted, 10 unless told
 * @property {AbortSignal} [signal] ends a search that a newer one has overtaken
 */

/**
 * Opens an index.
 * @param {object} where
 * @param {string} where.base address of the folder with manifest.js, with a slash at its end
 * @param {import("./store.js").Load} [where.load] runs a script; by default a script element does
 * @param {string} [where.lang] of the labels of facets, where they have one in it
 * @returns {Promise<Index>}
 */
export async function open({ base, load = scriptLoader(base), lang = "" }) {
	const store = new Store(base, load);
	const manifest = /** @type {Manifest | null} */ (await store.get("manifest"));
	if (manifest?.format !== FORMAT) throw new SearchError("format", "manifest.js");
	return new Index(store, manifest, lang);
}

/** An index that is open. */
export class Index {
	/**
	 * @param {Store} store
	 * @param {Manifest} manifest
	 * @param {string} lang
	 */
	constructor(store, manifest, lang) {
		this.store = store;
		this.lang = lang;
		this.manifest = { ...manifest, facets: manifest.facets.map((row) => ({ ...row, label: row.in?.[lang] ?? row.label })) };
		this.folds = new Folds(manifest.folds);
		this.languages = manifest.languages.map((source) => new Language(source, this.folds));
		/** @type {Promise<Ranking> | undefined} */
		this.ranking = undefined;
		this.texts = new Texts(this.languages);
		this.pages = new CountTree(store, manifest.texts);
		/** @type {Promise<Lexicon> | undefined} */
		this.lexicon = undefined;
		/** @type {Map<number, Promise<Document>>} those read last, by ordinal */
		this.documents = new Map();
		/** @type {Map<string, Column>} by name of the facet */
		this.read = new Map();
		const terms = new KeyTree(store, manifest.terms);
		const dictionary = new Dictionary(new KeyTree(store, manifest.words), readWords, this.languages);
		this.expander = new Expander(this.languages, dictionary, async (term) => {
			const [leaf] = await terms.leaves(term, true);
			return leaf === undefined ? undefined : findTerm(leaf, term);
		});
	}

	/**
	 * Answers a query. Fails with a SearchError, or with the signal's reason.
	 * @param {string} text
	 * @param {Options} [options]
	 * @returns {Promise<Results>}
	 */
	async search(text, { filters = {}, facets = [], limit = 10, signal } = {}) {
		begin();
		const ranking = await this.rank();
		signal?.throwIfAborted();
		const chosen = new Map(Object.entries(filters).filter(([, ids]) => ids.length > 0));
		const request = await this.expander.understand(text, (clause) => this.typedFilter(clause, chosen));
		signal?.throwIfAborted();
		const columns = await this.columns((row) => facets.includes(row.name) || chosen.has(row.name));
		const filter = new Filter(columns, chosen);
		const empty = request.slots.length === 0 && chosen.size === 0; // to exclude is not to ask
		const scored = empty ? [] : await ranking.score(request);
		const { kept, partial } = await this.verify(request.phrases, scored, READ_PER_HIT * limit, ranking.codes);
		signal?.throwIfAborted();
		if (tired()) await rest();
		const ranked = best(
			kept.filter(({ ordinal }) => filter.admit(ordinal)),
			limit,
		);
		if (tired()) await rest();
		const weights = request.slots.map((slot) => ranking.slotIDF(slot));
		const marker = new Marker(this.texts, request.slots, weights);
		const documents = ranked.map(({ ordinal }) => this.document(ordinal));
		/** @type {Hit[]} */
		const hits = [];
		for (const [i, { score }] of ranked.entries()) {
			const document = /** @type {Document} */ (await documents[i]);
			for (const section of [...document.sections, document.words]) {
				if (tired()) await rest();
				signal?.throwIfAborted();
				this.texts.of(document.lang, section); // so that the excerpt finds it cut into words
			}
			const { id, title, label, lang, marks, due } = document;
			hits.push({ id, title, label, lang, score, ...marker.excerpt(document), marks, due });
		}
		const corrected = request.slots.flatMap(({ typed, corrected: [to] }) => (to ? [{ from: typed, to }] : []));
		return {
			total: filter.total,
			partial,
			hits,
			facets: filter.results(facets),
			filters: Object.fromEntries([...chosen].sort(([a], [b]) => compare(a, b))),
			corrected,
			near: filter.total > 0 ? [] : await this.expander.nearby(request.slots),
			hiding: filter.hiding(),
		};
	}

	/** Loads what every search needs, while nobody waits. */
	prepare() {
		const failed = () => {}; // the search will tell
		this.rank().catch(failed);
		this.loadLexicon().catch(failed);
	}

	/** The ranking, loaded by the first search. A failure is not remembered. */
	rank() {
		const load = async () => {
			const { documents, totals, lengths } = this.manifest;
			const [text, columns] = await Promise.all([this.store.text(lengths), this.columns((row) => row.weighs)]);
			return new Ranking(documents, totals, readCodes(text, documents), columns);
		};
		this.ranking ??= load();
		this.ranking.catch(() => (this.ranking = undefined));
		return this.ranking;
	}

	/**
	 * Drops the documents that lack a phrase of the query, or have one that it
	 * excludes. At most limit of them are read, best first; those that would have
	 * to be read beyond are dropped, and partial says that there were some.
	 * @param {import("./phrase.js").Phrase[]} phrases
	 * @param {import("./rank.js").Ranked[]} ranked
	 * @param {number} limit
	 * @param {Uint8Array} lengths of bodies, by ordinal
	 */
	async verify(phrases, ranked, limit, lengths) {
		if (phrases.length === 0) return { kept: ranked, partial: false };
		const suspected = phrases.map((phrase) => phrase.suspects(lengths));
		const possible = ranked.filter(({ ordinal }) => phrases.every((p, i) => p.exclude || suspected[i]?.[ordinal]));
		const doubtful = possible.filter(({ ordinal }) => suspected.some((suspects) => suspects[ordinal]));
		const read = best(doubtful, limit);
		const dropped = new Set(doubtful);
		await Promise.all(
			read.map(async (candidate) => {
				const document = await this.document(candidate.ordinal);
				if (tired()) await rest();
				const language = this.languages.find(({ code }) => code === document.lang);
				if (phrases.every((p) => p.isIn(document, language) !== p.exclude)) dropped.delete(candidate);
			}),
		);
		return { kept: possible.filter((candidate) => !dropped.has(candidate)), partial: doubtful.length > limit };
	}

	/**
	 * Takes a clause like fonction:management as a filter.
	 * @param {import("./query.js").Clause} clause
	 * @param {Map<string, string[]>} chosen
	 */
	async typedFilter({ field, text }, chosen) {
		const fold = (/** @type {string} */ t) => this.folds.fold(t);
		const named = namedFacet(field, this.manifest.facets, fold);
		if (!named) return false;
		for (const column of await this.columns((row) => row === named)) {
			chosen.set(named.name, [...(chosen.get(named.name) ?? []), namedValue(text, column, fold)]);
		}
		return true;
	}

	/** Names and labels of the facets, in the order of display. */
	get facets() {
		return this.manifest.facets.map(({ name, label }) => ({ name, label }));
	}

	/**
	 * The columns of the facets that are wanted, in the order of the index.
	 * @param {(row: import("./facets.js").FacetRow) => boolean} wanted
	 */
	columns(wanted) {
		return Promise.all(
			this.manifest.facets.filter(wanted).map(async (row) => {
				const file = await this.store.get(row.file);
				const column = this.read.get(row.name) ?? new Column(row, file, this.lang);
				this.read.set(row.name, column);
				return column;
			}),
		);
	}

	/**
	 * A document, which is remembered while it is among the last ones read. A
	 * failure is not.
	 * @param {number} ordinal
	 */
	document(ordinal) {
		const document = this.documents.get(ordinal) ?? this.load(ordinal);
		this.documents.delete(ordinal);
		this.documents.set(ordinal, document);
		document.catch(() => this.documents.delete(ordinal));
		for (const oldest of this.documents.keys()) {
			if (this.documents.size <= MAX_DOCUMENTS) break;
			this.documents.delete(oldest);
		}
		return document;
	}

	/**
	 * @param {number} ordinal
	 * @returns {Promise<Document>}
	 */
	async load(ordinal) {
		const [{ leaf, at }, lexicon] = await Promise.all([this.pages.find(ordinal), this.loadLexicon()]);
		if (tired()) await rest();
		const item = Array.isArray(leaf) ? leaf[at] : undefined;
		return documentOf(lexicon && typeof item === "string" ? await lexicon.unpack(item) : item);
	}

	/** What documents are unpacked with, if they are, loaded with the first. A failure is not remembered. */
	async loadLexicon() {
		if (this.manifest.lexicon === "") return undefined;
		const load = async () => new Lexicon(await this.store.get(this.manifest.lexicon));
		this.lexicon ??= load();
		this.lexicon.catch(() => (this.lexicon = undefined));
		return this.lexicon;
	}
}
