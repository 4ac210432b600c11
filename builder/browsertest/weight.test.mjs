// A page is light: it comes at once on a phone with a poor signal, and nothing in it moves
// while it comes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, Reader, ways } from "./reader.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
/** What a page may weigh with its style sheet and its script, in bytes of what gzip makes of them. */
const most = 30 * 1024;
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

test("a page loads a style sheet and a script besides itself, and weighs 30 KB with them", async () => {
	const reader = await Reader.open(browser, way.bases.get("http"));
	/** @type {string[]} */
	let loaded = [];
	reader.context.on("request", (request) => {
		// Pictures are what an author adds; the icon comes once, after all else; and the index is
		// what the search page is about to be asked for.
		const file = reader.within(request.url());
		if (request.resourceType() !== "image" && file !== "assets/icon.svg" && !file.startsWith("search/")) {
			loaded.push(file);
		}
	});
	for (const file of site.templates().values()) {
		loaded = [];
		await reader.goto(file);
		await reader.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
		assert.ok(loaded.length <= 3, `${file} loads ${loaded}`);
		const weight = loaded.reduce((sum, part) => sum + gzipSync(site.read(part)).length, 0);
		assert.ok(weight <= most, `${file} weighs ${weight} bytes`);
	}
	await reader.close();
});

test("no page has a font of its own", () => {
	assert.deepEqual(
		[...site.files].filter((file) => /\.(woff2?|ttf|otf|eot)$/.test(file)),
		[],
	);
	for (const file of [...site.files].filter((file) => file.endsWith(".css"))) {
		assert.doesNotMatch(site.read(file), /@font-face/, file);
	}
});

test("nothing moves while a page loads, even from a slow network", async () => {
	for (const width of [360, 1280]) {
		const reader = await Reader.open(browser, way.bases.get("http"), { viewport: { width, height: 740 } });
		await reader.context.addInitScript(() => {
			const shifts = /** @type {string[]} */ ([]);
			Reflect.set(window, "shifts", shifts);
			new PerformanceObserver((list) => {
				for (const shift of list.getEntries()) {
					const moved = /** @type {{sources: {node: Element}[]}} */ (/** @type {unknown} */ (shift)).sources;
					shifts.push(`${Reflect.get(shift, "value")}: ${moved.map(({ node }) => node?.className || node?.localName)}`);
				}
			}).observe({ type: "layout-shift", buffered: true });
		});
		await reader.context.route(/\.(css|js|svg)$/, async (route) => {
			await new Promise((resolve) => setTimeout(resolve, 40));
			await route.continue();
		});
		for (const file of site.templates().values()) {
			await reader.goto(file);
			await reader.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
			const shifts = /** @type {string[]} */ (await reader.page.evaluate(() => Reflect.get(window, "shifts")));
			assert.deepEqual(shifts, [], `${file} at ${width}`);
		}
		await reader.close();
	}
});
