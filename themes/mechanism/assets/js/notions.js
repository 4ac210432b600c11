// Shows the definition of a notion beside the words that lead to it, for a
// pointer, the keyboard and a finger. A screen reader has it without script: the
// note describes the link.

/** How long a pointer may be on its way from the words to the note, in milliseconds. */
const patience = 250;
/** Pixels between words, note and the edges of the window. */
const gap = 6;

/** @param {Document} document */
export function explainNotions(document) {
	if (!document.querySelector(".term") || !HTMLElement.prototype.showPopover) {
		return;
	}
	/** @type {{link: Element, note: HTMLElement} | undefined} */
	let shown;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let leaving;
	let touched = false;

	const hide = () => {
		clearTimeout(leaving);
		shown?.note.hidePopover();
		shown = undefined;
	};
	/** @param {Element} link */
	const show = (link) => {
		clearTimeout(leaving);
		if (shown?.link === link) {
			return;
		}
		hide();
		const note = document.getElementById(link.getAttribute("aria-describedby") ?? "");
		if (note) {
			note.showPopover();
			place(note, link);
			shown = { link, note };
		}
	};
	const leave = () => {
		clearTimeout(leaving);
		leaving = setTimeout(hide, patience);
	};

	document.addEventListener("pointerover", ({ target, pointerType }) => {
		const link = termAt(target);
		if (link && pointerType !== "touch") {
			show(link);
		} else if (shown?.note.contains(/** @type {Node} */ (target))) {
			clearTimeout(leaving);
		}
	});
	document.addEventListener("pointerout", ({ target, pointerType }) => {
		const isShown = shown && (termAt(target) === shown.link || shown.note.contains(/** @type {Node} */ (target)));
		if (isShown && pointerType !== "touch" && !shown?.link.matches(":focus-visible")) {
			leave();
		}
	});
	document.addEventListener("focusin", ({ target }) => {
		const link = termAt(target);
		if (link?.matches(":focus-visible")) {
			show(link);
		}
	});
	document.addEventListener("focusout", ({ target }) => {
		if (termAt(target)) {
			hide();
		}
	});
	document.addEventListener("keydown", ({ key }) => {
		if (key === "Escape") {
			hide();
		}
	});
	document.addEventListener("pointerdown", ({ target, pointerType }) => {
		touched = pointerType === "touch";
		if (shown && termAt(target) !== shown.link && !shown.note.contains(/** @type {Node} */ (target))) {
			hide();
		}
	});
	// A finger asks what the words mean first, then follows them.
	document.addEventListener("click", (event) => {
		const link = termAt(event.target);
		if (link && touched && shown?.link !== link) {
			event.preventDefault();
			show(link);
		}
		touched = false;
	});
}

/** @param {EventTarget | null} target */
function termAt(target) {
	return target instanceof Element ? target.closest(".term") : null;
}

/**
 * Puts a note below the words that it explains, or above them where there is no room.
 * @param {HTMLElement} note
 * @param {Element} link
 */
function place(note, link) {
	const words = link.getClientRects()[0] ?? link.getBoundingClientRect();
	const { width, height } = note.getBoundingClientRect();
	const { clientWidth, clientHeight } = document.documentElement;
	const left = Math.max(gap, Math.min(words.left, clientWidth - width - gap));
	const below = words.bottom + gap;
	const top = below + height > clientHeight && words.top > height + gap ? words.top - height - gap : below;
	note.style.left = `${left + scrollX}px`;
	note.style.top = `${top + scrollY}px`;
}
