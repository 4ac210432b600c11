// A reader searches, filters and follows what is found, over http in a sub-folder
// and from file://.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { hostile, huge } from "./hostile.mjs";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { buttons, choices, choose, givenQueries, number, results, said, search, sent } from "./search.mjs";
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

// Handbooks of others, whose queries are given, are searched one way: both are tried on ours.
for (const name of process.env.RELAIS_QUERIES ? ["file"] : ["http", "file"]) {
	describe(`search by ${name}`, () => {
		/** @type {Reader} */
		let reader;
		before(async () => {
			reader = await Reader.open(browser, way.bases.get(name));
		});
		after(() => reader.close());

		for (const { query, first, section: deep, title: titled } of queries) {
			test(`"${query}" finds ${first}`, async () => {
				await reader.goto(site.searchPage());
				const { list, count } = await search(reader, query);
				assert.ok(count >= list.length, `${list.length} results are shown, ${count} are announced`);
				assert.equal(list[0].file, first);
				for (const { file, marks } of list) {
					assert.ok(marks.length > 0, `${file} shows no word of the query`);
				}
				const link = reader.page.locator("#search-results > li").first().locator("a").first();
				if (titled) {
					assert.equal(await link.locator("mark:visible").count(), list[0].marks.length, "more than the titles is marked");
				}

				await link.click();
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
					(await choices(reader)).filter(({ checked, facet }) => checked && facet !== "language").map(({ label }) => label),
					[choice.label],
				);
			});
		});

		test("results appear from the second letter", async () => {
			await reader.goto(site.searchPage());
			await search(reader, queries[0].query.slice(0, 2));
			await reader.page.locator("#q").fill(queries[0].query.slice(0, 1));
			await eventually(async () => {
				assert.deepEqual(await results(reader), { count: 0, list: [] });
				assert.equal(await said(reader), "");
			});
		});

		test("two choices of a facet are added, those of two facets are crossed", async () => {
			await reader.goto(site.searchPage());
			// The words of one page and those of another: any of them is enough for a hit.
			const [title] = site.page(site.functionPage()).title.split(" · ");
			const all = await search(reader, `${title.match(/\p{L}+/gu)?.join(" ")} ${queries[0].query}`);
			const [one, other] = (await choices(reader)).filter(({ facet, count }) => facet === "type" && count > 0);
			assert.ok(one && other, "two types are needed");
			await choose(reader, one, true);
			await choose(reader, other, true);
			await eventually(async () => assert.equal((await results(reader)).count, one.count + other.count));
			assert.equal((await buttons(reader, "chips")).length, 2);
			const within = (await choices(reader)).find(({ facet, count }) => facet === "function" && count > 0);
			assert.ok(within);
			await choose(reader, within, true);
			await eventually(async () => assert.equal((await results(reader)).count, within.count));
			for (let left = 3; left > 0; left--) {
				await eventually(async () => assert.equal((await buttons(reader, "chips")).length, left));
				await reader.page.locator("#search-chips button").first().click();
			}
			await eventually(async () => {
				assert.deepEqual(await results(reader), all); // which they may be before the last filter is gone
				assert.equal(new URL(reader.page.url()).searchParams.size, 1);
			});
		});

		test("a filter that is typed is shown as one, and goes from the text", async () => {
			await reader.goto(site.searchPage());
			const all = await search(reader, queries[0].query);
			const [type] = (await choices(reader)).filter(({ facet, count }) => facet === "type" && count > 0);
			await reader.page.locator("#q").fill(`type:${type.id} ${queries[0].query}`);
			await eventually(async () => {
				assert.equal((await results(reader)).count, type.count);
				assert.ok((await choices(reader)).find(({ facet, id }) => facet === "type" && id === type.id)?.checked);
			});
			await reader.page.locator("#search-chips button").click();
			await eventually(async () => assert.deepEqual(await results(reader), all));
			assert.equal(await reader.page.locator("#q").inputValue(), queries[0].query);
		});

		test("a facet that is folded is not loaded, and counts when it is opened", async () => {
			await reader.goto(site.searchPage());
			const { count } = await search(reader, queries[0].query);
			const folded = reader.page.locator("#search-facets details:not([open])").first();
			const facet = await folded.locator("fieldset").getAttribute("data-facet");
			assert.equal((await choices(reader)).filter((choice) => choice.facet === facet).length, 0);
			await folded.locator("summary").click();
			await eventually(async () => {
				const offered = (await choices(reader)).filter((choice) => choice.facet === facet);
				assert.ok(offered.every((choice) => choice.count > 0 && choice.count <= count));
				assert.notEqual((await reader.page.locator(`fieldset[data-facet="${facet}"]`).innerText()).trim(), "");
			});
		});

		test("a filter that hides all says so, and can be taken away", async () => {
			await reader.goto(site.searchPage());
			const all = await search(reader, queries[0].query);
			await sent(reader, site.searchPage(), { q: queries[0].query, type: "no-such-type", utm_source: "mail" });
			await eventually(async () => assert.equal((await buttons(reader, "hiding")).length, 1));
			assert.equal((await results(reader)).count, 0);
			const [words] = await buttons(reader, "hiding");
			assert.equal(number(words), all.count);
			await reader.page.locator("#search-hiding button").click();
			await eventually(async () => assert.deepEqual(await results(reader), all));
		});

		test("when nothing is found, the lists are there, and a message to the contact", async () => {
			await reader.goto(site.searchPage());
			await search(reader, queries[0].query);
			assert.equal(await reader.page.locator("#search-elsewhere").isVisible(), false);
			await reader.page.locator("#q").fill('"xqzjwv" & xqzjwk?#');
			await eventually(async () => assert.ok(await reader.page.locator("#search-elsewhere").isVisible()));
			const contact = await reader.page.locator("footer a[href^=mailto]").count();
			const links = await reader.page
				.locator("#search-help a")
				.evaluateAll((links) => links.map((a) => a.getAttribute("href") ?? ""));
			assert.equal(links.length, contact);
			for (const link of links) {
				const { protocol, searchParams } = new URL(link);
				assert.equal(protocol, "mailto:");
				for (const part of ["subject", "body"]) {
					assert.ok(searchParams.get(part)?.includes('"xqzjwv" & xqzjwk?#'), link);
				}
			}
		});

		test("a page that has come due since the site was made says so", async () => {
			await reader.page.clock.setFixedTime(new Date("2099-01-01"));
			await reader.goto(site.searchPage());
			await search(reader, queries[0].query);
			const due = site.read(queries[0].first).includes("data-review=");
			const tags = reader.page.locator("#search-results > li").first().locator(".tag-stale");
			assert.equal((await tags.count()) > 0, due);
			await reader.page.clock.setFixedTime(new Date());
		});

		test("whatever the address asks, it answers in words", async () => {
			for (const q of [...hostile, huge.slice(0, name === "http" ? 10_000 : huge.length)]) {
				await sent(reader, site.searchPage(), [
					["q", q],
					["__proto__", "x"],
					["constructor", "y"],
					["function", ""],
				]);
				await eventually(async () => assert.notEqual(await said(reader), "", q.slice(0, 40)));
			}
			assert.equal(await reader.page.locator("main img").count(), 0);
		});

		test("by the keys alone: / to the box, Enter to the results, arrows among them, Enter to read", async () => {
			await reader.goto(queries[0].first);
			await reader.page.keyboard.press("/");
			await eventually(async () => assert.ok(await focused(reader, "input[name=q]"), "/ goes to no search box"));
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
			await reader.page.keyboard.press("End");
			await eventually(async () => assert.ok(await focused(reader, "#search-results > li:last-child a")));
			await reader.page.keyboard.press("Home");
			await eventually(async () => assert.ok(await focused(reader, "#search-results > li:first-child a")));
			await reader.page.keyboard.press("Escape");
			await eventually(async () => assert.ok(await focused(reader, "#q")));
			await reader.page.keyboard.press("ArrowDown");
			await reader.page.keyboard.press("Enter");
			await eventually(async () => assert.equal(reader.file(), queries[0].first));
		});

		test("/ and Ctrl-K go to the box of the search page", async () => {
			for (const key of ["/", "Control+k"]) {
				await reader.goto(site.searchPage());
				await reader.page.locator("main a:visible").first().focus();
				await reader.page.keyboard.press(key);
				await eventually(async () => assert.ok(await focused(reader, "#q")));
			}
		});
	});
}

