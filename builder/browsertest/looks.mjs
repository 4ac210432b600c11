// The sizes and colours in which a site is looked at.

/** @typedef {import("playwright-core").BrowserContextOptions} Options */
/** @typedef {{name: string, options: Options}} Look */

/** @type {Map<string, Options>} */
const colours = new Map([
	["light", { colorScheme: "light" }],
	["dark", { colorScheme: "dark" }],
	["forced", { colorScheme: "dark", forcedColors: "active" }],
]);

/**
 * A window of a width, in CSS pixels, with colours: "light", "dark" or "forced", by which
 * a reader replaces those of the site.
 * @param {number} width
 * @param {string} colour
 * @returns {Look}
 */
export function look(width, colour) {
	return {
		name: `${width}-${colour}`,
		options: { viewport: { width, height: 800 }, reducedMotion: "reduce", ...colours.get(colour) },
	};
}

/**
 * The looks of widths by colours: each width in each colour when RELAIS_LOOKS is "all", else
 * each width and each colour at least once.
 * @param {number[]} widths
 * @param {string[]} named
 */
export function looks(widths, named) {
	if (process.env.RELAIS_LOOKS === "all") {
		return widths.flatMap((width) => named.map((colour) => look(width, colour)));
	}
	return Array.from({ length: Math.max(widths.length, named.length) }, (_, i) =>
		look(widths[i % widths.length], named[i % named.length]),
	);
}
