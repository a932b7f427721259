// Shows how far a book has come without a reload; once it has, the page is shown anew.
"use strict";

const shown = document.querySelector("[data-live]");
let leaving = false;

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const live = page.querySelector("[data-live]");
  document.querySelector(".status time").replaceWith(page.querySelector(".status time"));
  if (leaving) return; // shown anew now, the page would keep people from where they are going
  if (!live) location.reload();
  else if (live.innerHTML !== shown.innerHTML) shown.replaceChildren(...live.childNodes);
}

addEventListener("beforeunload", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
setInterval(() => { if (!document.hidden) look(); }, 500);
