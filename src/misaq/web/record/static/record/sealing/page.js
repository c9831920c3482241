// What the sealing forms of a page share: their parts, what they say, what a file holds. No words stand here: the page
// brings them in its own language, as <template data-say="code"> with {name} where a value goes.

import { SealingError } from "./errors.js";
import { others } from "./others.js";

/** The element of a form that plays a part, or null. */
export function part(form, name) {
  return form.querySelector(`[data-part~="${name}"]`);
}

/** Every element of a form that plays a part. */
export function parts(form, name) {
  return [...form.querySelectorAll(`[data-part~="${name}"]`)];
}

/** Say a code in an element, in the page's words; values stand in <bdi>, so that they keep their own direction. */
export function say(element, code, params = {}) {
  const template =
    document.querySelector(`template[data-say="${code}"]`) ??
    document.querySelector('template[data-say="sealing_failed"]');
  const words = template === null ? code : template.content.textContent.trim();
  element.replaceChildren(...words.split(/(\{\w+\})/).map((piece) => fillIn(piece, params)));
  element.hidden = false;
}

function fillIn(piece, params) {
  const name = /^\{(\w+)\}$/.exec(piece)?.[1];
  if (name === undefined || !(name in params)) return piece;
  const value = document.createElement("bdi");
  value.textContent = String(params[name]);
  return value;
}

/**
 * Run the work of a form when it is sent, and say what went wrong. The browser's own sending is always stopped: `work`
 * sends the form itself when there is something that may be sent.
 */
export function onSend(form, work) {
  let busy = false;
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready === "send") return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    await attempt(form, () => work(event.submitter));
    busy = false;
  });
}

/** Do something for a form; while it runs the form says so, and what goes wrong is said and keeps the focus. */
export async function attempt(form, work) {
  const problem = part(form, "problem");
  const working = part(form, "working");
  problem.hidden = true;
  if (working !== null) working.hidden = false;
  setButtons(form, false);
  await new Promise((resolve) => setTimeout(resolve, 30)); // let the browser show it: scrypt holds the page
  try {
    await work();
  } catch (fault) {
    const known = fault instanceof SealingError;
    // What another error says could repeat a secret, so it is neither shown nor written to the console.
    say(problem, known ? fault.code : "sealing_failed", known ? fault.params : {});
    problem.tabIndex = -1;
    problem.focus();
  }
  if (working !== null) working.hidden = true;
  setButtons(form, true);
}

/** Let the browser send the form now, once. */
export function send(form, submitter) {
  form.dataset.ready = "send";
  form.noValidate = true; // it was valid; what was secret has been emptied since
  setButtons(form, true); // a disabled button could not send it
  form.requestSubmit(submitter ?? undefined);
}

/** Let the buttons of a form be pressed, or not. They are disabled in the HTML: without this script nothing is sent. */
export function setButtons(form, usable) {
  for (const button of parts(form, "button")) button.disabled = !usable;
}

/** Whether this browser can seal. When not, the form says why and stays shut. */
export function canSeal(form) {
  const able = others !== undefined && globalThis.isSecureContext && crypto.subtle !== undefined;
  if (!able) say(part(form, "problem"), others === undefined ? "sealing_failed" : "sealing_not_secure");
  return able;
}

/** What must never leave the browser has no name, so that no way of sending a form can take it along. */
export function keepHere(fields) {
  for (const field of fields) {
    field.removeAttribute("name");
    field.setAttribute("autocomplete", field.type === "password" ? "new-password" : "off");
  }
}

/** The documents in the parts of this name: what was written into the page, or files chosen by the reader. */
export async function documentsIn(form, name) {
  const found = [];
  for (const element of parts(form, name)) {
    if (element.type === "file") {
      for (const file of element.files) found.push(await file.text());
    } else {
      found.push(element.value ?? (element.content ?? element).textContent);
    }
  }
  // One canonical document is one line; JSON has no line end inside.
  return found.flatMap((text) => text.split("\n")).filter((line) => line.trim() !== "");
}

/** The one document in the part of this name. */
export async function documentIn(form, name, kind) {
  const found = await documentsIn(form, name);
  if (found.length !== 1) throw new SealingError("sealing_bad_form", { what: kind });
  return found[0];
}

/** Offer a text as a file to keep; it is made in the page and sent nowhere. */
export function offerFile(link, text) {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  link.hidden = false;
}

/** Show values in the elements with data-shows="name" of a form. */
export function show(form, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const element of form.querySelectorAll(`[data-shows="${name}"]`)) {
      element.textContent = String(value);
    }
  }
  for (const result of parts(form, "result")) result.hidden = false;
}
