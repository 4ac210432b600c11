// axe-core finds nothing to complain of in any kind of page, in any size or colour.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { looks } from "./looks.mjs";
import { launch, Reader, ways } from "./reader.mjs";
import { givenQueries, search } from "./search.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof ways>>} */
let way;
before(async () => {
	[browser, way] = await Promise.all([launch(), ways(site)]);
});
after(async () => {
	way.close();
	await browser.close();
});

for (const { name, options } of looks) {
	test(`each kind of page has no barrier, ${name}`, async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), options);
		for (const file of site.kinds().values()) {
			await reader.goto(file);
			assert.deepEqual(await barriers(reader), [], file);
		}
		await reader.close();
	});

	test(`the search has no barrier with results in it, ${name}`, async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), options);
		await reader.goto(site.searchPage());
		await search(reader, givenQueries()[0].query);
		assert.deepEqual(await barriers(reader), []);
		await reader.close();
	});
}

/** @param {Reader} reader */
async function barriers(reader) {
	await reader.page.evaluate(axe.source);
	const { violations } = await reader.page.evaluate(() => /** @type {any} */ (window).axe.run());
	return /** @type {import("axe-core").Result[]} */ (violations).flatMap((violation) =>
		violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`),
	);
}
