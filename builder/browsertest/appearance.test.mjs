// Each kind of page is photographed for people to look at, and never asks its
// reader to scroll sideways.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { looks } from "./looks.mjs";
import { launch, Reader, ways } from "./reader.mjs";
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
	test(`each kind of page fits its window, ${name}`, async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), options);
		for (const [kind, file] of site.kinds()) {
			await reader.goto(file);
			assert.ok(await fits(reader), `${file} is wider than its window`);
			await reader.page.screenshot({ path: path.join(album, `${kind.replaceAll("/", "-")}-${name}.png`), fullPage: true });
		}
		await reader.close();
	});
}

test("each kind of page fits a window of 320 pixels", async () => {
	const reader = await Reader.open(browser, way.bases.get("http"), { viewport: { width: 320, height: 640 } });
	for (const file of site.kinds().values()) {
		await reader.goto(file);
		assert.ok(await fits(reader), `${file} is wider than its window`);
	}
	await reader.close();
});

/** @param {Reader} reader */
function fits(reader) {
	return reader.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
}
