// The sizes and colours in which a site is looked at.

export const looks = [360, 1280].flatMap((width) =>
	/** @type {const} */ (["light", "dark"]).map((colorScheme) => ({
		name: `${width}-${colorScheme}`,
		/** @type {import("playwright-core").BrowserContextOptions} */
		options: { viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" },
	})),
);
