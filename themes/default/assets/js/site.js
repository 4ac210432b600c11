// What every page does with script, and does well enough without.

import { openContents } from "./contents.js";
import { prepareFinder } from "./finder.js";
import { datePrints } from "./paper.js";
import { warnOfReviews } from "./review.js";

warnOfReviews(document, new Date());
openContents(document);
datePrints(document);
prepareFinder(document.currentScript?.dataset.dialog ?? "");
