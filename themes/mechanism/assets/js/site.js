// What every page does with script, and does well enough without.

import { openContents } from "./contents.js";
import { prepareFinder } from "./finder.js";
import { explainNotions } from "./notions.js";
import { keepOffline } from "./offline.js";
import { datePrints } from "./paper.js";
import { warnOfReviews } from "./review.js";
import { offerSetting } from "./slash.js";

warnOfReviews(document, new Date());
openContents(document);
datePrints(document);
offerSetting(document);
explainNotions(document);
prepareFinder(document.currentScript?.dataset.dialog ?? "");
keepOffline(document, document.currentScript?.dataset.worker ?? "");
