/** Files that the phone holds, by the paths that WeChat gives them. */
/** @type {Map<string, { blob: Blob, url: string }>} */
const files = new Map();
let last = 0;

export function addFile(/** @type {Blob} */ blob, /** @type {string} */ name) {
  const path = `wxfile://tmp_${++last}_${name}`;
  files.set(path, { blob, url: URL.createObjectURL(blob) });
  return path;
}

export function fileAt(/** @type {string} */ path) {
  const file = files.get(path);
  if (!file) {
    throw new Error(`file doesn't exist: ${path}`);
  }
  return file;
}

/** The address under which the browser finds a picture or sound. */
export const resolveFile = (/** @type {string} */ path) =>
  (path.startsWith('wxfile://') ? fileAt(path).url : path.startsWith('/') ? `.${path}` : path);

/** @type {Record<string, any[]>} what the next question is answered with, put there by the test */
const answers = {};

export const answer = (/** @type {string} */ api, /** @type {any} */ value) => void (answers[api] = [...(answers[api] ?? []), value]);

export function nextAnswer(/** @type {string} */ api) {
  const value = answers[api]?.shift();
  if (value === undefined) {
    throw new Error('cancel');
  }
  return value;
}

const PERMISSIONS = 'phone:permissions';

/** What was allowed, which is remembered over launches. */
export const permissions = {
  granted: () => JSON.parse(localStorage.getItem(PERMISSIONS) ?? '{}'),
  grant: (/** @type {string} */ scope) => localStorage.setItem(PERMISSIONS, JSON.stringify({ ...permissions.granted(), [scope]: true })),
};
