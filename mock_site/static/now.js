// A module, as other scripts of a page have their own names.
// Looks twice a second whether a call came, went on or ended, and shows the page anew; without this, people do it.
const shown = document.querySelector("[data-now]");
const EVERY = 500;
let leaving = false;
let over = false;

function isTyped() {
  const typed = shown.querySelectorAll("input:not([type=hidden]), textarea");
  return [...typed].some(field => field.value !== field.defaultValue);
}

// Tells of a call on a page with something typed, which showing it anew would lose.
function tell(rings) {
  const told = shown.querySelector("[data-told]");
  if (!rings) told?.remove();
  if (!rings || told) return;
  const link = Object.assign(document.createElement("a"), { href: shown.dataset.rings, textContent: "着信中（電話に出る）" });
  const aside = Object.assign(document.createElement("aside"), { className: "talking", ariaLabel: "着信中" });
  aside.dataset.told = "";
  aside.append(link);
  shown.querySelector("main").before(aside);
}

function show(now) {
  if (isTyped()) {
    tell(now.startsWith("ringing"));
    return;
  }
  leaving = true;
  location.replace((shown.dataset.page || location.href).split("#")[0]);
}

async function look() {
  if (over || leaving || document.hidden) return;
  try {
    const answer = await fetch(shown.dataset.now, { cache: "no-store" });
    if (answer.status === 204 || answer.status === 404) over = true; // signed out, or the world is gone
    const now = answer.status === 200 ? await answer.text() : shown.dataset.seen;
    if (!leaving && (now !== shown.dataset.seen || shown.querySelector("[data-told]"))) show(now);
  } catch {
    // The site cannot be reached now; the next look may find it.
  }
}

addEventListener("beforeunload", () => { leaving = true; });
addEventListener("pageshow", event => {
  leaving = false;
  if (event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward") look();
});
document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
