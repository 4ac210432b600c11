// Filters and counts by facet, as search/facets.go does.

import { SearchError } from "./error.js";
import { Reader } from "./format.js";

/** @typedef {{id: string, label: string, count: number, selected: boolean}} ValueCount */
/** @typedef {{name: string, label: string, values: ValueCount[]}} FacetCounts */
/** @typedef {{name: string, label: string, count: number}} HidingFacet how many hits there would be without its filter */
/** @typedef {Record<string, string>} Labels by language */
/** @typedef {{name: string, label: string, also: string[], file: string, weighs: boolean, in?: Labels}} FacetRow a facet, as the manifest says */
/** @typedef {Map<string, string[]>} Filters name of a facet: ids of its values */

/** One facet's values of all documents. */
export class Column {
	/**
	 * @param {FacetRow} row
	 * @param {unknown} file
	 * @param {string} [lang] of the labels, where they have one in it
	 */
	constructor(row, file, lang = "") {
		const { values, sets, of } =
			/** @type {{values?: [string, string, string[], number, Labels?][], sets?: number[][], of?: string}} */ (file) ?? {};
		if (!Array.isArray(values) || !Array.isArray(sets) || typeof of !== "string") {
			throw new SearchError("damaged", row.file);
		}
		this.name = row.name;
		this.label = row.label;
		this.values = values.map(([id, label, also, , others]) => ({ id, label: others?.[lang] ?? label, also }));
		this.sets = sets;
		this.weights = sets.map((set) => set.reduce((product, v) => product * (values[v]?.[3] ?? 1), 1));
		/** @type {number[]} */
		this.of = [];
		for (const reader = new Reader(of); !reader.done; ) this.of.push(reader.number());
	}

	/**
	 * What the score of a document is multiplied by.
	 * @param {number} ordinal
	 */
	weightOf(ordinal) {
		return this.weights[this.of[ordinal] ?? -1] ?? 1;
	}
}

/**
 * Within a facet one of the chosen values is enough; all facets must agree. A
 * facet's own choice does not narrow its own counts.
 */
export class Filter {
	/**
	 * @param {Column[]} columns
	 * @param {Filters} filters
	 */
	constructor(columns, filters) {
		this.columns = columns;
		this.filters = filters;
		this.total = 0;
		this.counts = columns.map((column) => column.sets.map(() => 0));
		this.hidden = columns.map(() => 0); // documents that the facet's choice alone refuses
		this.chosen = columns.map((column) => {
			const ids = new Set(filters.get(column.name) ?? []);
			if (ids.size === 0) return undefined;
			return column.sets.map((set) => set.some((v) => ids.has(column.values[v]?.id ?? "")));
		});
	}

	/**
	 * Counts the document and says whether it is a hit.
	 * @param {number} ordinal
	 */
	admit(ordinal) {
		let refusals = 0;
		let refusing = 0;
		for (let i = 0; i < this.chosen.length; i++) {
			const chosen = this.chosen[i];
			if (chosen && !chosen[this.columns[i]?.of[ordinal] ?? -1]) {
				refusals++;
				refusing = i;
			}
		}
		if (refusals === 0) {
			this.total++;
			for (let i = 0; i < this.columns.length; i++) this.count(i, ordinal);
		} else if (refusals === 1) {
			this.count(refusing, ordinal);
			this.hidden[refusing] = (this.hidden[refusing] ?? 0) + 1;
		}
		return refusals === 0;
	}

	/**
	 * @param {number} i
	 * @param {number} ordinal
	 */
	count(i, ordinal) {
		const set = this.columns[i]?.of[ordinal] ?? -1;
		const counts = this.counts[i];
		if (counts) counts[set] = (counts[set] ?? 0) + 1;
	}

	/**
	 * The counts of the facets with the given names.
	 * @param {string[]} names
	 * @returns {FacetCounts[]}
	 */
	results(names) {
		return this.columns.flatMap((column, i) => {
			if (!names.includes(column.name)) return [];
			const selected = new Set(this.filters.get(column.name) ?? []);
			const values = column.values.map(({ id, label }) => ({ id, label, count: 0, selected: selected.has(id) }));
			column.sets.forEach((set, s) => {
				for (const v of set) {
					const value = values[v];
					if (value) value.count += this.counts[i]?.[s] ?? 0;
				}
			});
			return [{ name: column.name, label: column.label, values }];
		});
	}

	/**
	 * The facets whose choice alone leaves nothing.
	 * @returns {HidingFacet[]}
	 */
	hiding() {
		return this.columns.flatMap(({ name, label }, i) => {
			const count = this.hidden[i] ?? 0;
			return this.total === 0 && count > 0 ? [{ name, label, count }] : [];
		});
	}
}

/**
 * The facet that a clause like fonction:management names.
 * @param {string} field
 * @param {FacetRow[]} rows
 * @param {(text: string) => string} fold
 */
export function namedFacet(field, rows, fold) {
	const name = fold(field);
	return field === "" ? undefined : rows.find((row) => [row.name, row.label, ...row.also].some((n) => fold(n) === name));
}

/**
 * The id of the value that a clause like fonction:management names. An unknown
 * value is kept: nothing matches it.
 * @param {string} text
 * @param {Column} column
 * @param {(text: string) => string} fold
 */
export function namedValue(text, column, fold) {
	const wanted = fold(text);
	return column.values.find((v) => [v.id, v.label, ...v.also].some((n) => fold(n) === wanted))?.id ?? text;
}
