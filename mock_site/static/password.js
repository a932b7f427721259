// In the page's language: shows what was typed into a password's input, and says so while Caps Lock is on.
const english = document.documentElement.lang === "en";
const words = english
  ? { show: "Show password", hide: "Hide password", caps: "Caps Lock is on." }
  : { show: "パスワードを表示", hide: "パスワードを隠す", caps: "Caps Lockがオンになっています。" };
for (const button of document.querySelectorAll(".show-password")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? words.show : words.hide;
  });
  input.form.addEventListener("submit", () => { input.type = "password"; });
}
for (const hint of document.querySelectorAll(".caps-lock")) {
  const input = document.getElementById(hint.dataset.for);
  const look = (event) => {
    if (!event.getModifierState) return;
    // A capital without Shift tells it too, on keyboards that do not report the lock.
    const capital = event.key?.length === 1 && event.key !== event.key.toLowerCase() && !event.shiftKey;
    hint.textContent = event.getModifierState("CapsLock") || capital ? words.caps : "";
  };
  input.addEventListener("keydown", look);
  input.addEventListener("keyup", (event) => { if (event.key === "CapsLock") look(event); });
}
