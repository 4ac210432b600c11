// Weighs searches over the site in the folder given: what each makes a browser
// load, in bytes gzipped. Words come one a line; for each, on indexes just
// opened, a JSON line goes out: the second word is the next of the list.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { openSite } from "./site.js";

const folder = process.argv[2] ?? ".";

/** @type {Map<string, number>} */
const known = new Map();

/** @param {string} url */
async function weigh(url) {
	const size = known.get(url) ?? gzipSync(await readFile(url)).length;
	known.set(url, size);
	return size;
}

/** An index just opened, which knows what it has loaded since it was last asked. */
async function fresh() {
	/** @type {string[]} */
	let urls = [];
	const index = await openSite(folder, (url) => urls.push(url));
	const loaded = async () => {
		const sizes = await Promise.all(urls.map(weigh));
		urls = [];
		return sizes.reduce((a, b) => a + b, 0);
	};
	return { index, loaded };
}

const words = [];
for await (const word of createInterface({ input: process.stdin })) words.push(word);
for (const [i, word] of words.entries()) {
	const whole = await fresh();
	const opened = await whole.loaded();
	const { total } = await whole.index.search(`${word} `);
	const first = await whole.loaded();
	await whole.index.search(`${word} ${words[(i + 1) % words.length]} `);
	const second = await whole.loaded();

	const typing = await fresh();
	await typing.loaded();
	const letters = Array.from(word);
	for (let n = Math.min(2, letters.length); n <= letters.length; n++) await typing.index.search(letters.slice(0, n).join(""));
	const typed = await typing.loaded();
	process.stdout.write(`${JSON.stringify({ word, total, opened, first, second, typed })}\n`);
}
