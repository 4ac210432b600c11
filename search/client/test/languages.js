// The languages of package search/analysis, read from their files.

import { readdirSync, readFileSync } from "node:fs";
import { Folds, Language } from "../analysis.js";

const folder = new URL("../../analysis/", import.meta.url);
const folds = new Folds(readFileSync(new URL("fold.txt", folder), "utf8"));

/** By code. */
export const languages = new Map(
	readdirSync(new URL("lang/", folder)).map((file) => {
		const language = new Language(readFileSync(new URL(`lang/${file}`, folder), "utf8"), folds);
		return [language.code, language];
	}),
);
