// Opening one record: ask, release a share, combine; the checks are those of misaq.record.sealing.opening.

import { encryptTo, requireRecipient } from "./custodians.js";
import {
  decode,
  encode,
  readDocument,
  requireHandle,
  requireHex,
  requireRecordId,
  sameText,
  sha256Hex,
  toHex,
  writeDocument,
} from "./documents.js";
import { toBytes } from "./canonical.js";
import { SealingError } from "./errors.js";
import { others } from "./others.js";
import { unpad } from "./padding.js";
import {
  BLINDING,
  DIGEST,
  LARGEST_ENVELOPE,
  SHARE,
  checkOfKey,
  commitTo,
  digestOf,
  openCiphertext,
} from "./seal.js";

const REQUEST = "record.open-request";
const RELEASE = "record.share-release";
const LONGEST_REASON = 2000;

/** Ask the custodians of a sealed record for their shares. The reason travels unencrypted: no names in it. */
export function requestOpening(sealed, { asker, recipient, reason }) {
  requireHandle(asker, REQUEST);
  requireRecipient(recipient, asker);
  const why = reason.trim();
  requireReason(why);
  return { record: sealed.record, seal: digestOf(sealed), asker, recipient, reason: why };
}

/** The request as canonical JSON. */
export function requestDocument({ record, seal, asker, recipient, reason }) {
  return writeDocument(REQUEST, { record, seal, asker, recipient, reason });
}

/** The request in a document (text or bytes). */
export function readRequest(payload) {
  const found = readDocument(payload, REQUEST, ["record", "seal", "asker", "recipient", "reason"]);
  requireReason(found.reason);
  if (typeof found.recipient !== "string") {
    throw new SealingError("sealing_bad_form", { what: REQUEST });
  }
  return {
    record: requireRecordId(found.record),
    seal: requireHex(found.seal, REQUEST, DIGEST),
    asker: requireHandle(found.asker, REQUEST),
    recipient: requireRecipient(found.recipient, found.asker),
    reason: found.reason,
  };
}

/**
 * Release this custodian's share to the asker. Before that it is checked that the request is for this sealing, and
 * that the share was made for exactly this header: a server that shows another record gets nothing.
 */
export async function releaseShare(sealed, request, identity) {
  const digest = digestOf(sealed);
  if (request.record !== sealed.record || request.seal !== digest) {
    throw new SealingError("request_other_record", { record: sealed.record });
  }
  const own = sealed.shares.find((share) => share.recipient === identity.recipient);
  if (own === undefined) throw new SealingError("not_a_custodian", { record: sealed.record });
  const about = { custodian: own.name, record: sealed.record };
  const inside = await identity.decrypt(own.envelope);
  if (inside === null) throw new SealingError("share_unreadable", about);
  const opening = inside.slice(DIGEST);
  const madeForThis = toHex(inside.subarray(0, DIGEST)) === digest;
  if (opening.length !== BLINDING + SHARE || !madeForThis || !isCommitted(sealed, own, opening)) {
    throw new SealingError("seal_altered", about);
  }
  return {
    record: sealed.record,
    seal: digest,
    request: sha256Hex(toBytes(requestDocument(request))),
    custodian: own.name,
    envelope: await encryptTo(request.recipient, opening, request.asker),
  };
}

/** The release as canonical JSON. */
export function releaseDocument({ record, seal, request, custodian, envelope }) {
  return writeDocument(RELEASE, { record, seal, request, custodian, share: encode(envelope) });
}

/** The release in a document (text or bytes). */
export function readRelease(payload) {
  const names = ["record", "seal", "request", "custodian", "share"];
  const found = readDocument(payload, RELEASE, names);
  const envelope = decode(found.share, RELEASE);
  if (envelope.length === 0 || envelope.length > LARGEST_ENVELOPE) {
    throw new SealingError("sealing_bad_form", { what: RELEASE });
  }
  return {
    record: requireRecordId(found.record),
    seal: requireHex(found.seal, RELEASE, DIGEST),
    request: requireHex(found.request, RELEASE, DIGEST),
    custodian: requireHandle(found.custodian, RELEASE),
    envelope,
  };
}

/**
 * Open a record with the shares released to `identity`. A share counts for the custodian whose commitment it fits,
 * whatever the release says; one that fits none is refused, and the custodian on its release is named.
 * Gives {text (bytes), used, refused}.
 */
export async function combineShares(sealed, releases, identity) {
  const right = new Map();
  const refused = new Set();
  for (const release of releases) {
    const opening = await identity.decrypt(release.envelope);
    const whose = sealed.shares.find((share) => isCommitted(sealed, share, opening));
    if (whose === undefined) refused.add(release.custodian);
    else right.set(whose.name, opening.slice(BLINDING));
  }
  if (right.size < sealed.threshold) {
    const counts = { given: right.size, needed: sealed.threshold, record: sealed.record };
    if (refused.size === 0) throw new SealingError("too_few_shares", counts);
    throw new SealingError("wrong_share", { custodians: [...refused].join(", "), ...counts });
  }
  const used = [...right.keys()].sort().slice(0, sealed.threshold);
  const text = await decryptWith(sealed, used.map((name) => right.get(name)));
  return { text, used, refused: [...refused] };
}

function isCommitted(sealed, share, opening) {
  if (opening === null || opening.length !== BLINDING + SHARE) return false;
  return sameText(commitTo(sealed.record, sealed.seal, share.name, opening), share.commitment);
}

async function decryptWith(sealed, shares) {
  try {
    const key = await others.combine(shares);
    if (sameText(checkOfKey(key, sealed.record, sealed.seal), sealed.keyCheck)) {
      return unpad(openCiphertext(sealed, key));
    }
  } catch {
    // One place twice, or header or ciphertext are not what was sealed.
  }
  throw new SealingError("sealed_text_altered", { record: sealed.record });
}

function requireReason(reason) {
  const length = typeof reason === "string" ? [...reason].length : 0;
  if (length === 0 || length > LONGEST_REASON) {
    throw new SealingError("sealing_bad_form", { what: REQUEST });
  }
}
