// The browser's half of Relais' search. open() loads the manifest; search()
// loads what a query needs, ranks as the build's index does, and returns data:
// no module but script.js touches the page.

import { Folds, Language } from "./analysis.js";
import { SearchError } from "./error.js";
import { Marker } from "./excerpt.js";
import { Expander } from "./expand.js";
import { Column, Filter, typedFilter } from "./facets.js";
import { FORMAT, findTerm, readWords } from "./format.js";
import { Ranking } from "./rank.js";
import { scriptLoader } from "./script.js";
import { CountTree, compare, KeyTree, Store } from "./store.js";
import { Dictionary } from "./words.js";

export { SearchError };

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
 * @property {number} score
 * @property {{id: string, title: string}} section the best; empty when none has a word of the query
 * @property {Excerpt} excerpt
 * @property {string} label what to say beside the title: the type of page, its functions
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
 * @returns {Promise<Index>}
 */
export async function open({ base, load = scriptLoader(base) }) {
	const store = new Store(base, load);
	const manifest = /** @type {Manifest | null} */ (await store.get("manifest"));
	if (manifest?.format !== FORMAT) throw new SearchError("format", "manifest.js");
	return new Index(store, manifest);
}

/** An index that is open. */
export class Index {
	/**
	 * @param {Store} store
	 * @param {Manifest} manifest
	 */
	constructor(store, manifest) {
		this.store = store;
		this.manifest = manifest;
		this.folds = new Folds(manifest.folds);
		this.languages = manifest.languages.map((source) => new Language(source, this.folds));
		this.ranking = new Ranking(manifest.documents, manifest.totals);
		this.texts = new CountTree(store, manifest.texts);
		/** @type {Promise<Column[]> | undefined} */
		this.columns = undefined;
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
		const columns = await this.loadColumns();
		signal?.throwIfAborted();
		const chosen = new Map(Object.entries(filters).filter(([, ids]) => ids.length > 0));
		const request = await this.expander.understand(text, (clause) => {
			const typed = typedFilter(clause, columns, (t) => this.folds.fold(t));
			if (typed) chosen.set(typed.name, [...(chosen.get(typed.name) ?? []), typed.id]);
			return typed !== undefined;
		});
		signal?.throwIfAborted();
		const filter = new Filter(columns, chosen);
		const empty = request.slots.length === 0 && chosen.size === 0; // to exclude is not to ask
		const ranked = empty ? [] : this.ranking.score(request).filter(({ ordinal }) => filter.admit(ordinal));
		ranked.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal);
		const weights = request.slots.map((slot) => this.ranking.slotIDF(slot));
		const marker = new Marker(this.languages, request.slots, weights);
		const hits = await Promise.all(
			ranked.slice(0, limit).map(async ({ ordinal, score }) => {
				const document = await this.document(ordinal);
				const { id, title, label, marks, due } = document;
				return { id, title, label, score, ...marker.excerpt(document), marks, due };
			}),
		);
		signal?.throwIfAborted();
		const corrected = request.slots.flatMap(({ typed, corrected: [to] }) => (to ? [{ from: typed, to }] : []));
		return {
			total: filter.total,
			partial: false,
			hits,
			facets: filter.results(facets),
			filters: Object.fromEntries([...chosen].sort(([a], [b]) => compare(a, b))),
			corrected,
			near: filter.total > 0 ? [] : await this.expander.nearby(request.slots),
			hiding: filter.hiding(),
		};
	}

	/** Names and labels of the facets, in the order of display. */
	get facets() {
		return this.manifest.facets.map(({ name, label }) => ({ name, label }));
	}

	/** The facets, loaded by the first search. A failure is not remembered. */
	loadColumns() {
		const load = async (/** @type {import("./facets.js").FacetRow} */ row) => new Column(row, await this.store.get(row.file));
		this.columns ??= Promise.all(this.manifest.facets.map(load));
		this.columns.catch(() => (this.columns = undefined));
		return this.columns;
	}

	/**
	 * @param {number} ordinal
	 * @returns {Promise<Document>}
	 */
	async document(ordinal) {
		const { leaf, at } = await this.texts.find(ordinal);
		const row = Array.isArray(leaf) ? leaf[at] : undefined;
		if (!Array.isArray(row)) throw new SearchError("damaged", `document ${ordinal}`);
		const [id, title, lang, marks, summary, sections, label, due] = row;
		return {
			id,
			title,
			lang,
			label,
			marks,
			due,
			summary,
			sections: sections.map((/** @type {string[]} */ [id, title, text]) => ({ id, title, text })),
		};
	}
}
