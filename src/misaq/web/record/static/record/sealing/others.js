// The code of others, vendored: age-encryption, shamir-secret-sharing, noble (vendor/sealing-crypto).

/** Its functions, or undefined when the script did not load, for instance because its hash is not the page's. */
export const others = globalThis.misaqSealingCrypto;
