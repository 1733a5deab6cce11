/* The part of FullCalendar that we need, and no more. */
import { Calendar } from "@fullcalendar/core";
import es from "@fullcalendar/core/locales/es";
import days from "@fullcalendar/daygrid";
import interaction from "@fullcalendar/interaction";
import agenda from "@fullcalendar/list";
import hours from "@fullcalendar/timegrid";

export const plugins = [days, hours, agenda, interaction];
export const locales = [es];
export { Calendar };
