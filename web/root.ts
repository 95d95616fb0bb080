/** The bare address leads to the page last used on this device; on a first visit, to the one that fits the screen. */
const LAST = "xd.last_page";
const PHONE_WIDTH = 720;

const last = localStorage.getItem(LAST);
const page = last === "desk" || last === "field" ? last : window.innerWidth < PHONE_WIDTH ? "field" : "desk";
location.replace(`/${page}/`);
