// The forms of those who hold a key: make one, release a share, open a record. The key never leaves the page.

import { makeIdentity, readIdentity, writeIdentity } from "./custodians.js";
import { decodeText } from "./documents.js";
import { SealingError } from "./errors.js";
import {
  combineShares,
  readRelease,
  readRequest,
  releaseDocument,
  releaseShare,
} from "./opening.js";
import { attempt, documentIn, documentsIn, keepHere, offerFile, onSend } from "./page.js";
import { part, parts, say, send, show } from "./page.js";
import { digestOf, readSealed } from "./seal.js";

const SECRET_PARTS = ["key-file", "passphrase", "passphrase-again"];

/** data-sealing="make-key": a new key, offered as a file shut with a passphrase; its age1 line is shown. */
export function startMakeKey(form) {
  keepSecretsHere(form);
  onSend(form, async () => {
    const [passphrase, again] = ["passphrase", "passphrase-again"].map((name) => part(form, name));
    if (passphrase.value !== again.value) throw new SealingError("passphrases_differ");
    const identity = await makeIdentity();
    offerFile(part(form, "download"), await writeIdentity(identity, passphrase.value));
    clearSecrets(form);
    for (const field of parts(form, "recipient")) field.value = identity.recipient;
    show(form, { recipient: identity.recipient });
  });
}

/** data-sealing="release": show who asks and why; release the share; put the document into a field or a file. */
export function startRelease(form) {
  keepSecretsHere(form);
  const read = async () => ({
    sealed: readSealed(await documentIn(form, "sealed", "record.sealed")),
    request: readRequest(await documentIn(form, "request", "record.open-request")),
  });
  const tell = async () => {
    const { sealed, request } = await read();
    const { record, asker, recipient, reason } = request;
    const custodians = sealed.shares.map((share) => share.name).join(", ");
    const { threshold } = sealed;
    show(form, { record, asker, recipient, reason, threshold, custodians, seal: digestOf(sealed) });
  };
  const chosen = [...parts(form, "sealed"), ...parts(form, "request")];
  for (const field of chosen) {
    field.addEventListener("change", () => {
      if (chosen.every((one) => one.type !== "file" || one.files.length > 0)) attempt(form, tell);
    });
  }
  if (chosen.every((one) => one.type !== "file")) attempt(form, tell);
  onSend(form, async (submitter) => {
    const { sealed, request } = await read();
    const release = await releaseShare(sealed, request, await readKey(form));
    const text = releaseDocument(release);
    clearSecrets(form);
    for (const link of parts(form, "download")) offerFile(link, text);
    for (const field of parts(form, "into")) field.value = text;
    for (const done of parts(form, "done")) done.hidden = false;
    if (part(form, "into") !== null) send(form, submitter);
  });
}

/** data-sealing="open": combine the shares released to the key in a file, and show the text in the page alone. */
export function startOpen(form) {
  keepSecretsHere(form);
  const clear = () => clearOpened(form);
  part(form, "clear").addEventListener("click", clear);
  globalThis.addEventListener("pagehide", clear);
  onSend(form, async () => {
    clearText(form);
    const sealed = readSealed(await documentIn(form, "sealed", "record.sealed"));
    const releases = (await documentsIn(form, "releases")).map(readRelease);
    const opened = await combineShares(sealed, releases, await readKey(form));
    clearSecrets(form);
    showOpened(form, opened, sealed);
  });
}

async function readKey(form) {
  const file = part(form, "key-file").files[0];
  if (file === undefined) throw new SealingError("identity_bad_form");
  const payload = new Uint8Array(await file.arrayBuffer());
  return readIdentity(payload, part(form, "passphrase").value);
}

function showOpened(form, opened, sealed) {
  const place = part(form, "text");
  const text = decodeText(opened.text);
  const fields = fieldsIn(text);
  place.replaceChildren(...(fields === null ? [typed("dd", text)] : rowsOf(form, fields)));
  for (const element of parts(form, "opened")) element.hidden = false;
  show(form, { record: sealed.record, used: opened.used.join(", ") });
  const refused = part(form, "refused");
  if (refused !== null && opened.refused.length > 0) {
    say(refused, "shares_not_used", { names: opened.refused.join(", ") });
  }
  place.focus();
}

/** The fields that a form sealed together, or null when the text is not such an object. */
function fieldsIn(text) {
  try {
    const found = JSON.parse(text);
    const object = typeof found === "object" && found !== null && !Array.isArray(found);
    return object && Object.values(found).every((value) => typeof value === "string") ? found : null;
  } catch {
    return null;
  }
}

function rowsOf(form, fields) {
  const labels = new Map();
  for (const { dataset, content } of form.querySelectorAll("template[data-label]")) {
    labels.set(dataset.label, content.textContent.trim());
  }
  return Object.entries(fields).flatMap(([name, value]) => {
    const term = document.createElement("dt");
    term.textContent = labels.get(name) ?? name;
    return [term, typed("dd", value)];
  });
}

/** What somebody typed, with its lines and in its own direction. */
function typed(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  element.dir = "auto";
  element.className = "typed";
  return element;
}

function clearOpened(form) {
  clearSecrets(form);
  clearText(form);
}

function clearText(form) {
  part(form, "text").replaceChildren();
  for (const element of [...parts(form, "opened"), ...parts(form, "refused")]) element.hidden = true;
}

function keepSecretsHere(form) {
  keepHere(SECRET_PARTS.flatMap((name) => parts(form, name)));
  globalThis.addEventListener("pagehide", () => clearSecrets(form));
}

function clearSecrets(form) {
  for (const field of SECRET_PARTS.flatMap((name) => parts(form, name))) field.value = "";
}
