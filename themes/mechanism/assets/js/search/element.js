// Finds and makes elements. What comes from pages is written as text nodes only.

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
export function find(selector, kind) {
	const element = document.querySelector(selector);
	if (!(element instanceof kind)) {
		throw new Error(`the theme's page has no ${selector}`);
	}
	return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className "" for none
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, className, ...children) {
	const element = document.createElement(tag);
	if (className) {
		element.className = className;
	}
	element.append(...children);
	return element;
}

/**
 * @param {string} className
 * @param {() => void} press
 * @param {(Node | string)[]} children
 * @returns {HTMLButtonElement}
 */
export function button(className, press, ...children) {
	const element = make("button", className, ...children);
	element.type = "button";
	element.addEventListener("click", press);
	return element;
}

/**
 * Puts buttons behind the words of a row, which is not shown without any.
 * @param {HTMLElement} row
 * @param {HTMLElement[]} buttons
 */
export function fillRow(row, buttons) {
	const words = row.firstChild;
	row.replaceChildren(...(words ? [words] : []), ...buttons);
	row.hidden = buttons.length === 0;
}
