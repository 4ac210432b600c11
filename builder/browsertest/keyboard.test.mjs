// Somebody who has a keyboard alone goes through the handbook in forty steps. At every
// stop, those on the way too, they see where they are.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, state } from "./dialog.mjs";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { givenQueries, results } from "./search.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const [{ query, first }] = givenQueries();
const find = (/** @type {string} */ html) => site.pages().find((file) => site.read(file).includes(html));
/** A page whose text uses a notion, one with a table of contents, and the map. */
const using = find('class="term"');
const long = find('class="contents"');
const map = find('<svg class="map"');
const options = { skip: using && long && map ? false : "this site has not all that the steps need" };

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

test("forty steps by the keyboard", options, async () => {
	const desk = /** @type {const} */ ({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
	const reader = await Reader.open(browser, way.bases.get("http"), desk);
	const { page } = reader;
	const { keyboard } = page;
	let steps = 0;

	/**
	 * Takes a step, then looks where the focus is: on what selector names, seen.
	 * @param {string} name
	 * @param {() => Promise<unknown>} act
	 * @param {string} selector
	 */
	const step = async (name, act, selector) => {
		steps++;
		await act();
		await eventually(async () => {
			const focus = await focused(reader, selector);
			assert.ok(focus.matches, `step ${steps}, ${name}: the focus is on ${focus.element}`);
			assert.equal(focus.hidden, "", `step ${steps}, ${name}: ${focus.element}`);
		});
	};
	/** @param {string} key */
	const press = (key) => () => keyboard.press(key);
	/**
	 * Presses Tab until the focus is on selector.
	 * @param {string} selector
	 * @param {string} [key]
	 */
	const tabTo =
		(selector, key = "Tab") =>
		async () => {
			for (let presses = 0; presses < 250; presses++) {
				await keyboard.press(key);
				const focus = await focused(reader, selector);
				assert.equal(focus.hidden, "", `on the way to ${selector}: ${focus.element}`);
				if (focus.matches) {
					return;
				}
			}
			assert.fail(`the keyboard does not reach ${selector}`);
		};
	/** @param {string} file */
	const open = (file) => () => reader.goto(file);
	/** @param {string | undefined} file */
	const isRead = (file) => eventually(async () => assert.equal(reader.file(), file));

	await reader.goto("index.html");
	await step("the first stop leads to the content", press("Tab"), ".skip");
	await step("Enter leads there", press("Enter"), "main");
	await step("the first thing of the content is the search", press("Tab"), "main input[type=search]");
	await step("back, the last entry of the navigation", press("Shift+Tab"), "header nav a");
	await step("forward again", press("Tab"), "main input[type=search]");
	await step("typing stays in the box", () => keyboard.type(query), "main input[type=search]");
	await step("then its button", press("Tab"), "main form button");
	await keyboard.press("Enter");
	await isRead(site.searchPage());
	await eventually(async () => assert.notEqual((await results(reader)).list.length, 0));
	await step("/ leads to the box of the search page", press("/"), "#q");
	await step("then its button", press("Tab"), "#search-form button");
	await step("then the filters", tabTo("#search-facets summary, #search-facets input"), "#search-facets *");
	await step("a filter", tabTo("#search-facets input"), "#search-facets input");
	await step("Space applies it, and the focus stays on it", press("Space"), "#search-facets input:checked");
	await step("back to what is applied", tabTo("#search-chips button", "Shift+Tab"), "#search-chips button");
	await step("Enter takes it away, and the focus is not lost", press("Enter"), "main *");
	await step("the first result", tabTo("#search-results a"), "#search-results a");
	const [result] = (await results(reader)).list;
	await keyboard.press("Enter");
	await isRead(result?.file);

	await open(first)();
	await step("the navigation", tabTo("header nav a"), "header nav a");
	await step("Ctrl-K opens the search over the page", press("Control+k"), "dialog input[role=combobox]");
	await step("typing lists answers", () => ask(reader, query), "dialog input[role=combobox]");
	await step("an arrow chooses the first", press("ArrowDown"), "dialog input[role=combobox]");
	assert.equal((await state(reader)).active, 0);
	assert.ok(await chosen(reader), "the answer that is chosen does not show");
	await step("another the second", press("ArrowDown"), "dialog input[role=combobox]");
	assert.equal((await state(reader)).active, 1);
	await step("and back", press("ArrowUp"), "dialog input[role=combobox]");
	assert.equal((await state(reader)).active, 0);
	await step("Tab goes through the dialog, not behind it", tabTo("dialog button[type=submit]"), "dialog button");
	await step("Escape closes it, and the focus returns", press("Escape"), "header nav a");
	await step("/ opens it too", press("/"), "dialog input[role=combobox]");
	await step("its button", tabTo("#_finder-close", "Shift+Tab"), "#_finder-close");
	await step("closes it", press("Enter"), "header nav a");

	await open(site.functionPage())();
	await step("from a function the search is about it", press("/"), "dialog input[role=combobox]");
	await step("what it is about", tabTo("#_finder-scope button"), "#_finder-scope button");
	await step("can be taken away, and the focus is in the box", press("Enter"), "dialog input[role=combobox]");
	await keyboard.press("Escape");
	await step("the way back", tabTo(".crumbs a"), ".crumbs a");

	await open(using ?? "")();
	const note = page.locator(".term-note:popover-open");
	await step("a notion is explained", tabTo(".term"), ".term");
	assert.equal(await note.count(), 1);
	await step("Escape hides the explanation, and the focus stays", press("Escape"), ".term");
	assert.equal(await note.count(), 0);
	await keyboard.press("Enter");
	await eventually(async () => assert.notEqual(reader.file(), using));

	await open(long ?? "")();
	await step("the table of contents", tabTo(".contents summary"), ".contents summary");
	const folded = !(await page.locator(".contents details").evaluate((e) => /** @type {HTMLDetailsElement} */ (e).open));
	await step("opens", folded ? press("Enter") : async () => {}, ".contents summary");
	await step("and leads", press("Tab"), ".contents a");
	await keyboard.press("Enter");
	await eventually(async () => assert.match(reader.place(), /#./));

	await open(map ?? "")();
	await step("the map can be passed over", tabTo('main a[href="#_list"]'), "main a");
	await step("a node of the map", tabTo(".map a:has(rect)"), ".map a");
	await keyboard.press("Enter");
	await eventually(async () => assert.notEqual(reader.file(), map));

	await open("a-z.html")();
	await step("the index", tabTo(".az a"), ".az a");
	await step("the foot of the page", tabTo("footer a"), "footer a");
	await step("the accessibility statement", tabTo(`footer a[href="${site.accessibilityPage()}"]`), "footer a");
	await keyboard.press("Enter");
	await isRead(site.accessibilityPage());
	await step("a key can be turned off there", tabTo("#_slash"), "#_slash");
	await step("by Space", press("Space"), "#_slash:not(:checked)");
	const free = page.evaluate(
		() => new Promise((resolve) => addEventListener("keydown", (event) => resolve(!event.defaultPrevented), { once: true })),
	);
	await step("Ctrl-P is left to the browser, which prints", press("Control+p"), "#_slash");
	assert.ok(await free, "the page takes Ctrl-P for itself");
	assert.ok(steps >= 40, `these are ${steps} steps`);
	await reader.close();
});

/**
 * Where the focus is: whether on what selector names, and why it can't be seen, if so.
 * @param {Reader} reader
 * @param {string} selector
 */
function focused(reader, selector) {
	return reader.page.evaluate((selector) => {
		const element = document.activeElement ?? document.body;
		const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
		const seen = element.getBoundingClientRect();
		/** @param {string} colour */
		const luminance = (colour) => {
			const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
				const value = Number(part) / 255;
				return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		/** @param {Element | null} e */
		const ground = (e) => {
			for (let at = e; at; at = at.parentElement) {
				const { backgroundColor } = getComputedStyle(at);
				if (!/, 0\)$|transparent/.test(backgroundColor)) {
					return backgroundColor;
				}
			}
			return "rgb(255, 255, 255)";
		};
		const why = () => {
			if (element === document.body || element.localName === "main") {
				return ""; // nothing to press: the reader is at the beginning of what follows
			}
			if (seen.bottom <= 0 || seen.top >= innerHeight || seen.right <= 0 || seen.left >= innerWidth || !seen.width) {
				return "is out of sight";
			}
			if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) {
				return "has no visible focus";
			}
			const [light, dark] = [luminance(outlineColor), luminance(ground(element.parentElement))].sort((a, b) => b - a);
			const contrast = (light + 0.05) / (dark + 0.05);
			return contrast < 3 ? `has a focus of a contrast of ${contrast.toFixed(1)}` : "";
		};
		return { matches: element.matches(selector), element: element.outerHTML.slice(0, 120), hidden: why() };
	}, selector);
}

/**
 * Whether the answer that the box names looks other than its neighbours.
 * @param {Reader} reader
 */
function chosen(reader) {
	return reader.page.evaluate(() => {
		const look = (/** @type {Element | null | undefined} */ e) => {
			const { backgroundColor, borderInlineStartColor } = e ? getComputedStyle(e) : getComputedStyle(document.body);
			return backgroundColor + borderInlineStartColor;
		};
		const options = [...document.querySelectorAll("dialog [role=option]")];
		const active = options.find((option) => option.ariaSelected === "true");
		const other = options.find((option) => option.ariaSelected !== "true");
		return active !== undefined && (other === undefined || look(active) !== look(other));
	});
}
