// Lets the desk's clock go on as its world's does; without this, it shows when the page was loaded.
const shown = document.querySelector("[data-runs] time");
const began = Date.parse(shown.dateTime);
const loaded = Date.now();
const jst = new Intl.DateTimeFormat("en-US", {
  timeZone: "Asia/Tokyo", hourCycle: "h23", weekday: "short", day: "numeric", month: "short", year: "numeric",
  hour: "2-digit", minute: "2-digit", second: "2-digit",
});

setInterval(() => {
  const now = new Date(began + Date.now() - loaded);
  const { hour, minute, second, ...date } = Object.fromEntries(jst.formatToParts(now).map(({ type, value }) => [type, value]));
  shown.querySelector("b").textContent = `${hour}:${minute}`;
  shown.querySelector("small").textContent = `:${second}`;
  shown.querySelector("i").textContent = `${date.weekday} ${date.day} ${date.month} ${date.year}`;
}, 1000);
