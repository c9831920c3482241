// Presses "Continue" by itself while a list is imported; without this script a person presses it.
const form = document.querySelector("form[data-go-on]");
if (form) window.setTimeout(() => form.requestSubmit(), 400);
