// The documents of sealing, read as strictly as misaq.record.sealing.documents reads them, and a little more so: a
// document must be the canonical text that misaq writes, so that nothing can stand in it twice or unseen.

import { canonicalText } from "./canonical.js";
import { SealingError } from "./errors.js";
import { others } from "./others.js";

const VERSION = 1;
const LARGEST = 32 * 1024 * 1024;
const RECORD_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const HANDLE = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** The canonical text of a document. */
export function writeDocument(kind, fields) {
  return canonicalText({ kind, version: VERSION, ...fields });
}

/** The fields `names` of a document (text or bytes); nothing may be missing and nothing more may be there. */
export function readDocument(payload, kind, names) {
  try {
    if (payload.length > LARGEST) throw new SealingError("sealing_bad_form");
    const text = typeof payload === "string" ? payload : decodeText(payload);
    const found = JSON.parse(text);
    requireFields(found, ["kind", "version", ...names], kind);
    const canonical = canonicalText(found) === `${text.trim()}\n`;
    if (canonical && found.kind === kind && found.version === VERSION) return found;
  } catch {
    // Whatever was wrong, what was read is not repeated.
  }
  throw new SealingError("sealing_bad_form", { what: kind });
}

/** Refuse what is not an object with exactly these fields. */
export function requireFields(found, names, what) {
  const object = typeof found === "object" && found !== null && !Array.isArray(found);
  const keys = object ? Object.keys(found) : [];
  if (!object || keys.length !== names.length || !names.every((name) => keys.includes(name))) {
    throw new SealingError("sealing_bad_form", { what });
  }
}

/** Bytes as text; what is not UTF-8 is an error. */
export function decodeText(payload) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
}

/** Bytes as base64. */
export function encode(value) {
  const parts = [];
  for (let place = 0; place < value.length; place += 8192) {
    parts.push(String.fromCharCode(...value.subarray(place, place + 8192)));
  }
  return btoa(parts.join(""));
}

/** Bytes from base64, exactly `length` of them if given. */
export function decode(text, what, length = null) {
  try {
    const value = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    if (encode(value) === text && (length === null || value.length === length)) return value;
  } catch {
    // Not base64.
  }
  throw new SealingError("sealing_bad_form", { what });
}

/** Bytes as lower-case hexadecimal. */
export function toHex(value) {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `length` bytes in lower-case hexadecimal. */
export function requireHex(text, what, length) {
  if (typeof text !== "string" || text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) {
    throw new SealingError("sealing_bad_form", { what });
  }
  return text;
}

/** A handle of a custodian or asker. */
export function requireHandle(text, what) {
  if (!isHandle(text)) throw new SealingError("sealing_bad_form", { what });
  return text;
}

/** Whether a text can be a handle. */
export function isHandle(text) {
  return typeof text === "string" && HANDLE.test(text);
}

/** What can name a record; the error does not repeat it. */
export function requireRecordId(text) {
  if (typeof text !== "string" || !RECORD_ID.test(text)) throw new SealingError("record_bad_id");
  return text;
}

/** SHA-256 of some bytes, hexadecimal. */
export function sha256Hex(...parts) {
  return toHex(others.sha256(join(...parts)));
}

/** Several runs of bytes as one. */
export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** Random bytes from the system. */
export function randomBytes(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function sameText(left, right) {
  let apart = left.length ^ right.length;
  for (let place = 0; place < left.length; place += 1) {
    apart |= left.charCodeAt(place) ^ right.charCodeAt(place);
  }
  return apart === 0;
}
