// One text for one value: the bytes of misaq.foundation.canonical.canonical_json, on which every hash rests.

import { SealingError } from "./errors.js";

/** Text or bytes as UTF-8 bytes. */
export function toBytes(text) {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}

/**
 * The canonical JSON of a value, with its line end.
 * A number that is a safe integer is written as one (Python's int); any other is a float of 15 digits; a BigInt is
 * an integer of any size. Text with half a surrogate pair has no UTF-8 and is refused.
 */
export function canonicalText(value) {
  return `${writeValue(value)}\n`;
}

/** The canonical JSON of a value as bytes. */
export function canonicalJson(value) {
  return toBytes(canonicalText(value));
}

function writeValue(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeString(value);
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(writeValue).join(",")}]`;
  if (typeof value === "object") {
    const keys = Object.keys(value).sort(compareCodePoints);
    return `{${keys.map((key) => `${writeString(key)}:${writeValue(value[key])}`).join(",")}}`;
  }
  throw new SealingError("sealing_bad_form", { what: typeof value });
}

function writeString(text) {
  if (/\p{Cs}/u.test(text)) throw new SealingError("sealing_bad_form", { what: "text" });
  return JSON.stringify(text); // escapes what Python does: quote, backslash, controls, and nothing else
}

/** Python sorts by code point, JavaScript by UTF-16 unit: they differ beyond U+FFFF. */
function compareCodePoints(left, right) {
  const one = [...left];
  const two = [...right];
  const both = Math.min(one.length, two.length);
  for (let place = 0; place < both; place += 1) {
    const apart = one[place].codePointAt(0) - two[place].codePointAt(0);
    if (apart !== 0) return apart;
  }
  return one.length - two.length;
}

function writeNumber(number) {
  if (!Number.isFinite(number)) return "null";
  if (Number.isSafeInteger(number)) return String(number);
  let rounded = Number(number.toPrecision(15));
  if (!Number.isFinite(rounded)) rounded = number; // the largest floats would round to infinity
  if (Math.abs(rounded) < 2 ** 53 && Number.isInteger(rounded)) return String(rounded);
  return writeFloat(rounded);
}

/** A float as Python writes it: the same shortest digits, an exponent below 1e-4 and from 1e16 on. */
function writeFloat(number) {
  const [digits, exponent] = number.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 16) return plainDigits(digits, power);
  const size = String(Math.abs(power)).padStart(2, "0");
  return `${digits}e${power < 0 ? "-" : "+"}${size}`;
}

function plainDigits(digits, power) {
  const sign = digits.startsWith("-") ? "-" : "";
  const all = digits.replace("-", "").replace(".", "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${all}`;
  const whole = all.slice(0, power + 1).padEnd(power + 1, "0");
  return `${sign}${whole}.${all.slice(power + 1) || "0"}`;
}
