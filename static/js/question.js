import "./alone.js";
import "./reveal.js";
import "./live.js";
