// axe-core finds nothing to complain of in any kind of page, nor in any state of the
// search, in any size or colour.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { ask, box, openDialog, state } from "./dialog.mjs";
import { looks } from "./looks.mjs";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { buttons, choices, choose, givenQueries, search, sent } from "./search.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const [{ query, first }] = givenQueries();
const nothing = "xqzjwvkxqzjw";
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

/** @type {Record<string, (reader: Reader) => Promise<void>>} How a reader brings the search into each state. */
const states = {
	"the dialog, empty": async (reader) => {
		await reader.goto(first);
		await openDialog(reader);
	},
	"the dialog with results": async (reader) => {
		await reader.goto(first);
		await openDialog(reader);
		await ask(reader, query);
		await reader.page.keyboard.press("ArrowDown");
	},
	"the dialog where nothing is found": async (reader) => {
		await reader.goto(first);
		await openDialog(reader);
		await box(reader).fill(nothing);
		await eventually(async () => assert.match((await state(reader)).said, /\p{L}/u));
	},
	"the search within a function": async (reader) => {
		await reader.goto(site.functionPage());
		await openDialog(reader);
	},
	"the page with results": async (reader) => {
		await reader.goto(site.searchPage());
		await search(reader, query);
	},
	"the page with facets open and one in force": async (reader) => {
		await reader.goto(site.searchPage());
		await search(reader, query);
		await reader.page.evaluate(() => {
			for (const details of document.querySelectorAll("details")) {
				details.open = true;
			}
		});
		const choice = await eventually(async () => {
			const choice = (await choices(reader)).find(({ count, facet }) => count > 0 && facet !== "language");
			assert.ok(choice, "there is nothing to filter by");
			return choice;
		});
		await choose(reader, choice, true);
		await eventually(async () => assert.notEqual((await buttons(reader, "chips")).length, 0));
	},
	"the page where nothing is found": async (reader) => {
		await sent(reader, site.searchPage(), { q: nothing });
		await eventually(async () => assert.ok(await reader.page.locator("#search-help").isVisible()));
	},
	"the page whose filters hide results": async (reader) => {
		await sent(reader, site.searchPage(), { q: query, type: "no-such-type" });
		await eventually(async () => assert.notEqual((await buttons(reader, "hiding")).length, 0));
	},
};

for (const { name, options } of looks([320, 768, 1280], ["light", "forced", "dark"])) {
	describe(`at ${name}`, () => {
		/** @type {Reader} */
		let reader;
		before(async () => {
			reader = await Reader.open(browser, way.bases.get("http"), options);
		});
		after(() => reader.close());

		test("each kind of page has no barrier", async () => {
			const met = [];
			for (const file of site.templates().values()) {
				await reader.goto(file);
				met.push(...(await barriers(reader, options)));
			}
			assert.deepEqual(met, []);
		});

		for (const [state, bring] of Object.entries(states)) {
			test(`${state} has no barrier`, async () => {
				await bring(reader);
				assert.deepEqual(await barriers(reader, options), []);
			});
		}
	});
}

/**
 * Every rule of axe-core is asked: those of WCAG 2.2 AA, of RGAA and of good practice. With
 * forced colours the contrast is the reader's own choice.
 * @param {Reader} reader
 * @param {import("playwright-core").BrowserContextOptions} options
 */
async function barriers(reader, { forcedColors }) {
	/** @type {import("axe-core").RunOptions} */
	const asked = {
		resultTypes: ["violations"],
		preload: false,
		rules: { "target-size": { enabled: true }, "color-contrast": { enabled: forcedColors !== "active" } },
	};
	await reader.page.evaluate(axe.source);
	const { violations } = await reader.page.evaluate(
		(asked) => /** @type {typeof axe} */ (Reflect.get(window, "axe")).run(asked),
		asked,
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${reader.file()}: ${id}: ${target.join(" ")}: ${failureSummary}`),
	);
}
