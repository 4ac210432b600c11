/**
 * Writes the day on the page as it goes to the printer: the site does not know it.
 * @param {Document} document
 */
export function datePrints(document) {
	addEventListener("beforeprint", () => {
		const today = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(new Date());
		for (const day of document.querySelectorAll("[data-today]")) {
			day.textContent = today;
			day.parentElement?.removeAttribute("hidden");
		}
	});
}
