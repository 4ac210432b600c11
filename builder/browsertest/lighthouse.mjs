// Asks Lighthouse, as it is on a phone with a slow network, what it thinks of the first
// page, a function, a sheet and the search of the site that RELAIS_SITE names. Prints a table
// and fails below 99 of 100 with what is to be mended. Of several runs of a page the best counts:
// what else the machine does can only take away.
//
//	RELAIS_SITE=site node lighthouse.mjs 3

import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { launch } from "./reader.mjs";
import { givenQueries } from "./search.mjs";
import { serve } from "./server.mjs";
import { givenSite } from "./site.mjs";

const least = 99;
// It fetches robots.txt from within the page, whose policy lets nothing be fetched; and the file is the
// web server's, not the handbook's.
const skipAudits = ["robots-txt"];
const runs = Number(process.argv[2] ?? 1);
const categories = ["performance", "accessibility", "best-practices", "seo"];

const site = givenSite();
const [{ first }] = givenQueries();
const pages = new Map([
	["home", "index.html"],
	["function", site.functionPage()],
	["sheet", first],
	["search", site.searchPage()],
]);

const port = await freePort();
const server = await serve(site, "/intranet/manuel/");
const browser = await launch(`--remote-debugging-port=${port}`);
let low = false;
console.log(`| | ${[...categories, "LCP", "blocked", "CLS", "bytes"].join(" | ")} |\n|${"---|".repeat(categories.length + 5)}`);
for (const [name, page] of pages) {
	const { scores, audits, lost } = await best(page);
	const [paint, blocked, shift, bytes] = [
		"largest-contentful-paint",
		"total-blocking-time",
		"cumulative-layout-shift",
		"total-byte-weight",
	].map((audit) => audits[audit]?.numericValue ?? Number.NaN);
	const measured = [`${(paint / 1000).toFixed(1)} s`, `${Math.round(blocked)} ms`, shift, `${Math.round(bytes / 1024)} KB`];
	console.log(`| ${[name, ...scores, ...measured].join(" | ")} |`);
	for (const complaint of lost) {
		console.error(`${page}: ${complaint}`);
	}
	low ||= lost.length > 0;
}
await browser.close();
server.close();
process.exitCode = low ? 1 : 0;

/** A port that nobody listens on: Lighthouse finds the browser by it. */
function freePort() {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() => resolve(address && typeof address === "object" ? address.port : 0));
		});
	});
}

/**
 * The best of the runs of a page, by the sum of its scores, and what keeps it below the least.
 * @param {string} page
 */
async function best(page) {
	/** @type {{scores: number[], audits: import("lighthouse").Result["audits"], lost: string[]} | undefined} */
	let best;
	for (let run = 0; run < runs; run++) {
		const result = await lighthouse(server.base + page, {
			port,
			output: "json",
			logLevel: "error",
			onlyCategories: categories,
			skipAudits,
		});
		if (!result) {
			throw new Error(`Lighthouse says nothing of ${page}`);
		}
		const { audits, categories: found } = result.lhr;
		const scores = categories.map((category) => Math.round((found[category]?.score ?? 0) * 100));
		const lost = categories.flatMap((category, i) => {
			const failed = (found[category]?.auditRefs ?? []).filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9);
			const why = failed.map(({ id }) => `${id} ${audits[id]?.displayValue ?? ""}`).join(", ");
			return Number(scores[i]) < least ? [`${category} ${scores[i]}: ${why}`] : [];
		});
		if (!best || sum(scores) > sum(best.scores)) {
			best = { scores, audits, lost };
		}
	}
	if (!best) {
		throw new Error("how many runs?");
	}
	return best;
}

/** @param {number[]} numbers */
function sum(numbers) {
	return numbers.reduce((total, n) => total + n, 0);
}
