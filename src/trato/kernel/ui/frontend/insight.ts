/* Dashboards and reports; the drawing engine itself arrives with the first chart in sight. */
import "./css/insight.css";
import { define } from "./core/elements";
import { Chart } from "./elements/chart";

define("t-chart", Chart);
