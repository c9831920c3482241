// Custodians and their keys: the same age identity files that `misaq record custodian-key` and `age` read and write.

import { toBytes } from "./canonical.js";
import { decode, decodeText, isHandle, join, requireFields } from "./documents.js";
import { SealingError } from "./errors.js";
import { others } from "./others.js";

const MOST_CUSTODIANS = 32;
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
const SECRET_KEY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----";
const PLAIN_HEAD = "age-encryption.org/";
// What age itself uses: 256 MiB. misaq's command line takes more where the machine is fast.
const WORK_FACTOR = 18;
const MOST_WORK = 20; // a gibibyte, the most that a browser gives

/** An age key. The key itself is private; JavaScript cannot wipe it, so keep it no longer than needed. */
export class Identity {
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
export async function makeIdentity() {
  return identityOf(await others.generateX25519Identity());
}

/** The key as a file; encrypted with age's scrypt, in ASCII armour, when a passphrase is given. Gives text. */
export async function writeIdentity(identity, passphrase = null, workFactor = WORK_FACTOR) {
  const plain = `# public key: ${identity.recipient}\n${identity.text()}\n`;
  if (passphrase === null) return plain;
  if (passphrase === "") throw new SealingError("identity_passphrase");
  const writer = new others.Encrypter();
  writer.setPassphrase(passphrase);
  writer.setScryptWorkFactor(workFactor);
  return others.armor.encode(await writer.encrypt(plain));
}

/** Whether a key file (bytes) is encrypted. */
export function identityNeedsPassphrase(payload) {
  const start = new TextDecoder("latin1").decode(payload.subarray(0, 256)).trimStart();
  return start.startsWith(PLAIN_HEAD) || start.startsWith(ARMOUR);
}

/** The one key in an age identity file (bytes); the passphrase is needed when the file is encrypted. */
export async function readIdentity(payload, passphrase = null) {
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
export function requireCustodians(set) {
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
export function requireRecipient(recipient, name) {
  try {
    if (!RECIPIENT.test(recipient)) throw new SealingError("custodian_bad_recipient");
    if (others.bech32.decodeToBytes(recipient).bytes.length === 32) return recipient;
  } catch {
    // A letter is wrong.
  }
  throw new SealingError("custodian_bad_recipient", { name });
}

/** An age file that only the holder of the recipient's key reads. */
export async function encryptTo(recipient, text, name) {
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
