// Filters and counts by facet, as search/facets.go does.

import { SearchError } from "./error.js";
import { Reader } from "./format.js";

/** @typedef {{id: string, label: string, count: number, selected: boolean}} ValueCount */
/** @typedef {{name: string, label: string, values: ValueCount[]}} FacetCounts */
/** @typedef {{name: string, label: string, file: string}} FacetRow a facet, as the manifest says */
/** @typedef {Map<string, string[]>} Filters name of a facet: ids of its values */

/** One facet's values of all documents. */
export class Column {
	/**
	 * @param {FacetRow} row
	 * @param {unknown} file
	 */
	constructor(row, file) {
		const { values, sets, of } = /** @type {{values?: [string, string][], sets?: number[][], of?: string}} */ (file) ?? {};
		if (!Array.isArray(values) || !Array.isArray(sets) || typeof of !== "string") {
			throw new SearchError("damaged", row.file);
		}
		this.name = row.name;
		this.label = row.label;
		this.values = values.map(([id, label]) => ({ id, label }));
		this.sets = sets;
		/** @type {number[]} */
		this.of = [];
		for (const reader = new Reader(of); !reader.done; ) this.of.push(reader.number());
	}

	/** @param {number} ordinal */
	idsOf(ordinal) {
		return (this.sets[this.of[ordinal] ?? -1] ?? []).map((v) => this.values[v]?.id ?? "");
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
		} else if (refusals === 1) this.count(refusing, ordinal);
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

	/** @returns {FacetCounts[]} */
	results() {
		return this.columns.map((column, i) => {
			const selected = new Set(this.filters.get(column.name) ?? []);
			const values = column.values.map(({ id, label }) => ({ id, label, count: 0, selected: selected.has(id) }));
			column.sets.forEach((set, s) => {
				for (const v of set) {
					const value = values[v];
					if (value) value.count += this.counts[i]?.[s] ?? 0;
				}
			});
			return { name: column.name, label: column.label, values };
		});
	}
}

/**
 * Which facet and value a clause like fonction:management names.
 * @param {import("./query.js").Clause} clause
 * @param {Column[]} columns
 * @param {(text: string) => string} fold
 * @returns {{name: string, id: string} | undefined}
 */
export function typedFilter(clause, columns, fold) {
	if (clause.field === "") return undefined;
	const name = fold(clause.field);
	const wanted = fold(clause.text);
	const column = columns.find((c) => fold(c.name) === name || fold(c.label) === name);
	if (!column) return undefined;
	const value = column.values.find((v) => fold(v.id) === wanted || fold(v.label) === wanted);
	return { name: column.name, id: value?.id ?? clause.text };
}
