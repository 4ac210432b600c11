// What is wrong with how a page is laid out, as whoever reads it would find.

/** @typedef {import("./reader.mjs").Reader} Reader */

/**
 * The outermost elements that stick out of the window, when the page can be scrolled sideways.
 * @param {Reader} reader
 */
export async function tooWide(reader) {
	const elements = await reader.page.evaluate(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) {
			return [];
		}
		const out = new Set([...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 0.5));
		const outermost = [...out].filter((e) => !(e.parentElement && out.has(e.parentElement)));
		return outermost.map((e) => e.outerHTML.slice(0, e.outerHTML.indexOf(">") + 1));
	});
	return elements.map((element) => `${reader.file()}: ${element}`);
}

/**
 * The elements whose words are cut off, because their box has a size of its own and hides
 * what exceeds it.
 * @param {Reader} reader
 */
export async function cutOff(reader) {
	const elements = await reader.page.evaluate(() =>
		[...document.querySelectorAll("body *")]
			.filter((e) => e.checkVisibility() && !e.closest(".sr-only, svg, [aria-hidden=true]"))
			.filter((e) => {
				const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(e);
				if (webkitLineClamp !== "none") {
					return false; // an excerpt, which says by its dots that it goes on
				}
				const hides = (/** @type {string} */ overflow) => overflow === "hidden" || overflow === "clip";
				return (
					(hides(overflowX) && e.scrollWidth > e.clientWidth + 1) || (hides(overflowY) && e.scrollHeight > e.clientHeight + 1)
				);
			})
			.map((e) => e.outerHTML.slice(0, e.outerHTML.indexOf(">") + 1)),
	);
	return elements.map((element) => `${reader.file()}: ${element}`);
}

/**
 * What a finger or a trembling hand would miss: targets of less than side by side CSS pixels.
 * @param {Reader} reader
 * @param {string} selector of the targets
 * @param {number} side
 */
export async function tooSmall(reader, selector, side) {
	const found = await reader.page.evaluate(
		({ selector, side }) =>
			[...document.querySelectorAll(selector)].flatMap((target) => {
				const { width, height } = target.getBoundingClientRect();
				const enough = width >= side - 0.5 && height >= side - 0.5;
				return enough || !target.checkVisibility() ? [] : [`${target.outerHTML.slice(0, 90)} is ${width} × ${height}`];
			}),
		{ selector, side },
	);
	return found.map((target) => `${reader.file()}: ${target}`);
}

/**
 * What stays in the window while the page is scrolled, and takes more than a third of it.
 * @param {Reader} reader
 */
export async function covering(reader) {
	const found = await reader.page.evaluate(() =>
		[...document.querySelectorAll("body *:not(dialog)")]
			.filter((e) => /fixed|sticky/.test(getComputedStyle(e).position) && e.checkVisibility())
			.filter((e) => e.getBoundingClientRect().height > innerHeight / 3)
			.map((e) => `${e.localName}.${e.className} stays in the way`),
	);
	return found.map((element) => `${reader.file()}: ${element}`);
}

/**
 * What moves, by an animation, a transition or a scroll that is not instant.
 * @param {Reader} reader
 */
export async function moving(reader) {
	const found = await reader.page.evaluate(() =>
		[document.documentElement, ...document.querySelectorAll("body *")]
			.filter((e) => {
				const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(e);
				return animationName !== "none" || parseFloat(transitionDuration) > 0 || scrollBehavior === "smooth";
			})
			.map((e) => `${e.localName}.${e.className} moves`),
	);
	return found.map((element) => `${reader.file()}: ${element}`);
}

/**
 * How many letters the lines of a page's paragraphs hold, but for the last of each.
 * @param {Reader} reader
 * @returns {Promise<number[]>}
 */
export function lineLengths(reader) {
	return reader.page.evaluate(() =>
		[...document.querySelectorAll(".prose > p")].flatMap((paragraph) => {
			/** @type {Map<number, number>} */
			const lines = new Map();
			const texts = document.createNodeIterator(paragraph, NodeFilter.SHOW_TEXT);
			for (let text = texts.nextNode(); text; text = texts.nextNode()) {
				const range = document.createRange();
				for (let i = 0; i < (text.textContent ?? "").length; i++) {
					range.setStart(text, i);
					range.setEnd(text, i + 1);
					const bottom = Math.round(range.getBoundingClientRect().bottom / 8);
					lines.set(bottom, (lines.get(bottom) ?? 0) + 1);
				}
			}
			return [...lines.values()].slice(0, -1);
		}),
	);
}
