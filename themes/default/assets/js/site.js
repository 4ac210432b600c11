// What every page does with script, and does well enough without.

import { openContents } from "./contents.js";
import { prepareFinder } from "./finder.js";
import { explainNotions } from "./notions.js";
import { warnOfReviews } from "./review.js";

warnOfReviews(document, new Date());
openContents(document);
explainNotions(document);
prepareFinder(document.currentScript?.dataset.dialog ?? "");
