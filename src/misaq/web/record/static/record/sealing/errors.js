// What can go wrong. The codes are those of misaq.record.sealing.errors; the page brings their texts (say.js).

/** A fault with its code and the values its text names: handles, record ids and counts, never a secret. */
export class SealingError extends Error {
  constructor(code, params = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}
