// Opens the search over the page that is read. The dialog is a form that works
// at once; dialog.js, which is loaded the first time, adds results to it.

import { asksForSearch } from "./keys.js";
import { scriptRunner } from "./script.js";

/**
 * What the dialog was asking when the reader followed a result, kept in the
 * history so that the back button brings it back.
 * @typedef {{text: string, scoped: boolean}} Asked
 */

/** @param {string} address of dialog.js */
export function prepareFinder(address) {
	const dialog = document.querySelector("#_finder");
	const box = document.querySelector("#_finder-q");
	if (!(dialog instanceof HTMLDialogElement && box instanceof HTMLInputElement)) {
		document.addEventListener("keydown", focusBox);
		return;
	}
	const load = scriptRunner(address);
	const scope = document.querySelector("#_finder-scope");

	/** @param {Asked} [asked] */
	const open = (asked) => {
		if (asked) {
			box.value = asked.text;
			if (!asked.scoped) {
				scope?.remove();
			}
		}
		if (!dialog.open) {
			dialog.showModal();
		}
		box.focus();
		box.select();
		load(failed);
	};
	const failed = () => {
		const status = document.querySelector("#_finder-status");
		const words = document.querySelector("#search-words");
		if (status && words instanceof HTMLElement) {
			status.textContent = words.dataset.failed ?? "";
		}
	};
	const dismiss = () => {
		dialog.close(); // gives the focus back to where it was
		try {
			history.replaceState(null, "");
		} catch {
			// Some browsers forbid it in files: the dialog may come back once too often.
		}
	};

	document.addEventListener("keydown", (event) => {
		if (asksForSearch(event)) {
			event.preventDefault();
			open();
		} else if (event.key === "Escape" && dialog.open && !event.isComposing) {
			event.preventDefault(); // a search box would be emptied first
			dismiss();
		}
	});
	dialog.addEventListener("cancel", (event) => {
		event.preventDefault();
		dismiss();
	});
	dialog.addEventListener("click", (event) => {
		const { left, right, top, bottom } = dialog.getBoundingClientRect();
		const { clientX: x, clientY: y } = event;
		if (event.target === dialog && (x < left || x > right || y < top || y > bottom)) {
			dismiss();
		}
	});
	document.querySelector("#_finder-close")?.addEventListener("click", dismiss);
	scope?.querySelector("button")?.addEventListener("click", () => {
		scope.remove();
		box.focus();
		box.dispatchEvent(new Event("input"));
	});
	const restore = () => {
		const asked = history.state?.finder;
		if (asked) {
			open(asked);
		} else {
			dialog.close();
		}
	};
	addEventListener("popstate", restore);
	restore();
}

/**
 * On the search page itself, goes to its box.
 * @param {KeyboardEvent} event
 */
function focusBox(event) {
	const box = document.querySelector("input[type=search]");
	if (box instanceof HTMLInputElement && asksForSearch(event)) {
		event.preventDefault();
		box.focus();
		box.select();
	}
}
