// Cuts the text of a query into clauses, as search/query.go does.

/**
 * A part of the query's text.
 * @typedef {object} Clause
 * @property {string} text what to look for
 * @property {number} start where it stands in the query's text
 * @property {boolean} quoted all its words are required
 * @property {boolean} exclude pages with it are left out
 * @property {string} field name of a facet, if there is one of that name; or ""
 */

const SPACE = /\p{White_Space}/u;
const QUOTES = new Map([
	['"', '"'],
	["“", "”"],
	["«", "»"],
]);

/**
 * @param {string} text
 * @returns {Clause[]}
 */
export function parse(text) {
	/** @type {Clause[]} */
	const clauses = [];
	for (let i = 0; i < text.length; ) {
		if (SPACE.test(text.charAt(i))) {
			i++;
			continue;
		}
		const { clause, end } = parseClause(text, i);
		clauses.push(clause);
		i = end;
	}
	return clauses;
}

/**
 * @param {string} text
 * @param {number} i
 */
function parseClause(text, i) {
	/** @type {Clause} */
	const clause = { text: "", start: i, quoted: false, exclude: false, field: "" };
	if (text.charAt(i) === "-" && i + 1 < text.length && !SPACE.test(text.charAt(i + 1))) {
		clause.exclude = true;
		i++;
	}
	const name = /^(\p{L}+):(?!\p{White_Space}|$)/u.exec(text.slice(i));
	if (name?.[1] && !clause.exclude) {
		clause.field = name[1];
		i += name[0].length;
	}
	const shut = QUOTES.get(text.charAt(i));
	if (shut) {
		clause.quoted = true;
		clause.start = i + 1;
		const end = text.indexOf(shut, i + 1);
		clause.text = text.slice(i + 1, end < 0 ? text.length : end);
		return { clause, end: end < 0 ? text.length : end + 1 };
	}
	const length = text.slice(i).search(SPACE);
	const end = length < 0 ? text.length : i + length;
	clause.start = i;
	clause.text = text.slice(i, end);
	return { clause, end };
}
