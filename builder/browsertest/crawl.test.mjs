// The whole site is followed from its first page, as files; then a page of each
// kind is opened in a browser, over http in a sub-folder, from file://, and
// without JavaScript.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, Reader, ways } from "./reader.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const pages = site.pages();

// A web server shows this page in the place of any that is missing: nothing links to it, and
// it has no relative links, for it can't know how deep below the site's root it is read.
const notFound = "404.html";

describe("each page", () => {
	test("has links that lead somewhere", () => {
		const wrong = pages
			.filter((file) => file !== notFound)
			.flatMap((file) => site.page(file).links.flatMap((link) => site.complaint(link)));
		assert.deepEqual(wrong, []);
	});

	test("can be reached from the first one", () => {
		const reached = new Set(["index.html"]);
		for (const file of reached) {
			for (const link of site.page(file).links) {
				const target = site.resolve(file, link.href);
				if ("file" in target && target.file.endsWith(".html")) {
					reached.add(target.file);
				}
			}
		}
		// Nobody links to addresses that moved.
		const lost = pages.filter((file) => !reached.has(file) && file !== notFound && !site.page(file).redirect);
		assert.deepEqual(lost, []);
	});

	test("has a language, a title, and each id once", () => {
		for (const file of pages) {
			const page = site.page(file);
			assert.match(page.lang, /^[a-z]{2}(-|$)/, file);
			assert.notEqual(page.title.trim(), "", file);
			const repeated = [...page.ids].filter(([, times]) => times > 1);
			assert.deepEqual(repeated, [], file);
		}
	});

	test("has one first heading, a main part and a way around", () => {
		for (const file of pages.filter((file) => !site.page(file).redirect)) {
			const { tags } = site.page(file);
			assert.equal(tags.get("h1"), 1, file);
			assert.equal(tags.get("main"), 1, file);
			assert.ok(tags.get("nav") || file === notFound, file);
		}
	});

	test("has a strict policy, and nothing that it forbids", () => {
		for (const file of pages) {
			const { policy, inline } = site.page(file);
			assert.match(policy, /default-src 'none'/, file);
			assert.doesNotMatch(policy, /unsafe|\*|https?:/, file);
			assert.deepEqual(inline, []);
		}
	});
});

test("style sheets refer only to files of the site", () => {
	for (const file of [...site.files].filter((file) => file.endsWith(".css"))) {
		for (const [, href] of site.read(file).matchAll(/(?:url\(|@import\s*)["']?([^"')\s]+)/g)) {
			assert.deepEqual(site.complaint({ kind: "load", from: file, line: 1, href }), []);
		}
	}
});

describe("in a browser", () => {
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
		test(`each kind of page opens without a complaint, by ${name}`, async () => {
			const reader = await Reader.open(browser, way.bases.get(name));
			for (const file of site.kinds().values()) {
				await reader.goto(file);
				await reader.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
			}
			await reader.close();
		});

		test(`a reader walks from the first page by clicks, by ${name}`, async () => {
			const reader = await Reader.open(browser, way.bases.get(name));
			await reader.goto("index.html");
			const visited = [reader.page.url()];
			for (let step = 0; step < 12; step++) {
				const next = await reader.page.evaluate(
					([base, seen]) => {
						const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("main a[href]"))];
						const index = links.findIndex((a) => a.href.startsWith(base) && /\.html$/.test(a.href) && !seen.includes(a.href));
						return { index, href: links[index]?.href };
					},
					/** @type {[string, string[]]} */ ([reader.base, visited]),
				);
				if (!next.href) {
					break;
				}
				// A click at a place would miss links in folded parts of the page.
				await reader.page.locator("main a[href]").nth(next.index).dispatchEvent("click");
				await reader.page.waitForURL(next.href);
				visited.push(next.href);
			}
			assert.ok(visited.length > 3, `the walk ended after ${visited}`);
			await reader.close();
		});
	}

	test("each kind of page reads without JavaScript", async () => {
		const reader = await Reader.open(browser, way.bases.get("http"), { javaScriptEnabled: false });
		for (const file of site.kinds().values()) {
			await reader.goto(file);
			for (const part of file === notFound ? ["h1", "main"] : ["h1", "main", "nav"]) {
				assert.ok(await reader.page.locator(part).first().isVisible(), `${file}: no ${part}`);
			}
			assert.notEqual((await reader.page.locator("main").innerText()).trim(), "", file);
		}
		await reader.close();
	});
});
