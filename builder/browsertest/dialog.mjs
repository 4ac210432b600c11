// The search over any page, as a reader meets it: a dialog with a combobox, its
// options and a count that is said aloud.

import assert from "node:assert/strict";
import { eventually } from "./reader.mjs";

/** @typedef {import("./reader.mjs").Reader} Reader */

/**
 * Opens the dialog by a key.
 * @param {Reader} reader
 * @param {string} key
 */
export async function openDialog(reader, key = "/") {
	await reader.page.keyboard.press(key);
	await eventually(async () => assert.ok((await state(reader)).typing, `${key} opens no search`));
}

/**
 * Types a query over what the box holds, and waits for options.
 * @param {Reader} reader
 * @param {string} query
 */
export async function ask(reader, query) {
	await box(reader).fill(query);
	return eventually(async () => {
		const now = await state(reader);
		assert.ok(now.options.length > 0 && now.expanded, `nothing is found for "${query}"`);
		assert.match(now.said, /\d/);
		return now;
	});
}

/** @param {Reader} reader */
export function box(reader) {
	return reader.page.locator("dialog input[role=combobox]");
}

/**
 * What the dialog shows now.
 * @param {Reader} reader
 */
export async function state(reader) {
	const now = await reader.page.evaluate(() => {
		const dialog = document.querySelector("dialog");
		const box = dialog?.querySelector("input[role=combobox]");
		const list = document.getElementById(box?.getAttribute("aria-controls") ?? "");
		const options = [...(list?.querySelectorAll("[role=option]") ?? [])];
		const active = box?.getAttribute("aria-activedescendant");
		return {
			open: dialog?.open ?? false,
			typing: box !== undefined && document.activeElement === box,
			text: box instanceof HTMLInputElement ? box.value : "",
			expanded: box?.getAttribute("aria-expanded") === "true",
			listed: list?.role === "listbox" && list.checkVisibility(),
			options: options.map((option) => (option instanceof HTMLAnchorElement ? option.href : "")),
			// The one that the box names, if it is the one that says that it is selected.
			active: options.findIndex((option) => option.id === active && option.ariaSelected === "true"),
			selected: options.filter((option) => option.ariaSelected === "true").length,
			said: dialog?.querySelector("[role=status]")?.textContent ?? "",
			scope: dialog?.querySelector("input[name=function]")?.getAttribute("value") ?? "",
		};
	});
	return { ...now, options: now.options.map((href) => reader.within(href)) };
}
