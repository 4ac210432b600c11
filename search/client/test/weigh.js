// Weighs searches over the site in the folder given: what each query makes a
// browser load, gzipped, on an index just opened, and how long the answer takes
// when all is loaded. Queries come one a line; answers go out as JSON lines.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { openSite } from "./site.js";

const folder = process.argv[2] ?? ".";
for await (const text of createInterface({ input: process.stdin })) {
	/** @type {string[]} */
	const urls = [];
	const index = await openSite(folder, (url) => urls.push(url));
	const opened = urls.length;
	const { total } = await index.search(text);
	const sizes = await Promise.all(urls.map(async (url) => gzipSync(await readFile(url)).length));
	const times = [];
	for (let i = 0; i < 20; i++) {
		const start = performance.now();
		await index.search(text);
		times.push(performance.now() - start);
	}
	times.sort((a, b) => a - b);
	const sum = (/** @type {number[]} */ list) => list.reduce((a, b) => a + b, 0);
	const kb = (/** @type {number} */ bytes) => Math.round(bytes / 102.4) / 10;
	const weighed = {
		text,
		total,
		openKB: kb(sum(sizes.slice(0, opened))),
		searchKB: kb(sum(sizes.slice(opened))),
		files: urls.length,
		medianMs: Math.round((times[10] ?? 0) * 10) / 10,
	};
	process.stdout.write(`${JSON.stringify(weighed)}\n`);
}
