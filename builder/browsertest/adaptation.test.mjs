// Readers who make a page their own lose nothing of it: they enlarge it, space its text
// out, still its movements, or aim with less than a mouse.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, openDialog } from "./dialog.mjs";
import { covering, cutOff, moving, tooSmall, tooWide } from "./layout.mjs";
import { launch, Reader, ways } from "./reader.mjs";
import { givenQueries, search } from "./search.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const [{ query }] = givenQueries();
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

/**
 * Opens a page of each template, then the search page and the dialog with results, and
 * gathers what look finds in each.
 * @param {import("playwright-core").BrowserContextOptions} options
 * @param {(reader: Reader) => Promise<string[]>} look
 */
async function everywhere(options, look) {
	const reader = await Reader.open(browser, way.bases.get("http"), options);
	const found = [];
	for (const file of site.templates().values()) {
		await reader.goto(file);
		found.push(...(await look(reader)));
	}
	await reader.goto(site.searchPage());
	await search(reader, query);
	found.push(...(await look(reader)));
	await reader.goto("index.html");
	await openDialog(reader);
	await ask(reader, query);
	found.push(...(await look(reader)));
	await reader.close();
	return found;
}

/**
 * Adds rules to the page, as a reader's own style sheet does.
 * @param {Reader} reader
 * @param {string} rules
 */
async function restyle(reader, rules) {
	await reader.page.evaluate((rules) => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(rules);
		document.adoptedStyleSheets = [sheet];
	}, rules);
}

/** What readers press most, and must not miss (WCAG 2.5.5); axe-core sees to the 24 pixels of all else. */
const pressed =
	".find :is(input, button), .phone, :is(.sections, .tiles, .pager, .letters) a, summary, .search-more, dialog button";

// WCAG 1.4.10: 1280 × 1024 pixels enlarged four times.
test("enlarged to 400 %, a page is read by scrolling one way, and nothing is cut off nor covered", async () => {
	const found = await everywhere({ viewport: { width: 320, height: 256 } }, async (reader) => [
		...(await tooWide(reader)),
		...(await cutOff(reader)),
		...(await covering(reader)),
	]);
	assert.deepEqual(found, []);
});

// WCAG 2.3.3, 1.4.12
test("on a phone nothing moves that should not, what is pressed is 44 pixels big, and text can be spaced out", async () => {
	const phone = /** @type {const} */ ({ viewport: { width: 360, height: 740 }, hasTouch: true, reducedMotion: "reduce" });
	const found = await everywhere(phone, async (reader) => {
		const before = [...(await moving(reader)), ...(await tooSmall(reader, pressed, 44))];
		await restyle(
			reader,
			`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
			p { margin-bottom: 2em !important }`,
		);
		return [...before, ...(await tooWide(reader)), ...(await cutOff(reader))];
	});
	assert.deepEqual(found, []);
});

// WCAG 1.4.4, by the reader's own font size rather than by zooming
test("on a desk what is pressed is 44 pixels big, and letters can be twice as big", async () => {
	const found = await everywhere({ viewport: { width: 1280, height: 800 } }, async (reader) => {
		const before = await tooSmall(reader, pressed, 44);
		await restyle(reader, "html { font-size: 212.5% !important }");
		return [...before, ...(await tooWide(reader)), ...(await cutOff(reader))];
	});
	assert.deepEqual(found, []);
});
