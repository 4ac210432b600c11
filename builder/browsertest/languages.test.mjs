// A reader changes the language of a page by the keys alone, over http in a sub-folder and
// from file://, and searches in the language that they read.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openDialog, state } from "./dialog.mjs";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const switchTo = ".languages a";
const translated = site.pages().filter((file) => /^en\/\w+\/(?!index)[^.]+\.html$/.test(file) && !site.page(file).redirect);

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
 * Goes to the switch by the Tab key, and follows it.
 * @param {Reader} reader
 */
async function change(reader) {
	for (let step = 0; step < 6; step++) {
		await reader.page.keyboard.press("Tab");
		if (await reader.page.evaluate((selector) => document.activeElement?.matches(selector), switchTo)) {
			const href = await reader.page.evaluate(() => /** @type {HTMLAnchorElement} */ (document.activeElement).href);
			await reader.page.keyboard.press("Enter");
			await reader.page.waitForURL(href);
			return;
		}
	}
	assert.fail(`${reader.place()}: six steps of Tab do not reach the switch`);
}

/** @param {Reader} reader */
const language = (reader) => reader.page.evaluate(() => document.documentElement.lang);

for (const name of ["http", "file"]) {
	describe(`languages by ${name}`, () => {
		/** @type {Reader} */
		let reader;
		before(async () => {
			reader = await Reader.open(browser, way.bases.get(name));
		});
		after(() => reader.close());

		test("the switch stays on the page, and comes back to it", async () => {
			assert.ok(translated.length > 0, "the site has no translation");
			for (const file of translated.slice(0, 4)) {
				await reader.goto(file);
				await change(reader);
				assert.equal(await language(reader), "fr");
				assert.equal(reader.file().split("/").pop(), file.split("/").pop());
				await change(reader);
				assert.equal(reader.file(), file);
				assert.equal(await language(reader), "en");
			}
		});

		test("of a page that is not translated it leads to the nearest, and says so", async () => {
			for (const [file, nearest] of [
				["fiches/arbitrer-un-conflit-entre-deux-agents.html", "en/functions/management.html"],
				["groupes/index.html", "en/index.html"],
			]) {
				await reader.goto(file);
				const words = await reader.page.locator(switchTo).innerText();
				assert.match(words, nearest === "en/index.html" ? /English\s+home page/ : /English\s+page of the function/);
				await change(reader);
				assert.equal(reader.file(), nearest);
			}
		});

		test("the filters of a search are called as in the language of the page", async () => {
			for (const [page, words] of [
				["en/search.html?q=insult", ["Type", "Sheets", "Function", "Leading a front-line team", "Language"]],
				["recherche.html?q=insulte", ["Type", "Fiches", "Fonction", "Fonction managériale", "Langue"]],
			]) {
				await reader.page.goto(reader.base + page);
				await reader.page.locator("#search-facets .choices label").first().waitFor();
				const shown = await reader.page.locator("#search-facets").innerText();
				for (const word of words) {
					assert.ok(shown.includes(word), `${page}: no ${word} in ${shown}`);
				}
			}
		});

		test("a search finds pages in the language of the page, and all when the reader asks", async () => {
			for (const [from, lang] of [
				["en/index.html", "en"],
				["index.html", "fr"],
			]) {
				await reader.goto(from);
				await openDialog(reader, "/");
				await reader.page.keyboard.type("agression");
				await eventually(async () => assert.notEqual((await state(reader)).options.length + (await chips(reader)), 0));
				const found = await reader.page.locator("#_finder-list a").evaluateAll((all) => all.map((a) => a.getAttribute("lang")));
				assert.ok(
					found.every((of) => of === null),
					`${from}: ${found}`,
				);
				assert.equal(found.length > 0, lang === "fr");
			}
			await reader.page.goto(`${reader.base}en/search.html?q=agression`);
			const chip = reader.page.locator("#search-hiding button");
			await eventually(async () => assert.equal(await chip.count(), 1));
			await chip.click();
			const hit = reader.page.locator("#search-results a").first();
			await eventually(async () => assert.equal(await hit.getAttribute("hreflang"), "fr"));
			await reader.page.locator("#search-results .tag-fr").first().waitFor();
			await eventually(async () => assert.match(reader.page.url(), /language=(&|$)/));
		});
	});
}

/** @param {Reader} reader */
const chips = (reader) => reader.page.locator("#_finder-hiding button").count();
