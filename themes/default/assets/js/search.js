import "./site.js";
import { open } from "relais:search";
open({ base: "." });
