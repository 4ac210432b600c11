// A reader searches over the page that they read, by the keys alone, over http in a
// sub-folder and from file://.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ask, box, openDialog, state } from "./dialog.mjs";
import { hostile, huge } from "./hostile.mjs";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { givenQueries, results } from "./search.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const queries = givenQueries();
const [{ query, first }] = queries;
const deep = queries.find(({ section }) => section);
const titled = queries.filter(({ title }) => title);

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
	describe(`the dialog by ${name}`, () => {
		/** @type {Reader} */
		let reader;
		before(async () => {
			reader = await Reader.open(browser, way.bases.get(name));
		});
		after(() => reader.close());

		for (const key of ["/", "Control+k"]) {
			test(`${key} opens it, Escape closes it, and the focus returns where it was`, async () => {
				await reader.goto("index.html");
				const link = reader.page.locator("main a").nth(2);
				await link.focus();
				await openDialog(reader, key);
				await reader.page.keyboard.type(query);
				await eventually(async () => assert.notEqual((await state(reader)).options.length, 0));
				await reader.page.keyboard.press("Escape");
				assert.equal((await state(reader)).open, false);
				assert.ok(await link.evaluate((e) => e === document.activeElement), "the focus is lost");
			});
		}

		test("/ is a letter where a reader is typing", async () => {
			await reader.goto(first);
			await reader.page.locator("header input[type=search]").focus();
			await reader.page.keyboard.type("a/b");
			assert.equal((await state(reader)).open, false);
			assert.equal(await reader.page.locator("header input[type=search]").inputValue(), "a/b");
		});

		test("/ opens nothing once the reader has turned it off, and Ctrl-K still does", async () => {
			await reader.goto(site.accessibilityPage());
			await reader.page.locator("#_slash").uncheck();
			await reader.goto("index.html");
			await reader.page.keyboard.press("/");
			assert.equal((await state(reader)).open, false);
			await openDialog(reader, "Control+k");
			await reader.goto(site.accessibilityPage());
			await reader.page.locator("#_slash").check();
			await openDialog(reader);
		});

		test("a click beside it and the button close it", async () => {
			await reader.goto("index.html");
			await openDialog(reader);
			await reader.page.mouse.click(3, 300);
			assert.equal((await state(reader)).open, false);
			await openDialog(reader);
			await reader.page.locator("dialog button[type=button]").first().click();
			assert.equal((await state(reader)).open, false);
		});

		test("results appear from the second letter, and go with it", async () => {
			await reader.goto("index.html");
			await openDialog(reader);
			await ask(reader, query.slice(0, 2));
			await box(reader).fill(query.slice(0, 1));
			await eventually(async () => {
				const { options, expanded, said, listed } = await state(reader);
				assert.deepEqual({ options, expanded, said, listed }, { options: [], expanded: false, said: "", listed: false });
			});
		});

		test("arrows, Home and End go among the options, and the box says which", async () => {
			await reader.goto("index.html");
			await openDialog(reader);
			const { options, active, listed, said } = await ask(reader, query);
			assert.ok(options.length > 2 && listed);
			assert.ok(Number(/\d+/.exec(said)?.[0]) >= options.length, said);
			assert.equal(new Set(options.map((href) => href.split("#")[0])).size, options.length, "a page is there twice");
			assert.equal(active, -1);
			const last = options.length - 1;
			for (const [key, want] of /** @type {[string, number][]} */ ([
				["ArrowDown", 0],
				["ArrowDown", 1],
				["ArrowUp", 0],
				["ArrowUp", last],
				["ArrowDown", 0],
				["End", last],
				["Home", 0],
			])) {
				await reader.page.keyboard.press(key);
				const now = await state(reader);
				assert.deepEqual([now.active, now.selected, now.typing], [want, 1, true], key);
			}
			await reader.page.keyboard.type("s");
			await eventually(async () => assert.equal((await state(reader)).active, -1));
		});

		for (const { query, first } of titled) {
			test(`"${query}", which stands in titles alone, is marked there`, async () => {
				await reader.goto("index.html");
				await openDialog(reader);
				const { options } = await ask(reader, query);
				assert.equal(options[0].split("#")[0], first);
				const option = reader.page.locator("dialog [role=option]").first();
				assert.ok(await option.locator("mark").first().isVisible());
			});
		}

		test("Enter reads the chosen one, and the way back brings the question back", async () => {
			await reader.goto("index.html");
			await openDialog(reader);
			const before = await ask(reader, query);
			assert.equal(before.options[0].split("#")[0], first);
			await reader.page.keyboard.press("ArrowDown");
			await reader.page.keyboard.press("Enter");
			await eventually(async () => assert.equal(reader.place(), before.options[0]));
			await reader.page.waitForLoadState();
			await reader.page.goBack();
			await eventually(async () => {
				const { open, text, options } = await state(reader);
				assert.deepEqual({ open, text, options }, { open: true, text: query, options: before.options });
			});
			await reader.page.keyboard.press("Escape");
			await reader.page.reload();
			assert.equal((await state(reader)).open, false, "what was closed has come back");
		});

		if (deep) {
			test("a section of the page itself is shown, and the way back brings the question back", async () => {
				await reader.goto(deep.first);
				await openDialog(reader);
				const { options } = await ask(reader, deep.query);
				await reader.page.keyboard.press("ArrowDown");
				await reader.page.keyboard.press("Enter");
				await eventually(async () => {
					assert.equal(reader.place(), options[0]);
					assert.equal((await state(reader)).open, false);
				});
				await reader.page.goBack();
				await eventually(async () => {
					const { open, text } = await state(reader);
					assert.deepEqual({ open, text }, { open: true, text: deep.query });
				});
			});
		}

		test("Enter without a choice leads to the search page", async () => {
			await reader.goto(first);
			await openDialog(reader);
			await reader.page.keyboard.type(query);
			await reader.page.keyboard.press("Enter");
			await eventually(async () => {
				assert.equal(reader.file(), site.searchPage());
				assert.equal(await reader.page.locator("#q").inputValue(), query);
				assert.ok((await results(reader)).count > 0);
			});
		});

		test("on the page of a function it starts within it, until the reader takes that away", async () => {
			await reader.goto(site.functionPage());
			await openDialog(reader);
			const within = await ask(reader, query);
			assert.notEqual(within.scope, "");
			await reader.page.keyboard.press("Enter");
			await eventually(async () => {
				assert.equal(reader.file(), site.searchPage());
				assert.equal(new URL(reader.page.url()).searchParams.get("function"), within.scope);
				assert.equal((await results(reader)).count, count(within.said));
			});

			await reader.goto(site.functionPage());
			await openDialog(reader);
			await ask(reader, query);
			await reader.page.locator("dialog .chip").first().click();
			await eventually(async () => {
				const { scope, typing, said } = await state(reader);
				assert.deepEqual({ scope, typing }, { scope: "", typing: true });
				assert.ok(count(said) >= count(within.said));
			});
			await reader.goto("index.html");
			await openDialog(reader);
			const everywhere = await ask(reader, query);
			assert.ok(count(everywhere.said) >= count(within.said));
		});

		test("whatever is typed, it answers in words", async () => {
			await reader.goto("index.html");
			await openDialog(reader);
			for (const text of [...hostile, huge]) {
				await box(reader).fill("");
				await eventually(async () => assert.equal((await state(reader)).said, ""));
				await box(reader).fill(text);
				await eventually(async () => assert.equal((await state(reader)).said === "", text.trim().length < 2, text.slice(0, 40)));
			}
			await ask(reader, query);
			assert.equal(await reader.page.locator("dialog img").count(), 0);
		});
	});
}

test("without its script it is a form that leads to the search page", async () => {
	const reader = await Reader.open(browser, way.bases.get("http"));
	await reader.page.route(/assets\/dialog\./, (route) => route.fulfill({ status: 404 }));
	await reader.goto("index.html");
	await openDialog(reader);
	await eventually(async () => assert.notEqual((await state(reader)).said.trim(), ""));
	await reader.page.keyboard.type(query);
	await reader.page.keyboard.press("Enter");
	await eventually(async () => assert.ok((await results(reader)).count > 0));
	reader.forgive(/dialog\.|404/);
	await reader.close();
});

test("a reader without JavaScript does not see it", async () => {
	const reader = await Reader.open(browser, way.bases.get("http"), { javaScriptEnabled: false });
	await reader.goto("index.html");
	assert.equal(await reader.page.locator("dialog").isVisible(), false);
	await reader.close();
});

/** @param {string} said */
function count(said) {
	const [digits] = /\d[\d\s\u00a0\u202f.,]*/.exec(said) ?? ["0"];
	return Number(digits.replace(/\D/g, ""));
}
