// A reader searches, filters and follows what is found, over http in a sub-folder
// and from file://.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { choices, choose, givenQueries, results, search } from "./search.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const queries = givenQueries();

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

for (const name of ["http", "file"]) {
	describe(`search by ${name}`, () => {
		/** @type {Reader} */
		let reader;
		before(async () => {
			reader = await Reader.open(browser, way.bases.get(name));
		});
		after(() => reader.close());

		for (const { query, first, section: deep } of queries) {
			test(`"${query}" finds ${first}`, async () => {
				await reader.goto(site.searchPage());
				const { list, count } = await search(reader, query);
				assert.ok(count >= list.length, `${list.length} results are shown, ${count} are announced`);
				assert.equal(list[0].file, first);
				assert.ok(list[0].marks.length > 0, "the excerpt shows no word of the query");

				await reader.page.locator("#search-results > li").first().locator("a").first().click();
				await reader.page.waitForLoadState();
				assert.equal(reader.file(), first);
				if (deep) {
					const { anchor } = list[0];
					assert.notEqual(anchor, "", "the link leads to no section");
					assert.ok(site.page(first).ids.has(anchor), `the page has no section ${anchor}`);
					const section = reader.page.locator(`[id="${anchor}"]`);
					await eventually(async () => {
						const top = await section.evaluate((e) => e.getBoundingClientRect().top / innerHeight);
						assert.ok(top >= 0 && top < 1, `the section is ${top} screens below the top`);
					});
				}
			});
		}

		test("results lead to files and anchors that exist", async () => {
			await reader.goto(site.searchPage());
			for (const { query } of queries) {
				for (const { file, anchor } of (await search(reader, query)).list) {
					assert.ok(site.files.has(file), file);
					assert.ok(anchor === "" || site.page(file).ids.has(anchor), `${file}#${anchor}`);
				}
			}
		});

		test("the address brings the same results back", async () => {
			await reader.goto(site.searchPage());
			const before = await search(reader, queries[0].query);
			const address = reader.page.url();
			await reader.goto("index.html");
			await reader.page.goto(address);
			await eventually(async () => assert.deepEqual(await results(reader), before));
			assert.equal(await reader.page.locator("#q").inputValue(), queries[0].query);
		});

		test("what is nowhere is found nowhere, in words", async () => {
			await reader.goto(site.searchPage());
			await search(reader, queries[0].query);
			await reader.page.locator("#q").fill("xqzjwvkxqzjw");
			await eventually(async () => {
				assert.deepEqual(await results(reader), { count: 0, list: [] });
				assert.notEqual((await reader.page.locator("#search-status").textContent())?.trim(), "");
			});
		});

		for (const facet of ["type", "function"]) {
			test(`the count beside each ${facet} is the number of results that it leaves`, async () => {
				await reader.goto(site.searchPage());
				const all = await search(reader, queries[0].query);
				const offered = (await choices(reader)).filter((choice) => choice.facet === facet);
				assert.notEqual(offered.length, 0, "nothing is offered");
				for (const choice of offered.filter(({ count }) => count > 0)) {
					await choose(reader, choice, true);
					await eventually(async () => {
						const left = await results(reader);
						assert.equal(left.count, choice.count, choice.label);
						assert.ok(left.list.length > 0 && left.list.length <= left.count, choice.label);
					});
					await choose(reader, choice, false);
					await eventually(async () => assert.deepEqual(await results(reader), all));
				}
				if (facet === "type") {
					const sum = offered.reduce((total, { count }) => total + count, 0);
					assert.equal(sum, all.count, "each result has one type");
				}
			});
		}

		test("a filtered address brings the filter back", async () => {
			await reader.goto(site.searchPage());
			await search(reader, queries[0].query);
			const [choice] = (await choices(reader)).filter(({ count }) => count > 0);
			await choose(reader, choice, true);
			await eventually(async () => assert.equal((await results(reader)).count, choice.count));
			const before = await results(reader);
			const address = reader.page.url();
			await reader.goto("index.html");
			await reader.page.goto(address);
			await eventually(async () => {
				assert.deepEqual(await results(reader), before);
				assert.deepEqual(
					(await choices(reader)).filter(({ checked }) => checked).map(({ label }) => label),
					[choice.label],
				);
			});
		});

		test("by the keys alone: / to the box, Enter to the results, arrows among them, Enter to read", async () => {
			await reader.goto(queries[0].first);
			await reader.page.keyboard.press("/");
			await eventually(async () => assert.ok(await focused(reader, "input[type=search]"), "/ goes to no search box"));
			await reader.page.keyboard.type(queries[0].query);
			await reader.page.keyboard.press("Enter");
			await eventually(async () => {
				assert.equal(reader.file(), site.searchPage());
				assert.ok((await results(reader)).list.length > 0);
			});
			await reader.page.locator("#q").focus();
			await reader.page.keyboard.press("ArrowDown");
			await eventually(async () => assert.ok(await focused(reader, "#search-results > li:first-child a")));
			await reader.page.keyboard.press("ArrowDown");
			await eventually(async () => assert.ok(await focused(reader, "#search-results > li:nth-child(2) a")));
			await reader.page.keyboard.press("ArrowUp");
			await eventually(async () => assert.ok(await focused(reader, "#search-results > li:first-child a")));
			await reader.page.keyboard.press("Escape");
			await eventually(async () => assert.ok(await focused(reader, "#q")));
			await reader.page.keyboard.press("ArrowDown");
			await reader.page.keyboard.press("Enter");
			await eventually(async () => assert.equal(reader.file(), queries[0].first));
		});

		test("Ctrl-K opens the search from any page", async () => {
			await reader.goto("index.html");
			await reader.page.keyboard.press("Control+k");
			await eventually(async () => assert.ok(await focused(reader, "input[type=search]")));
		});
	});
}

/**
 * @param {Reader} reader
 * @param {string} selector
 */
function focused(reader, selector) {
	return reader.page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector);
}
