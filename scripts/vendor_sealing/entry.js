// The functions of others that src/misaq/web/record/static/record/sealing/ calls, and nothing more.
export { Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient } from "age-encryption";
export { chacha20poly1305, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
export { hmac } from "@noble/hashes/hmac.js";
export { scryptAsync } from "@noble/hashes/scrypt.js";
export { sha256 } from "@noble/hashes/sha2.js";
export { bech32 } from "@scure/base";
export { combine, split } from "shamir-secret-sharing";