describe("what is wrong with the index is said, and the page stands", () => {
	/** @type {[string, RegExp, {status?: number, body?: string}][]} */
	const broken = [
		["a shard that is missing", /search\/..\/.*\.js/, { status: 404 }],
		["a shard that was cut", /search\/..\/.*\.js/, { body: 'relaisSearch.put("' }],
		["a manifest that is missing", /search\/manifest\.js/, { status: 404 }],
		["a manifest that was cut", /search\/manifest\.js/, { body: 'relaisSearch.put({"form' }],
		["an index of another version", /search\/manifest\.js/, { body: 'relaisSearch.put({"format":999})' }],
	];
	/** @type {Set<string>} */
	const messages = new Set();
	for (const [what, file, answer] of broken) {
		test(what, async () => {
			const reader = await Reader.open(browser, way.bases.get("http"));
			await reader.page.route(file, (route) => route.fulfill({ contentType: "text/javascript", ...answer }));
			await sent(reader, site.searchPage(), { q: queries[0].query });
			const message = await eventually(async () => {
				const message = await said(reader);
				assert.ok(message.length > 20, message);
				return message;
			});
			messages.add(message);
			assert.deepEqual((await results(reader)).list, []);
			assert.ok(await reader.page.locator("#search-elsewhere").isVisible());
			// When it is whole again, to ask again is enough.
			await reader.page.unroute(file);
			await reader.page.locator("#q").fill(`${queries[0].query} `);
			await eventually(async () => assert.ok((await results(reader)).list.length > 0));
			reader.forgive(/search|404|SyntaxError|Invalid or unexpected token/);
			await reader.close();
		});
	}

	test("in words that differ by what is to be done", () => assert.equal(messages.size, 3));
});

test("an answer that is late does not stand in the place of a newer one", async () => {
	const reader = await Reader.open(browser, way.bases.get("http"));
	/** @type {() => void} */
	let release = () => {};
	const held = new Promise((resolve) => {
		release = () => resolve(undefined);
	});
	await reader.page.route(/search\/manifest\.js/, async (route) => {
		await held;
		await route.continue();
	});
	await reader.page.goto(`${reader.base}${site.searchPage()}?q=xqzjwvkxqzjw`, { waitUntil: "domcontentloaded" });
	await reader.page.locator("#q").fill(queries[0].query);
	release();
	await eventually(async () => assert.equal((await results(reader)).list[0]?.file, queries[0].first));
	assert.ok(reader.place().includes(`q=${queries[0].query}`));
	await reader.close();
});

/**
 * @param {Reader} reader
 * @param {string} selector
 */
function focused(reader, selector) {
	return reader.page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector);
}
