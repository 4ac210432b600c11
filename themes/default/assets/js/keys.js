import { isSlashOff } from "./slash.js";

/**
 * Whether a key press asks for the search: / unless the reader is typing or has turned it off, and
 * Ctrl-K or ⌘-K anywhere.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
export function asksForSearch(event) {
	if (event.altKey || event.isComposing) {
		return false;
	}
	if (event.ctrlKey || event.metaKey) {
		return event.key.toLowerCase() === "k" && !event.shiftKey;
	}
	return event.key === "/" && !isTyping(event.target) && !isSlashOff();
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
	return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
