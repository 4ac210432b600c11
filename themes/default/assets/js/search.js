// The search page: the box, the filters and the results. The search itself is
// relais:search, which knows nothing of pages; this file ties the two together.
import { open } from "relais:search";
import "./site.js";
import { readQuestion, writeQuestion } from "./search/address.js";
import { Facets } from "./search/facets.js";
import { Results } from "./search/results.js";
import { Words } from "./search/words.js";

/** @typedef {import("./search/address.js").Question} Question */

const PAGE = 10; // hits shown at first, and added at each step
const PAUSE = 60; // milliseconds without typing before a search

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
function find(selector, kind) {
	const element = document.querySelector(selector);
	if (!(element instanceof kind)) {
		throw new Error(`the theme's search page has no ${selector}`);
	}
	return element;
}

const form = find("#search-form", HTMLFormElement);
const box = find("#q", HTMLInputElement);
const status = find("#search-status", HTMLElement);
const elsewhere = find("#search-elsewhere", HTMLElement);
const words = new Words(find("#search-words", HTMLTemplateElement));
const results = new Results(find("#search-results", HTMLElement), words, more);
const facets = new Facets(find("#search-facets", HTMLElement), chosen);

let limit = PAGE;
let running = new AbortController();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

const index = open({ base: new URL("search/", location.href).href });
index.catch(failed); // a reader who only looks must hear of it too

/** @returns {Question} */
function question() {
	return { text: box.value, filters: facets.chosen() };
}

/**
 * Asks the question that the page now shows, and drops the one before.
 */
async function ask() {
	clearTimeout(pause);
	running.abort();
	running = new AbortController();
	const { signal } = running;
	const asked = question();
	writeQuestion(asked);
	if (asked.text.trim() === "" && Object.keys(asked.filters).length === 0) {
		status.textContent = "";
		results.clear();
		facets.hide();
		elsewhere.hidden = false;
		return;
	}
	const slow = setTimeout(() => {
		status.textContent = words.of("loading");
	}, 400);
	try {
		const answer = await (await index).search(asked.text, {
			filters: asked.filters,
			facets: ["type", "function"],
			limit,
			signal,
		});
		if (signal.aborted) {
			return;
		}
		clearTimeout(slow);
		status.textContent = words.summary(answer);
		facets.show(answer.facets);
		results.show(answer);
		elsewhere.hidden = answer.total > 0;
	} catch (error) {
		if (!signal.aborted) {
			failed(error);
		}
	} finally {
		clearTimeout(slow);
	}
}

/**
 * Says that the search can't be used, and shows the other ways to find things.
 * @param {unknown} error
 */
function failed(error) {
	console.warn(error);
	status.textContent = words.of("failed");
	elsewhere.hidden = false;
}

function more() {
	limit += PAGE;
	void ask();
}

function chosen() {
	limit = PAGE;
	void ask();
}

box.addEventListener("input", () => {
	limit = PAGE;
	clearTimeout(pause);
	pause = setTimeout(ask, PAUSE);
});

form.addEventListener("submit", async (event) => {
	event.preventDefault();
	await ask();
	results.move(1, box);
});

document.addEventListener("keydown", (event) => {
	const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
	if (step !== 0 && results.move(step, box)) {
		event.preventDefault();
	}
	if (event.key === "Escape" && results.list.contains(document.activeElement)) {
		box.focus();
	}
});

const asked = readQuestion();
box.value = asked.text;
facets.choose(asked.filters);
if (asked.text === "" && matchMedia("(hover: hover)").matches) {
	box.focus();
}
void ask();
