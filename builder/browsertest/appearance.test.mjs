// Each kind of page is photographed for people to look at, and never asks its
// reader to scroll sideways.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { looks } from "./looks.mjs";
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

for (const { name, options } of looks) {
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

test("each kind of page fits a window of 320 pixels", async () => {
	const reader = await Reader.open(browser, way.bases.get("http"), { viewport: { width: 320, height: 640 } });
	const wide = [];
	for (const file of site.kinds().values()) {
		await reader.goto(file);
		wide.push(...(await tooWide(reader)));
	}
	assert.deepEqual(wide, []);
	await reader.close();
});

/**
 * @param {Reader} reader
 * @param {string} title
 */
async function photograph(reader, title) {
	await reader.page.screenshot({ path: path.join(album, `${title.replaceAll("/", "-")}.png`), fullPage: true });
}

/**
 * The outermost elements that stick out of the window, when the page can be scrolled sideways.
 * @param {Reader} reader
 */
async function tooWide(reader) {
	const elements = await reader.page.evaluate(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) {
			return [];
		}
		const out = new Set([...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 0.5));
		const outermost = [...out].filter((e) => !(e.parentElement && out.has(e.parentElement)));
		return outermost.map((e) => e.outerHTML.slice(0, e.outerHTML.indexOf(">") + 1));
	});
	return elements.map((element) => `${reader.file()}: ${element}`);
}
