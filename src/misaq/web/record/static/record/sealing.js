// Made by scripts/sealing_script.py from the modules in sealing/: change those, not this file.

// ---- sealing/errors.js
// What can go wrong. The codes are those of misaq.record.sealing.errors; the page brings their texts (say.js).

/** A fault with its code and the values its text names: handles, record ids and counts, never a secret. */
class SealingError extends Error {
  constructor(code, params = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

// ---- sealing/canonical.js
// One text for one value: the bytes of misaq.foundation.canonical.canonical_json, on which every hash rests.


/** Text or bytes as UTF-8 bytes. */
function toBytes(text) {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}

/**
 * The canonical JSON of a value, with its line end.
 * A number that is a safe integer is written as one (Python's int); any other is a float of 15 digits; a BigInt is
 * an integer of any size. Text with half a surrogate pair has no UTF-8 and is refused.
 */
function canonicalText(value) {
  return `${writeValue(value)}\n`;
}

/** The canonical JSON of a value as bytes. */
function canonicalJson(value) {
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

// ---- sealing/others.js
// The code of others, vendored: age-encryption, shamir-secret-sharing, noble (vendor/sealing-crypto).

/** Its functions, or undefined when the script did not load, for instance because its hash is not the page's. */
const others = globalThis.misaqSealingCrypto;

// ---- sealing/documents.js
// The documents of sealing, read as strictly as misaq.record.sealing.documents reads them, and a little more so: a
// document must be the canonical text that misaq writes, so that nothing can stand in it twice or unseen.


const VERSION = 1;
const LARGEST = 32 * 1024 * 1024;
const RECORD_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const HANDLE = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** The canonical text of a document. */
function writeDocument(kind, fields) {
  return canonicalText({ kind, version: VERSION, ...fields });
}

/** The fields `names` of a document (text or bytes); nothing may be missing and nothing more may be there. */
function readDocument(payload, kind, names) {
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
function requireFields(found, names, what) {
  const object = typeof found === "object" && found !== null && !Array.isArray(found);
  const keys = object ? Object.keys(found) : [];
  if (!object || keys.length !== names.length || !names.every((name) => keys.includes(name))) {
    throw new SealingError("sealing_bad_form", { what });
  }
}

/** Bytes as text; what is not UTF-8 is an error. */
function decodeText(payload) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
}

/** Bytes as base64. */
function encode(value) {
  const parts = [];
  for (let place = 0; place < value.length; place += 8192) {
    parts.push(String.fromCharCode(...value.subarray(place, place + 8192)));
  }
  return btoa(parts.join(""));
}

/** Bytes from base64, exactly `length` of them if given. */
function decode(text, what, length = null) {
  try {
    const value = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    if (encode(value) === text && (length === null || value.length === length)) return value;
  } catch {
    // Not base64.
  }
  throw new SealingError("sealing_bad_form", { what });
}

/** Bytes as lower-case hexadecimal. */
function toHex(value) {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `length` bytes in lower-case hexadecimal. */
function requireHex(text, what, length) {
  if (typeof text !== "string" || text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) {
    throw new SealingError("sealing_bad_form", { what });
  }
  return text;
}

/** A handle of a custodian or asker. */
function requireHandle(text, what) {
  if (!isHandle(text)) throw new SealingError("sealing_bad_form", { what });
  return text;
}

/** Whether a text can be a handle. */
function isHandle(text) {
  return typeof text === "string" && HANDLE.test(text);
}

/** What can name a record; the error does not repeat it. */
function requireRecordId(text) {
  if (typeof text !== "string" || !RECORD_ID.test(text)) throw new SealingError("record_bad_id");
  return text;
}

/** SHA-256 of some bytes, hexadecimal. */
function sha256Hex(...parts) {
  return toHex(others.sha256(join(...parts)));
}

/** Several runs of bytes as one. */
function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** Random bytes from the system. */
function randomBytes(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
function sameText(left, right) {
  let apart = left.length ^ right.length;
  for (let place = 0; place < left.length; place += 1) {
    apart |= left.charCodeAt(place) ^ right.charCodeAt(place);
  }
  return apart === 0;
}

// ---- sealing/custodians.js
// Custodians and their keys: the same age identity files that `misaq record custodian-key` and `age` read and write.


const MOST_CUSTODIANS = 32;
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
const SECRET_KEY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----";
const PLAIN_HEAD = "age-encryption.org/";
// What age itself uses: 256 MiB. misaq's command line takes more where the machine is fast.
const WORK_FACTOR = 18;
const MOST_WORK = 20; // a gibibyte, the most that a browser gives

/** An age key. The key itself is private; JavaScript cannot wipe it, so keep it no longer than needed. */
class Identity {
  #text;

  constructor(text, recipient) {
    this.#text = text;
    this.recipient = recipient;
  }

  /** The key as age writes it. */
  text() {
    return this.#text;
  }

  /** What stands in an age file made for this key; null when it cannot be read. */
  async decrypt(envelope) {
    const reader = new others.Decrypter();
    reader.addIdentity(this.#text);
    try {
      return await reader.decrypt(envelope);
    } catch {
      return null;
    }
  }
}

/** A new key, from the system's randomness. */
async function makeIdentity() {
  return identityOf(await others.generateX25519Identity());
}

/** The key as a file; encrypted with age's scrypt, in ASCII armour, when a passphrase is given. Gives text. */
async function writeIdentity(identity, passphrase = null, workFactor = WORK_FACTOR) {
  const plain = `# public key: ${identity.recipient}\n${identity.text()}\n`;
  if (passphrase === null) return plain;
  if (passphrase === "") throw new SealingError("identity_passphrase");
  const writer = new others.Encrypter();
  writer.setPassphrase(passphrase);
  writer.setScryptWorkFactor(workFactor);
  return others.armor.encode(await writer.encrypt(plain));
}

/** Whether a key file (bytes) is encrypted. */
function identityNeedsPassphrase(payload) {
  const start = new TextDecoder("latin1").decode(payload.subarray(0, 256)).trimStart();
  return start.startsWith(PLAIN_HEAD) || start.startsWith(ARMOUR);
}

/** The one key in an age identity file (bytes); the passphrase is needed when the file is encrypted. */
async function readIdentity(payload, passphrase = null) {
  let plain = payload;
  if (identityNeedsPassphrase(payload)) {
    if (!passphrase) throw new SealingError("identity_passphrase");
    plain = await openKeyFile(payload, passphrase);
  }
  const lines = new TextDecoder().decode(plain).split(/\r\n|\r|\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (keys.length !== 1) throw new SealingError("identity_bad_form");
  return identityOf(keys[0]);
}

/** Refuse custodians that cannot keep a record: {threshold, custodians: [{name, recipient}]}. */
function requireCustodians(set) {
  requireFields(set, ["threshold", "custodians"], "custodians");
  const { threshold, custodians } = set;
  if (!Number.isInteger(threshold) || !Array.isArray(custodians)) {
    throw new SealingError("sealing_bad_form", { what: "custodians" });
  }
  const number = custodians.length;
  if (!(threshold >= 2 && threshold <= number && number <= MOST_CUSTODIANS)) {
    throw new SealingError("custodians_number", { threshold, number });
  }
  for (const custodian of custodians) {
    requireFields(custodian, ["name", "recipient"], "custodians");
    if (![custodian.name, custodian.recipient].every((value) => typeof value === "string")) {
      throw new SealingError("sealing_bad_form", { what: "custodians" });
    }
    if (!isHandle(custodian.name)) throw new SealingError("custodian_bad_name");
    requireRecipient(custodian.recipient, custodian.name);
  }
  for (const values of [custodians.map((c) => c.name), custodians.map((c) => c.recipient)]) {
    if (new Set(values).size !== number) throw new SealingError("custodian_twice");
  }
  return set;
}

/** An X25519 recipient of age with its checksum right. */
function requireRecipient(recipient, name) {
  try {
    if (!RECIPIENT.test(recipient)) throw new SealingError("custodian_bad_recipient");
    if (others.bech32.decodeToBytes(recipient).bytes.length === 32) return recipient;
  } catch {
    // A letter is wrong.
  }
  throw new SealingError("custodian_bad_recipient", { name });
}

/** An age file that only the holder of the recipient's key reads. */
async function encryptTo(recipient, text, name) {
  requireRecipient(recipient, name);
  const writer = new others.Encrypter();
  writer.addRecipient(recipient);
  return writer.encrypt(text);
}

async function identityOf(text) {
  try {
    if (!SECRET_KEY.test(text)) throw new SealingError("identity_bad_form");
    return new Identity(text, await others.identityToRecipient(text));
  } catch {
    throw new SealingError("identity_bad_form");
  }
}

async function openKeyFile(payload, passphrase) {
  const reader = new others.Decrypter();
  reader.addIdentity(new PatientPassphrase(passphrase));
  try {
    return await reader.decrypt(unarmoured(payload));
  } catch (fault) {
    // No memory for scrypt is a RangeError.
    const costly = fault instanceof RangeError || fault.code === "identity_too_costly";
    throw new SealingError(costly ? "identity_too_costly" : "identity_passphrase");
  }
}

/**
 * age's passphrase stanza, worked out in slices: a key file of the command line takes ten seconds and a gigabyte here,
 * and the page must stay alive meanwhile. Format: age v1, the scrypt recipient type.
 */
class PatientPassphrase {
  #passphrase;

  constructor(passphrase) {
    this.#passphrase = passphrase;
  }

  async unwrapFileKey(stanzas) {
    const [type, salt, workFactor] = stanzas[0].args;
    const sound = stanzas.length === 1 && stanzas[0].args.length === 3 && stanzas[0].body.length === 32;
    if (type !== "scrypt" || !sound || !/^[1-9][0-9]?$/.test(workFactor)) return null;
    if (Number(workFactor) > MOST_WORK) throw new SealingError("identity_too_costly");
    const label = join(toBytes("age-encryption.org/v1/scrypt"), decode(`${salt}==`, "identity", 16));
    const work = { N: 2 ** Number(workFactor), r: 8, p: 1, dkLen: 32, asyncTick: 50 };
    const key = await others.scryptAsync(this.#passphrase, label, work);
    try {
      return others.chacha20poly1305(key, new Uint8Array(12)).decrypt(stanzas[0].body);
    } catch {
      return null;
    }
  }
}

function unarmoured(payload) {
  const start = new TextDecoder("latin1").decode(payload.subarray(0, 256)).trimStart();
  return start.startsWith(ARMOUR) ? others.armor.decode(decodeText(payload)) : toBytes(payload);
}

// ---- sealing/padding.js
// Padding: a sealed text tells only the class of its length, 1, 4 or 16 KiB or a multiple of 16 KiB.


const KIB = 1024;
const STEPS = [1 * KIB, 4 * KIB, 16 * KIB];
const LENGTH_FIELD = 8;
const LIMIT = 16 * KIB * KIB;

/** The length that a text of `length` bytes has when it is padded. */
function paddedLength(length) {
  const needed = length + LENGTH_FIELD;
  const last = STEPS[STEPS.length - 1];
  return STEPS.find((step) => needed <= step) ?? Math.ceil(needed / last) * last;
}

/** Whether a text can have this length when it is padded. */
function isPaddedLength(length) {
  return length > 0 && length === paddedLength(Math.max(0, length - LENGTH_FIELD));
}

/** Its length in eight bytes, the text, zeros. */
function pad(text) {
  if (text.length > LIMIT) throw new SealingError("seal_too_large", { limit: LIMIT / KIB });
  const whole = new Uint8Array(paddedLength(text.length));
  new DataView(whole.buffer).setBigUint64(0, BigInt(text.length));
  whole.set(text, LENGTH_FIELD);
  return whole;
}

/** The text in what was padded. */
function unpad(padded) {
  const view = new DataView(padded.buffer, padded.byteOffset, padded.byteLength);
  const length = padded.length < LENGTH_FIELD ? -1 : Number(view.getBigUint64(0));
  if (length < 0 || length > padded.length - LENGTH_FIELD) {
    throw new SealingError("sealing_bad_form", { what: "padding" });
  }
  return padded.slice(LENGTH_FIELD, LENGTH_FIELD + length);
}

// ---- sealing/seal.js
// Sealing one record, byte for byte as misaq.record.sealing.seal does it: see docs/reference/sealing.md.


const KIND = "record.sealed";
const FIELDS = ["record", "seal", "threshold", "custodians", "key_check", "nonce", "ciphertext"];
const KEY = 32;
const NONCE = 24;
const TAG = 16;
const SEAL_ID = 16;
/** Lengths in bytes; a share is the key's length and one byte for its place. */
const BLINDING = 32;
const DIGEST = 32;
const SHARE = KEY + 1;
const LARGEST_ENVELOPE = 4096;

/**
 * Seal a text (string or bytes) so that any `threshold` of the custodians together open it, and fewer nothing.
 * custodians : {threshold, custodians: [{name, recipient}]}. Gives the sealed record; sealedDocument writes it.
 */
async function sealRecord(text, { record, custodians }) {
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
function headerOf(sealed) {
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
function digestOf(sealed) {
  return sha256Hex(headerOf(sealed));
}

/** The sealed record as canonical JSON. */
function sealedDocument(sealed) {
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
function readSealed(payload) {
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
function commitTo(record, seal, name, opening) {
  return sha256Hex(canonicalJson(["misaq.record.share", 1, record, seal, name]), opening);
}

/** What tells the right key from another: HMAC-SHA-256 of the ids under the key. */
function checkOfKey(key, record, seal) {
  return toHex(others.hmac(others.sha256, key, canonicalJson(["misaq.record.key", 1, record, seal])));
}

/** The text that a key opens, still padded; an error when header or ciphertext are not what was sealed. */
function openCiphertext(sealed, key) {
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

// ---- sealing/opening.js
// Opening one record: ask, release a share, combine; the checks are those of misaq.record.sealing.opening.


const REQUEST = "record.open-request";
const RELEASE = "record.share-release";
const LONGEST_REASON = 2000;

/** Ask the custodians of a sealed record for their shares. The reason travels unencrypted: no names in it. */
function requestOpening(sealed, { asker, recipient, reason }) {
  requireHandle(asker, REQUEST);
  requireRecipient(recipient, asker);
  const why = reason.trim();
  requireReason(why);
  return { record: sealed.record, seal: digestOf(sealed), asker, recipient, reason: why };
}

/** The request as canonical JSON. */
function requestDocument({ record, seal, asker, recipient, reason }) {
  return writeDocument(REQUEST, { record, seal, asker, recipient, reason });
}

/** The request in a document (text or bytes). */
function readRequest(payload) {
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
async function releaseShare(sealed, request, identity) {
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
function releaseDocument({ record, seal, request, custodian, envelope }) {
  return writeDocument(RELEASE, { record, seal, request, custodian, share: encode(envelope) });
}

/** The release in a document (text or bytes). */
function readRelease(payload) {
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
async function combineShares(sealed, releases, identity) {
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

// ---- sealing/page.js
// What the sealing forms of a page share: their parts, what they say, what a file holds. No words stand here: the page
// brings them in its own language, as <template data-say="code"> with {name} where a value goes.


/** The element of a form that plays a part, or null. */
function part(form, name) {
  return form.querySelector(`[data-part~="${name}"]`);
}

/** Every element of a form that plays a part. */
function parts(form, name) {
  return [...form.querySelectorAll(`[data-part~="${name}"]`)];
}

/** Say a code in an element, in the page's words; values stand in <bdi>, so that they keep their own direction. */
function say(element, code, params = {}) {
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
function onSend(form, work) {
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
async function attempt(form, work) {
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
function send(form, submitter) {
  form.dataset.ready = "send";
  form.noValidate = true; // it was valid; what was secret has been emptied since
  setButtons(form, true); // a disabled button could not send it
  form.requestSubmit(submitter ?? undefined);
}

/** Let the buttons of a form be pressed, or not. They are disabled in the HTML: without this script nothing is sent. */
function setButtons(form, usable) {
  for (const button of parts(form, "button")) button.disabled = !usable;
}

/** Whether this browser can seal. When not, the form says why and stays shut. */
function canSeal(form) {
  const able = others !== undefined && globalThis.isSecureContext && crypto.subtle !== undefined;
  if (!able) say(part(form, "problem"), others === undefined ? "sealing_failed" : "sealing_not_secure");
  return able;
}

/** What must never leave the browser has no name, so that no way of sending a form can take it along. */
function keepHere(fields) {
  for (const field of fields) {
    field.removeAttribute("name");
    field.setAttribute("autocomplete", field.type === "password" ? "new-password" : "off");
  }
}

/** The documents in the parts of this name: what was written into the page, or files chosen by the reader. */
async function documentsIn(form, name) {
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
async function documentIn(form, name, kind) {
  const found = await documentsIn(form, name);
  if (found.length !== 1) throw new SealingError("sealing_bad_form", { what: kind });
  return found[0];
}

/** Offer a text as a file to keep; it is made in the page and sent nowhere. */
function offerFile(link, text) {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  link.hidden = false;
}

/** Show values in the elements with data-shows="name" of a form. */
function show(form, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const element of form.querySelectorAll(`[data-shows="${name}"]`)) {
      element.textContent = String(value);
    }
  }
  for (const result of parts(form, "result")) result.hidden = false;
}

// ---- sealing/key-forms.js
// The forms of those who hold a key: make one, release a share, open a record. The key never leaves the page.


const SECRET_PARTS = ["key-file", "passphrase", "passphrase-again"];

/** data-sealing="make-key": a new key, offered as a file shut with a passphrase; its age1 line is shown. */
function startMakeKey(form) {
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
function startRelease(form) {
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
function startOpen(form) {
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

// ---- sealing/seal-form.js
// A form whose dangerous fields are sealed in the browser: in clear they never leave it.


/**
 * data-sealing="seal": fields with data-record="id" (and data-field="name") are sealed when the form is sent. The sealed
 * documents, one a line, go into the hidden field with data-part="into"; then the fields are emptied and disabled.
 * When anything fails, nothing is sent.
 */
function startSeal(form) {
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

// ---- sealing/start.js
// Brings the sealing forms of a page to life. Until then, and without this script, their buttons are disabled.


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
