// The search page as a reader meets it. What the page must offer for that, theme
// of whatever look: the box #q, the count in #search-status, the results
// #search-results > li with a link in titles and an excerpt, and the facets
// fieldset[data-facet] with a labelled checkbox and a .count for each value.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { eventually } from "./reader.mjs";

/** @typedef {import("./reader.mjs").Reader} Reader */

/**
 * A Query is what a reader types, the page that must come first, whether the link
 * must lead to a section of it, and whether the words stand in its titles alone.
 * @typedef {{query: string, first: string, section?: boolean, title?: boolean}} Query
 */

/** @typedef {{file: string, anchor: string, marks: string[]}} Result */

/** @typedef {{facet: string, id: string, label: string, count: number, checked: boolean}} Choice */

/**
 * The queries for the site at hand, from the file that RELAIS_QUERIES names.
 * @returns {Query[]}
 */
export function givenQueries() {
	return JSON.parse(readFileSync(process.env.RELAIS_QUERIES || new URL("queries/demo.json", import.meta.url), "utf8"));
}

/**
 * Types a query into the search page, and waits for results and for the address to keep it.
 * The box is emptied first, and the results with it: those that come are the query's own.
 * @param {Reader} reader
 * @param {string} query
 */
export async function search(reader, query) {
	await reader.page.locator("#q").fill("");
	await eventually(async () => assert.deepEqual(await results(reader), { count: 0, list: [] }));
	await reader.page.locator("#q").fill(query);
	return eventually(async () => {
		const found = await results(reader);
		assert.ok(reader.place().replaceAll("+", " ").includes(`q=${query}`), "the address does not keep the query");
		assert.ok(found.count > 0 && found.list.length > 0, `nothing is found for "${query}"`);
		return found;
	});
}

/**
 * What the page shows now: the number that its status says, and the results.
 * @param {Reader} reader
 * @returns {Promise<{count: number, list: Result[]}>}
 */
export async function results(reader) {
	const said = (await reader.page.locator("#search-status[role=status]").textContent()) ?? "";
	const list = await reader.page.locator("#search-results > li").evaluateAll((items) =>
		items.map((item) => ({
			href: item.querySelector("a")?.href ?? "",
			marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent ?? ""),
		})),
	);
	return {
		count: number(said),
		list: list.map(({ href, marks }) => {
			const [file, anchor = ""] = reader.within(href).split("#");
			return { file: file.replace(/\?.*$/s, ""), anchor, marks };
		}),
	};
}

/**
 * @param {Reader} reader
 * @returns {Promise<Choice[]>}
 */
export async function choices(reader) {
	const found = await reader.page.locator("fieldset[data-facet] input[type=checkbox]").evaluateAll((boxes) =>
		boxes.map((box) => ({
			id: /** @type {HTMLInputElement} */ (box).value,
			facet: box.closest("fieldset")?.dataset.facet ?? "",
			label: /** @type {HTMLInputElement} */ (box).labels?.[0]?.textContent?.trim() ?? "",
			count: /** @type {HTMLInputElement} */ (box).labels?.[0]?.querySelector(".count")?.textContent ?? "",
			checked: /** @type {HTMLInputElement} */ (box).checked,
		})),
	);
	return found.map((choice) => ({ ...choice, count: number(choice.count) }));
}

/**
 * @param {Reader} reader
 * @param {Choice} choice
 * @param {boolean} checked
 */
export async function choose(reader, choice, checked) {
	const { facet, id } = choice;
	await reader.page.locator(`fieldset[data-facet="${facet}"] input[type=checkbox][value="${id}"]`).setChecked(checked);
}

/**
 * The texts of the buttons that take filters away, or offer a way out when nothing is found.
 * @param {Reader} reader
 * @param {"chips" | "near" | "hiding"} row
 */
export async function buttons(reader, row) {
	const texts = await reader.page.locator(`#search-${row} button`).allTextContents();
	return (await reader.page.locator(`#search-${row}`).isVisible()) ? texts : [];
}

/**
 * Opens the search page as a sent address does.
 * @param {Reader} reader
 * @param {string} page
 * @param {Record<string, string> | [string, string][]} parameters
 */
export async function sent(reader, page, parameters) {
	await reader.page.goto(`${reader.base}${page}?${new URLSearchParams(parameters)}`);
}

/** @param {Reader} reader */
export async function said(reader) {
	return ((await reader.page.locator("#search-status").textContent()) ?? "").trim();
}

/**
 * The first number in a text, thousands apart or not; none is 0, as in "no result".
 * @param {string} text
 */
export function number(text) {
	const digits = /\d[\d\s\u00a0\u202f.,]*/.exec(text)?.[0] ?? "0";
	return Number(digits.replace(/\D/g, ""));
}
