// axe-core finds nothing to complain of in any kind of page, in any size or colour.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { ask, box, openDialog, state } from "./dialog.mjs";
import { looks } from "./looks.mjs";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { buttons, givenQueries, search, sent } from "./search.mjs";
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
		const met = [];
		for (const file of site.kinds().values()) {
			await reader.goto(file);
			met.push(...(await barriers(reader, options)));
		}
		assert.deepEqual(met, []);
		await reader.close();
	});

	test(`the search has no barrier with results in it, ${name}`, async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), options);
		await reader.goto(site.searchPage());
		await search(reader, givenQueries()[0].query);
		assert.deepEqual(await barriers(reader, options), []);
		await reader.close();
	});
}

for (const { name, options } of looks) {
	test(`the dialog has no barrier, empty, with results and without, ${name}`, async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), options);
		const [{ query, first }] = givenQueries();
		await reader.goto(first);
		await openDialog(reader);
		assert.deepEqual(await barriers(reader, options), []);
		await ask(reader, query);
		await reader.page.keyboard.press("ArrowDown");
		assert.deepEqual(await barriers(reader, options), []);
		await box(reader).fill("xqzjwvkxqzjw");
		await eventually(async () => assert.equal((await state(reader)).options.length, 0));
		assert.deepEqual(await barriers(reader, options), []);
		await reader.close();
	});

	test(`the search has no barrier with filters in force, and with nothing found, ${name}`, async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), options);
		await sent(reader, site.searchPage(), { q: givenQueries()[0].query, type: "no-such-type" });
		await eventually(async () => assert.notEqual((await buttons(reader, "hiding")).length, 0));
		assert.deepEqual(await barriers(reader, options), []);
		await reader.close();
	});
}

/**
 * @param {Reader} reader
 * @param {import("playwright-core").BrowserContextOptions} options
 */
async function barriers(reader, { colorScheme }) {
	/** @type {import("axe-core").RunOptions} */
	const scope = { resultTypes: ["violations"], preload: false };
	if (colorScheme === "dark") {
		// Nothing but colours differs from the light.
		scope.runOnly = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
	}
	await reader.page.evaluate(axe.source);
	const { violations } = await reader.page.evaluate(
		(scope) => /** @type {typeof axe} */ (Reflect.get(window, "axe")).run(scope),
		scope,
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${reader.file()}: ${id}: ${target.join(" ")}: ${failureSummary}`),
	);
}
