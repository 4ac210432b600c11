// Measures the search page of the site that RELAIS_SITE names, in Chromium: the
// time from a key to its results once the files are loaded, the longest task,
// and what is loaded. The words to type are the arguments; the figures go out as JSON.
//
//	RELAIS_SITE=site node speed.mjs accueil équipe

import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { launch, Reader } from "./reader.mjs";
import { serve } from "./server.mjs";
import { givenSite } from "./site.mjs";

// What the search page offers, as search.mjs says.
const BOX = "#q";
const RESULTS = "#search-results";
const STATUS = "#search-status";
// A pause for typing at most so long, in milliseconds, is taken out of the second figures.
const LONGEST_PAUSE = 350;
// Between two keys, for the page to answer and settle.
const REST = 120;
// Between two keys of somebody who types slowly.
const SLOWLY = 300;

/** @typedef {{keys: number[], tasks: number[], pressed: number}} Watch */
/** @typedef {{p50: number, p95: number, max: number, keys: number, unanswered: number, longestTask: number, longestFirst: number}} Speed */

const site = givenSite();
const words = process.argv.slice(2);
const server = await serve(site, "/intranet/manuel/");
const browser = await launch();

/** @type {Record<string, unknown>} */
const figures = { loaded: await loads(words.slice(0, 3)) };
for (const [name, slowdown, pause] of /** @type {[string, number, boolean][]} */ ([
	["normal", 1, true],
	["normal, no pause", 1, false],
	["4x slower", 4, true],
	["4x slower, no pause", 4, false],
])) {
	figures[name] = await type(slowdown, pause);
}
await browser.close();
server.close();
process.stdout.write(`${JSON.stringify(figures)}\n`);

/**
 * Types the words twice: on a cold page, for its longest task, and once more, for its keys too.
 * @param {number} slowdown
 * @param {boolean} pause whether the page may wait for more keys
 * @returns {Promise<Speed>}
 */
async function type(slowdown, pause) {
	const reader = await Reader.open(browser, server.base);
	const { page } = reader;
	page.setDefaultTimeout(300_000); // a slowed browser on a busy machine
	await page.addInitScript(watch, { box: BOX, seen: [RESULTS, STATUS], shortest: pause ? 0 : LONGEST_PAUSE });
	await reader.goto(site.searchPage());
	const session = await reader.context.newCDPSession(page);
	await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
	await page.waitForTimeout(REST * slowdown);
	await watchedUntilNow(page); // what it took to load the page
	await keys(page, slowdown);
	const first = await watchedUntilNow(page);
	await keys(page, slowdown);
	const watched = await watchedUntilNow(page);
	await reader.close();
	const sorted = watched.keys.sort((a, b) => a - b);
	const at = (/** @type {number} */ share) =>
		round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
	return {
		p50: at(0.5),
		p95: at(0.95),
		max: at(1),
		keys: sorted.length,
		unanswered: watched.pressed - sorted.length,
		longestTask: Math.max(0, ...watched.tasks.map(round)),
		longestFirst: Math.max(0, ...first.tasks.map(round)),
	};
}

/**
 * What was seen since it was last asked.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<Watch>}
 */
function watchedUntilNow(page) {
	return page.evaluate(() => {
		const { watched } = /** @type {{watched: Watch}} */ (/** @type {unknown} */ (globalThis));
		const seen = { ...watched };
		Object.assign(watched, { keys: [], tasks: [], pressed: 0 });
		return seen;
	});
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} slowdown
 */
async function keys(page, slowdown) {
	for (const word of words) {
		await page.locator(BOX).fill("");
		await page.waitForTimeout(REST);
		await page.locator(BOX).pressSequentially(word, { delay: REST * slowdown });
		await page.waitForTimeout(3 * REST * slowdown);
	}
}

/**
 * Runs in the page. A key counts from its event's time to the first change of
 * the results or of their count.
 * @param {{box: string, seen: string[], shortest: number}} what
 */
function watch({ box, seen, shortest }) {
	/** @type {Watch} */
	const watched = { keys: [], tasks: [], pressed: 0 };
	Object.assign(globalThis, { watched });
	let pressed = 0;
	if (shortest > 0) {
		const wait = globalThis.setTimeout;
		Object.assign(globalThis, {
			/** @param {() => void} act @param {number} [delay] */
			setTimeout: (act, delay = 0) => wait(act, delay <= shortest ? 0 : delay),
		});
	}
	new PerformanceObserver((list) => {
		watched.tasks.push(...list.getEntries().map((entry) => entry.duration));
	}).observe({ type: "longtask" });
	addEventListener(
		"input",
		(event) => {
			if (!(event.target instanceof HTMLInputElement) || !event.target.matches(box) || event.target.value.length < 2) return;
			pressed = event.timeStamp;
			watched.pressed++;
		},
		true,
	);
	addEventListener("DOMContentLoaded", () => {
		const observer = new MutationObserver(() => {
			if (pressed > 0) watched.keys.push(performance.now() - pressed);
			pressed = 0;
		});
		for (const selector of seen) {
			const element = document.querySelector(selector);
			if (element) observer.observe(element, { childList: true, characterData: true, subtree: true });
		}
	});
}

/**
 * What the page loads, in KB gzipped: scripts before anybody types, and all
 * that the first word adds, typed by somebody who takes their time.
 * @param {string[]} firsts
 */
async function loads(firsts) {
	const found = [];
	for (const word of firsts) {
		const reader = await Reader.open(browser, server.base);
		/** @type {Set<string>} */
		const files = new Set();
		reader.page.on("request", (request) => files.add(reader.within(request.url()).replace(/[?#].*$/s, "")));
		await reader.goto(site.searchPage());
		await reader.page.waitForLoadState("networkidle");
		const before = weigh([...files].filter((file) => file.endsWith(".js")));
		files.clear();
		await reader.page.locator(BOX).pressSequentially(word, { delay: SLOWLY });
		await reader.page.locator(`${RESULTS} > li`).first().waitFor();
		await reader.page.waitForLoadState("networkidle");
		await reader.page.waitForTimeout(5 * REST);
		const after = weigh([...files]);
		await reader.close();
		found.push({ word, scriptsKB: before, typedKB: after, togetherKB: round(before + after) });
	}
	return found;
}

/** @param {string[]} files */
function weigh(files) {
	const sizes = files
		.filter((file) => site.files.has(file))
		.map((file) => gzipSync(readFileSync(path.join(site.root, file))).length);
	return round(sizes.reduce((a, b) => a + b, 0) / 1024);
}

/** @param {number} x */
function round(x) {
	return Math.round(x * 10) / 10;
}
