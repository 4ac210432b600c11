// Answers queries, one JSON object a line, over the site in the folder given:
// the client's side of package search/twin.

import { createInterface } from "node:readline";
import { SearchError } from "../index.js";
import { openSite } from "./site.js";

const opened = openSite(process.argv[2] ?? ".");
opened.catch(() => {}); // each query tells of it

/** @param {string} line */
async function answer(line) {
	const { text, ...options } = JSON.parse(line);
	const start = performance.now();
	try {
		const index = await opened;
		const results = await index.search(text, options);
		return { results, ms: performance.now() - start };
	} catch (error) {
		if (!(error instanceof SearchError)) throw error;
		return { error: error.code, ms: performance.now() - start };
	}
}

for await (const line of createInterface({ input: process.stdin })) {
	process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
