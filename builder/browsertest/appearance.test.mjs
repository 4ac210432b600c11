// Each kind of page is photographed for people to look at, and never asks its
// reader to scroll sideways.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { lineLengths, tooWide } from "./layout.mjs";
import { look, looks } from "./looks.mjs";
import { launch, Reader, ways } from "./reader.mjs";
import { givenQueries, search } from "./search.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const album = process.env.RELAIS_SCREENSHOTS || fileURLToPath(new URL("screenshots", import.meta.url));
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof ways>>} */
let way;
before(async () => {
	mkdirSync(album, { recursive: true });
	[browser, way] = await Promise.all([launch(), ways(site)]);
});
after(async () => {
	way.close();
	await browser.close();
});

for (const { name, options } of looks([360, 768, 1280], ["light", "dark"])) {
	test(`each kind of page, and a list of results, fits its window, ${name}`, async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), options);
		const wide = [];
		for (const [kind, file] of site.kinds()) {
			await reader.goto(file);
			wide.push(...(await tooWide(reader)));
			await photograph(reader, `${kind}-${name}`);
		}
		await reader.goto(site.searchPage());
		await search(reader, givenQueries()[0].query);
		wide.push(...(await tooWide(reader)));
		await photograph(reader, `results-${name}`);
		assert.deepEqual(wide, []);
		await reader.close();
	});
}

test("on a desk, a line of text holds 60 to 75 letters", async () => {
	const reader = await Reader.open(browser, way.bases.get("http"), look(1280, "light").options);
	/** @type {number[]} */
	const lengths = [];
	for (const file of site.templates().values()) {
		await reader.goto(file);
		lengths.push(...(await lineLengths(reader)));
	}
	lengths.sort((a, b) => a - b);
	const [short, middle, long] = [0.1, 0.5, 0.95].map((share) => lengths[Math.floor(share * lengths.length)] ?? 0);
	assert.ok(
		short >= 55 && middle >= 60 && middle <= 75 && long <= 80,
		`of ${lengths.length} lines: ${short}, ${middle}, ${long} letters`,
	);
	await reader.close();
});

/**
 * @param {Reader} reader
 * @param {string} title
 */
async function photograph(reader, title) {
	await reader.page.screenshot({ path: path.join(album, `${title.replaceAll("/", "-")}.png`), fullPage: true });
}
