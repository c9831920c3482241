// A form whose dangerous fields are sealed in the browser: in clear they never leave it.

import { canonicalText } from "./canonical.js";
import { keepHere, onSend, part, parts, send } from "./page.js";
import { sealRecord, sealedDocument } from "./seal.js";

/**
 * data-sealing="seal": fields with data-record="id" (and data-field="name") are sealed when the form is sent. The sealed
 * documents, one a line, go into the hidden field with data-part="into"; then the fields are emptied and disabled.
 * When anything fails, nothing is sent.
 */
export function startSeal(form) {
  const fields = [...form.querySelectorAll("[data-record]")];
  keepHere(fields);
  onSend(form, async (submitter) => {
    const custodians = JSON.parse(form.dataset.custodians);
    const documents = [];
    for (const [record, text] of textsOf(fields)) {
      documents.push(sealedDocument(await sealRecord(text, { record, custodians })));
    }
    part(form, "into").value = documents.join("");
    for (const field of fields) {
      field.value = "";
      field.disabled = true;
    }
    for (const done of parts(form, "done")) done.hidden = false;
    // From here on the button sends the same documents again: after a lost connection nothing is sealed twice.
    send(form, submitter);
  });
}

/**
 * Record id to its text, of the fields that hold something: the text of the one field of a record, or canonical JSON
 * of all its named ones.
 */
function textsOf(fields) {
  const grouped = new Map();
  for (const field of fields) {
    const { record, field: name } = field.dataset;
    const named = grouped.get(record) ?? [];
    if (isFilled(field)) grouped.set(record, [...named, [name, field.value.trim()]]);
  }
  return [...grouped].map(([record, named]) => [record, textOf(named)]);
}

function isFilled(field) {
  const chosen = !["checkbox", "radio"].includes(field.type) || field.checked;
  return chosen && field.value.trim() !== "";
}

function textOf(named) {
  if (named.length === 1 && named[0][0] === undefined) return named[0][1];
  const names = new Set(named.map(([name]) => name));
  if (names.has(undefined) || names.size !== named.length) {
    throw new Error("several fields of one record each need a name"); // else one would be lost
  }
  return canonicalText(Object.fromEntries(named));
}
