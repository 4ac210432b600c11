// Filters that stand in the text of a query, such as fonction:management.

/**
 * The text without the filter of a facet by a value. A value may be typed by a
 * name that only the index knows: when none is recognised, all of the facet go.
 * @param {string} text
 * @param {string[]} facet what it may be called
 * @param {string[]} value what it may be called
 * @returns {string}
 */
export function withoutFilter(text, facet, value) {
	const names = facet.map(fold);
	const values = value.map(fold);
	/** @param {boolean} any */
	const without = (any) =>
		text
			.replace(/(\p{L}+):("[^"]*"?|«[^»]*»?|“[^”]*”?|\S+)\s*/gu, (clause, typed, of) =>
				names.includes(fold(typed)) && (any || values.includes(fold(of))) ? "" : clause,
			)
			.trimEnd();
	const left = without(false);
	return left === text.trimEnd() ? without(true) : left;
}

/** @param {string} text */
function fold(text) {
	return text
		.normalize("NFKD")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, "");
}
