// A form was refused: has "back" and a reload ask for the page that it stood on, where the browser would ask about
// sending the form once more.
if (new URL(document.referrer || location.href).origin === location.origin) {
  history.replaceState(history.state, "", document.referrer || location.href);
}
