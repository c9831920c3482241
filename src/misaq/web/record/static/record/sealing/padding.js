// Padding: a sealed text tells only the class of its length, 1, 4 or 16 KiB or a multiple of 16 KiB.

import { SealingError } from "./errors.js";

const KIB = 1024;
const STEPS = [1 * KIB, 4 * KIB, 16 * KIB];
const LENGTH_FIELD = 8;
const LIMIT = 16 * KIB * KIB;

/** The length that a text of `length` bytes has when it is padded. */
export function paddedLength(length) {
  const needed = length + LENGTH_FIELD;
  const last = STEPS[STEPS.length - 1];
  return STEPS.find((step) => needed <= step) ?? Math.ceil(needed / last) * last;
}

/** Whether a text can have this length when it is padded. */
export function isPaddedLength(length) {
  return length > 0 && length === paddedLength(Math.max(0, length - LENGTH_FIELD));
}

/** Its length in eight bytes, the text, zeros. */
export function pad(text) {
  if (text.length > LIMIT) throw new SealingError("seal_too_large", { limit: LIMIT / KIB });
  const whole = new Uint8Array(paddedLength(text.length));
  new DataView(whole.buffer).setBigUint64(0, BigInt(text.length));
  whole.set(text, LENGTH_FIELD);
  return whole;
}

/** The text in what was padded. */
export function unpad(padded) {
  const view = new DataView(padded.buffer, padded.byteOffset, padded.byteLength);
  const length = padded.length < LENGTH_FIELD ? -1 : Number(view.getBigUint64(0));
  if (length < 0 || length > padded.length - LENGTH_FIELD) {
    throw new SealingError("sealing_bad_form", { what: "padding" });
  }
  return padded.slice(LENGTH_FIELD, LENGTH_FIELD + length);
}
