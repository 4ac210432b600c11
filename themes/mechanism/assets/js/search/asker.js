// Asks the index what a view wants to know. A newer question drops the older, so
// that a stale answer never stands in the place of a newer one.

import { rest, tired } from "relais:search";
import { countLoads, openIndex } from "./site.js";

/** @typedef {import("relais:search").Results} Answer */
/** @typedef {import("relais:search").Index} Index */
/** @typedef {{text: string, filters: Record<string, string[]>, facets: string[], limit: number}} Question */
/**
 * @typedef {object} View
 * @property {import("./words.js").Words} words
 * @property {HTMLInputElement} box
 * @property {HTMLElement} status
 * @property {(index: Index) => Question | undefined} question undefined when there is nothing to ask
 * @property {(answer: Answer) => void} show
 * @property {() => void} clear
 */

// Milliseconds without typing before a search, while searches load files, by the
// letters of the last word: two are rarely all of it, and the ten pages that
// they find would be loaded for nothing.
const PAUSES = [0, 350, 350, 250];
const PAUSE = 150; // after more letters
const UNSEEN = 6; // milliseconds of searching after which the answer is shown in another task
const SLOW = 400; // milliseconds after which a reader is told to wait

export class Asker {
	/** @param {View} view */
	constructor(view) {
		this.view = view;
		this.running = new AbortController();
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		this.pause = undefined;
		this.loads = 0; // when the last search began
	}

	/**
	 * Asks at once or, when the last search had to load files, once the reader
	 * stops typing: not every beginning of a word is worth a file.
	 */
	later() {
		clearTimeout(this.pause);
		if (countLoads() > this.loads) {
			void openIndex().then(
				(index) => index.prepare(),
				() => {}, // the search will tell
			);
			const letters = this.view.box.value.replace(/.*\s/s, "").length;
			this.pause = setTimeout(() => this.now(), PAUSES[letters] ?? PAUSE);
		} else {
			void this.now();
		}
	}

	async now() {
		clearTimeout(this.pause);
		this.loads = countLoads();
		this.running.abort();
		this.running = new AbortController();
		const { signal } = this.running;
		const { view } = this;
		const slow = setTimeout(() => {
			view.status.textContent = view.words.of("loading");
		}, SLOW);
		try {
			const index = await openIndex();
			const question = signal.aborted ? undefined : view.question(index);
			const answer = question && (await answerTo(index, question, signal));
			if (tired(UNSEEN)) {
				await rest(); // where searching is slow, showing is too
			}
			if (signal.aborted) {
				return;
			}
			clearTimeout(slow);
			if (answer) {
				view.status.textContent = view.words.summary(answer);
				view.show(answer);
			} else {
				view.status.textContent = "";
				view.clear();
			}
		} catch (error) {
			if (!signal.aborted) {
				console.warn(error);
				view.clear();
				view.status.textContent = view.words.failure(error);
			}
		} finally {
			clearTimeout(slow);
		}
	}
}

/**
 * The answer, with the counts of the facets that the question asks for and of
 * those that the text filters by, which only the answer tells.
 * @param {Index} index
 * @param {Question} question
 * @param {AbortSignal} signal
 */
async function answerTo(index, { text, ...options }, signal) {
	const answer = await index.search(text, { ...options, signal });
	const typed = Object.keys(answer.filters).filter((name) => !options.facets.includes(name));
	if (typed.length === 0) {
		return answer;
	}
	return index.search(text, { ...options, facets: [...options.facets, ...typed], signal });
}
