// Answers queries, one JSON object a line, over the site in the folder given:
// the client's side of the differential test (search/differential_test.go).

import { createInterface } from "node:readline";
import { openSite } from "./site.js";

const index = await openSite(process.argv[2] ?? ".");
for await (const line of createInterface({ input: process.stdin })) {
	const { text, filters, facets, limit } = JSON.parse(line);
	const results = await index.search(text, { filters, facets, limit });
	process.stdout.write(`${JSON.stringify(results)}\n`);
}
