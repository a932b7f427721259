// Show the form that closes an account once the end of the notes was seen; without this script it simply follows them.
const [notes, end, form, hint] = ["notes", "notes-end", "closing", "read-on"].map((id) => document.getElementById(id));
const refused = document.querySelector(".problem");
if (!refused) {
  form.hidden = true;
  hint.hidden = false;
  const observer = new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting)) {
      form.hidden = false;
      hint.hidden = true;
      observer.disconnect();
    }
  }, { root: notes });
  observer.observe(end);
}
