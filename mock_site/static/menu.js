// Escape closes the account's menu, which opens without script; pointing at it or coming back opens it again.
for (const menu of document.querySelectorAll(".account-menu")) {
  const open = () => menu.classList.remove("shut");
  const openOnceLeft = () => setTimeout(() => menu.matches(":hover, :focus-within") || open());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.matches(":hover, :focus-within")) return;
    if (menu.querySelector(".menu-sheet").contains(document.activeElement)) menu.querySelector(".masthead-link").focus();
    menu.classList.add("shut");
  });
  menu.addEventListener("pointerenter", open);
  menu.addEventListener("pointerleave", openOnceLeft);
  menu.addEventListener("focusout", openOnceLeft);
}
