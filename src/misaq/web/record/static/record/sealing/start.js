// Brings the sealing forms of a page to life. Until then, and without this script, their buttons are disabled.

import { startMakeKey, startOpen, startRelease } from "./key-forms.js";
import { canSeal, setButtons } from "./page.js";
import { startSeal } from "./seal-form.js";

const FORMS = {
  seal: startSeal,
  "make-key": startMakeKey,
  release: startRelease,
  open: startOpen,
};

for (const form of document.querySelectorAll("form[data-sealing]")) {
  if (canSeal(form)) {
    FORMS[form.dataset.sealing](form);
    setButtons(form, true);
  }
}
