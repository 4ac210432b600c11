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
	if (target instanceof HTMLInputElement) {
		return !/^(checkbox|radio|button|submit)$/.test(target.type);
	}
	return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}
