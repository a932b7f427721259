"use strict";

// While an agent is busy, see twice a second whether the conversation went on; without this, people refresh it.
const EVERY = 500;

async function look() {
  const chat = document.querySelector(".chat[data-waits]");
  if (!chat) return;
  try {
    const answer = await fetch(location.pathname, { headers: { "Accept": "text/html" } });
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".chat");
    if (answer.ok && now && !now.hasAttribute("data-waits")) {
      const drafted = chat.querySelector("#say"), box = now.querySelector("#say");
      const typing = document.activeElement === drafted;
      chat.replaceWith(now);
      if (drafted && box) {
        box.value = drafted.value;
        if (typing) box.focus();
      }
      document.getElementById("latest")?.scrollIntoView({ block: "nearest" });
      return;
    }
  } catch {
    // The site cannot be reached now; the next look may find it.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
