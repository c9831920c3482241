// Stands in for the post-quantum and P-256 code of age-encryption: misaq's custodians have X25519 keys, checked
// before anything is encrypted, and half of the bundle would be code that nothing calls. A call is an error.
const absent = new Proxy({}, {
  get() {
    throw new Error("this kind of key is not part of the build");
  },
});
export const MLKEM768P256 = absent;
export const MLKEM768X25519 = absent;
export const p256 = absent;
