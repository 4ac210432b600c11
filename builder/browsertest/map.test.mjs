// The map of practices: a picture whose every node leads to its page, and the same as a list.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const maps = site.pages().filter((file) => site.read(file).includes('<svg class="map"'));
const options = { skip: maps.length ? false : "this site has no map" };
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

test("the list says all that the picture shows", options, async () => {
	const reader = await Reader.open(browser, way.bases.get("http"));
	for (const file of maps) {
		await reader.goto(file);
		const missing = await reader.page.evaluate(() => {
			const address = (/** @type {Element} */ a) => new URL(a.getAttribute("href") ?? "", location.href).href;
			const listed = new Set([...document.querySelectorAll(".atlas-list a")].map(address));
			const drawn = [...document.querySelectorAll(".map a:has(rect)")].map(address);
			return drawn.filter((href) => !listed.has(href));
		});
		assert.deepEqual(missing, [], file);
	}
	await reader.close();
});

test("on a phone each node is big enough for a finger, its words stay in it, and it leads to its page", options, async () => {
	const reader = await Reader.open(browser, way.bases.get("file"), { viewport: { width: 360, height: 740 } });
	for (const file of maps) {
		await reader.goto(file);
		const bad = await reader.page.evaluate(() =>
			[...document.querySelectorAll(".map a:has(rect)")].flatMap((node) => {
				const box = node.querySelector("rect")?.getBoundingClientRect();
				const words = node.querySelector("text")?.getBoundingClientRect();
				const small = !box || box.width < 24 || box.height < 24;
				const out = !box || !words || words.left < box.left || words.right > box.right + 1 || words.bottom > box.bottom + 1;
				return small || out ? [`${node.textContent}: ${small ? "small" : "its words stick out"}`] : [];
			}),
		);
		assert.deepEqual(bad, [], file);
	}
	await reader.page.locator(".map-sheet").first().focus();
	await reader.page.keyboard.press("Enter");
	await eventually(async () => assert.ok(!maps.includes(reader.file())));
	await reader.close();
});
