// A form was refused: has "back" and a reload ask for the page that it stood on, where the browser would ask about
// sending the form once more.
const stood = document.referrer || location.href;
if (new URL(stood).origin === location.origin) history.replaceState(history.state, "", stood);
