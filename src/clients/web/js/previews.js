/**
 * Local addresses of files that are on their way. They show a picture before the server has it, and cost memory until they
 * are given back.
 *
 * @type {Map<string, string>} the key of a row and the address
 */
const kept = new Map();

/**
 * @param {string} clientMsgId
 * @param {string | undefined} url
 */
export function keepPreview(clientMsgId, url) {
  if (url) {
    kept.set(`c:${clientMsgId}`, url);
  }
}

/** @param {string} key of a row */
export const previewOf = (key) => kept.get(key) ?? null;

/** @param {string} key of a row whose file shows by now, or was given up */
export function forgetPreview(key) {
  const url = kept.get(key);
  if (url) {
    kept.delete(key);
    URL.revokeObjectURL(url);
  }
}

export const forgetPreviews = () => [...kept.keys()].forEach(forgetPreview);
