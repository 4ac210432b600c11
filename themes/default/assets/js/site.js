// What every page does with script, and does well enough without.

import { openContents } from "./contents.js";
import { focusSearchByKey } from "./keys.js";
import { warnOfReviews } from "./review.js";

warnOfReviews(document, new Date());
openContents(document);
focusSearchByKey(document);
