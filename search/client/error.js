// What can go wrong between the browser and the index.

/** @typedef {"missing" | "timeout" | "damaged" | "format"} Cause */

/** Why a search could not be answered. The message is for developers. */
export class SearchError extends Error {
	/**
	 * @param {Cause} code "missing": a file could not be loaded (a newer handbook may stand in its place);
	 *   "timeout": it took too long; "damaged": it is not what its name says; "format": the index is of another version
	 * @param {string} file
	 */
	constructor(code, file) {
		super(`search index: ${file}: ${code}`);
		this.name = "SearchError";
		this.code = code;
		this.file = file;
	}
}
