/* Calendar pages; the calendar's own engine arrives with the first one in sight. */
import "./css/calendar.css";
import { define } from "./core/elements";
import { Calendar } from "./elements/calendar";

define("t-calendar", Calendar);
