import assert from "node:assert/strict";
import { test } from "node:test";
import { documentOf } from "../document.js";
import { SearchError } from "../error.js";

const texts = [
	"fiches/œuvre.html",
	"L’Œuvre",
	"fr",
	"Fiche · Accueil",
	"2027-07-03",
	"En bref.",
	"3",
	"",
	"#",
	"2",
	"2",
	"2",
	"",
];
const sections = ["#", "", "", "", "À l’été de l'Œuvre !", "a", "usage-2", "Usage", "b", "##", "#", "", "#", "Sans ancre", "."];

test("a document has its lists and the ids of its sections", () => {
	assert.deepEqual(documentOf([...texts, ...sections]), {
		id: "fiches/œuvre.html",
		title: "L’Œuvre",
		lang: "fr",
		label: "Fiche · Accueil",
		due: "2027-07-03",
		summary: "En bref.",
		marks: ["", "#", "2"],
		keywords: ["2", ""],
		words: { id: "", title: "", text: "2 · " },
		sections: [
			{ id: "", title: "", text: "" },
			{ id: "a-l-ete-de-l-oeuvre", title: "À l’été de l'Œuvre !", text: "a" },
			{ id: "usage-2", title: "Usage", text: "b" },
			{ id: "#", title: "#", text: "" },
			{ id: "", title: "Sans ancre", text: "." },
		],
	});
});

test("what is no list of texts, or ends too early, is damaged", () => {
	for (const value of [undefined, null, 12, {}, "", [], [1], texts.slice(0, 5), [...texts, "a"], [...texts, 1, 2, 3]]) {
		assert.throws(
			() => documentOf(value),
			(error) => error instanceof SearchError && error.code === "damaged",
		);
	}
});
