// A Reader is somebody with a browser in front of the site. Whatever the browser
// complains of while they read is kept, and a test ends by asking for it.

import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("playwright-core").BrowserContextOptions} Options */

/**
 * Starts Chromium: the one that CHROMIUM names, or the first that the PATH has.
 * @param {string[]} args What to tell it besides.
 */
export function launch(...args) {
	const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
	const found = (process.env.PATH ?? "").split(path.delimiter).flatMap((dir) => names.map((name) => path.join(dir, name)));
	const executablePath = process.env.CHROMIUM || found.find(executable);
	if (!executablePath) {
		throw new Error("no Chromium is installed; CHROMIUM can name one");
	}
	return chromium.launch({ executablePath, args: ["--disable-quic", "--disable-gpu", ...args] });
}

/** @param {string} file */
function executable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * The two ways by which readers get at a site: a web server with the site in a
 * sub-folder, and the folder itself, by a double click.
 * @param {import("./site.mjs").Site} site
 */
export async function ways(site) {
	const server = await serve(site, "/intranet/manuel/");
	return {
		bases: new Map([
			["http", server.base],
			["file", `${pathToFileURL(site.root).href}/`],
		]),
		close: server.close,
	};
}

export class Reader {
	/**
	 * @param {string} base
	 * @param {import("playwright-core").BrowserContext} context
	 * @param {import("playwright-core").Page} page
	 */
	constructor(base, context, page) {
		this.base = base;
		this.context = context;
		this.page = page;
		/** @type {string[]} */
		this.complaints = [];
	}

	/**
	 * @param {Browser} browser
	 * @param {string | undefined} base The address of the site's root, with a slash at its end.
	 * @param {Options} [options]
	 */
	static async open(browser, base, options) {
		assert.ok(base);
		const context = await browser.newContext(options);
		if (options?.javaScriptEnabled !== false) {
			await context.addInitScript(() => {
				addEventListener("securitypolicyviolation", (event) => {
					console.error(`policy violated: ${event.effectiveDirective} ${event.blockedURI}`);
				});
			});
		}
		const reader = new Reader(base, context, await context.newPage());
		reader.#listen();
		return reader;
	}

	#listen() {
		const complain = (/** @type {string} */ text) => this.complaints.push(`${this.place()}: ${text}`);
		this.context.on("weberror", (event) => complain(`error: ${event.error().message}`));
		this.context.on("console", (message) => {
			if (["error", "warning"].includes(message.type())) {
				complain(`console: ${message.text()}`);
			}
		});
		this.context.on("request", (request) => {
			if (!request.url().startsWith(this.base) && !/^(data|about):/.test(request.url())) {
				complain(`request outside the site: ${request.url()}`);
			}
		});
		this.context.on("requestfailed", (request) => {
			const reason = request.failure()?.errorText;
			if (reason !== "net::ERR_ABORTED") {
				// the reader left the page before it came
				complain(`request failed: ${request.url()}: ${reason}`);
			}
		});
		this.context.on("response", (response) => {
			if (response.status() >= 400) {
				complain(`request failed: ${response.url()}: ${response.status()}`);
			}
		});
	}

	/** Where the reader is: path, query and fragment, relative to the site. */
	place() {
		return this.within(this.page.url());
	}

	/** The file that the reader is reading. */
	file() {
		return this.place().replace(/[?#].*$/s, "");
	}

	/**
	 * An address relative to the site, readable; one outside the site as it is.
	 * @param {string} address
	 */
	within(address) {
		return address.startsWith(this.base) ? decodeURIComponent(address.slice(this.base.length)) : address;
	}

	/** @param {string} file */
	async goto(file) {
		await this.page.goto(this.base + file.split("/").map(encodeURIComponent).join("/"));
	}

	/**
	 * Takes back the complaints about what a test has broken on purpose; there must be some.
	 * @param {RegExp} pattern
	 */
	forgive(pattern) {
		const left = this.complaints.filter((complaint) => !pattern.test(complaint));
		assert.notEqual(left.length, this.complaints.length, `nothing to forgive: ${pattern}`);
		this.complaints = left;
	}

	/** Closes the browser's window, and fails if the browser complained of anything. */
	async close() {
		await this.context.close();
		assert.deepEqual(this.complaints, []);
	}
}

/**
 * Runs check again and again until it passes, as a reader looks until the page has
 * changed; after ten seconds its last failure counts.
 * @template T
 * @param {() => Promise<T>} check
 * @returns {Promise<T>}
 */
export async function eventually(check) {
	const deadline = performance.now() + 10_000;
	for (;;) {
		try {
			return await check();
		} catch (failure) {
			if (performance.now() > deadline) {
				throw failure;
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
}
