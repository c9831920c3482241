// Sealing one record, byte for byte as misaq.record.sealing.seal does it: see docs/reference/sealing.md.

import { canonicalJson, toBytes } from "./canonical.js";
import { encryptTo, requireCustodians } from "./custodians.js";
import {
  decode,
  encode,
  join,
  randomBytes,
  readDocument,
  requireFields,
  requireHandle,
  requireHex,
  requireRecordId,
  sha256Hex,
  toHex,
  writeDocument,
} from "./documents.js";
import { SealingError } from "./errors.js";
import { others } from "./others.js";
import { isPaddedLength, pad } from "./padding.js";

const KIND = "record.sealed";
const FIELDS = ["record", "seal", "threshold", "custodians", "key_check", "nonce", "ciphertext"];
const KEY = 32;
const NONCE = 24;
const TAG = 16;
const SEAL_ID = 16;
/** Lengths in bytes; a share is the key's length and one byte for its place. */
export const BLINDING = 32;
export const DIGEST = 32;
export const SHARE = KEY + 1;
export const LARGEST_ENVELOPE = 4096;

/**
 * Seal a text (string or bytes) so that any `threshold` of the custodians together open it, and fewer nothing.
 * custodians : {threshold, custodians: [{name, recipient}]}. Gives the sealed record; sealedDocument writes it.
 */
export async function sealRecord(text, { record, custodians }) {
  requireRecordId(record);
  requireCustodians(custodians);
  const keepers = custodians.custodians;
  const padded = pad(toBytes(text));
  const key = randomBytes(KEY);
  const seal = toHex(randomBytes(SEAL_ID));
  const parts = await others.split(key, keepers.length, custodians.threshold);
  const openings = parts.map((part) => join(randomBytes(BLINDING), part));
  const shares = keepers.map(({ name, recipient }, place) => ({
    name,
    recipient,
    commitment: commitTo(record, seal, name, openings[place]),
  }));
  const bare = {
    record,
    seal,
    threshold: custodians.threshold,
    shares,
    keyCheck: checkOfKey(key, record, seal),
  };
  const header = headerOf(bare);
  const digest = others.sha256(header);
  for (const [place, share] of shares.entries()) {
    const inside = join(digest, openings[place]);
    share.envelope = await encryptTo(share.recipient, inside, share.name);
  }
  const nonce = randomBytes(NONCE);
  const ciphertext = others.xchacha20poly1305(key, nonce, header).encrypt(padded);
  for (const secret of [key, padded, ...parts, ...openings]) secret.fill(0);
  return { ...bare, nonce, ciphertext };
}

/** What the ciphertext is bound to: everything but the envelopes and the ciphertext itself. */
export function headerOf(sealed) {
  return canonicalJson({
    kind: KIND,
    version: 1,
    record: sealed.record,
    seal: sealed.seal,
    threshold: sealed.threshold,
    custodians: sealed.shares.map((share) => [share.name, share.recipient, share.commitment]),
    key_check: sealed.keyCheck,
  });
}

/** SHA-256 of the header: names this sealing of this record. */
export function digestOf(sealed) {
  return sha256Hex(headerOf(sealed));
}

/** The sealed record as canonical JSON. */
export function sealedDocument(sealed) {
  return writeDocument(KIND, {
    record: sealed.record,
    seal: sealed.seal,
    threshold: sealed.threshold,
    custodians: sealed.shares.map((share) => ({
      name: share.name,
      recipient: share.recipient,
      commitment: share.commitment,
      share: encode(share.envelope),
    })),
    key_check: sealed.keyCheck,
    nonce: encode(sealed.nonce),
    ciphertext: encode(sealed.ciphertext),
  });
}

/** The sealed record in a document (text or bytes). */
export function readSealed(payload) {
  const found = readDocument(payload, KIND, FIELDS);
  if (!Array.isArray(found.custodians)) throw new SealingError("sealing_bad_form", { what: KIND });
  const shares = found.custodians.map(readShare);
  requireKeepers(shares, found.threshold);
  return {
    record: requireRecordId(found.record),
    seal: requireHex(found.seal, KIND, SEAL_ID),
    threshold: found.threshold,
    shares,
    keyCheck: requireHex(found.key_check, KIND, DIGEST),
    nonce: decode(found.nonce, KIND, NONCE),
    ciphertext: readCiphertext(found.ciphertext),
  };
}

/** The commitment to one custodian's opening (blinding, then share). */
export function commitTo(record, seal, name, opening) {
  return sha256Hex(canonicalJson(["misaq.record.share", 1, record, seal, name]), opening);
}

/** What tells the right key from another: HMAC-SHA-256 of the ids under the key. */
export function checkOfKey(key, record, seal) {
  return toHex(others.hmac(others.sha256, key, canonicalJson(["misaq.record.key", 1, record, seal])));
}

/** The text that a key opens, still padded; an error when header or ciphertext are not what was sealed. */
export function openCiphertext(sealed, key) {
  return others.xchacha20poly1305(key, sealed.nonce, headerOf(sealed)).decrypt(sealed.ciphertext);
}

function readShare(row) {
  requireFields(row, ["name", "recipient", "commitment", "share"], KIND);
  const envelope = decode(row.share, KIND);
  if (envelope.length === 0 || envelope.length > LARGEST_ENVELOPE) {
    throw new SealingError("sealing_bad_form", { what: KIND });
  }
  return {
    name: requireHandle(row.name, KIND),
    recipient: row.recipient,
    commitment: requireHex(row.commitment, KIND, DIGEST),
    envelope,
  };
}

function requireKeepers(shares, threshold) {
  const custodians = shares.map(({ name, recipient }) => ({ name, recipient }));
  try {
    requireCustodians({ threshold, custodians });
  } catch {
    throw new SealingError("sealing_bad_form", { what: KIND });
  }
}

function readCiphertext(text) {
  const value = decode(text, KIND);
  if (!isPaddedLength(value.length - TAG)) {
    throw new SealingError("sealing_bad_form", { what: KIND });
  }
  return value;
}
