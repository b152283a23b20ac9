/**
 * What setData must be told so that a page shows `next` where it shows `shown`: the changed paths and nothing else, in
 * calls that stay far below what WeChat carries at once.
 */

/** WeChat advises against more than 256 KB in one call. */
const CALL_AT_MOST_BYTES = 192 * 1024;
/** Of a list that changed in more places than this, the whole is cheaper to send than its paths. */
const PATHS_AT_MOST = 40;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Writes into `changes` the paths where `next` differs from `shown`. */
function compare(shown, next, path, changes) {
  if (shown === next) {
    return;
  }
  if (Array.isArray(shown) && Array.isArray(next) && next.length >= shown.length && next.length > 0) {
    compareLists(shown, next, path, changes);
  } else if (isObject(shown) && isObject(next) && Object.keys(shown).every((key) => key in next)) {
    for (const key of Object.keys(next)) {
      compare(shown[key], next[key], `${path}.${key}`, changes);
    }
  } else if (!same(shown, next)) {
    changes[path] = next === undefined ? null : next;
  }
}

function compareLists(shown, next, path, changes) {
  const inner = {};
  let moved = 0;
  next.forEach((item, index) => {
    if (index < shown.length && item && shown[index] && item.key !== undefined && item.key !== shown[index].key) {
      moved++;
    }
    if (index >= shown.length) {
      inner[`${path}[${index}]`] = item;
    } else {
      compare(shown[index], item, `${path}[${index}]`, inner);
    }
  });
  if (moved > 0 && moved * 2 > shown.length || Object.keys(inner).length > PATHS_AT_MOST) {
    changes[path] = next;
  } else {
    Object.assign(changes, inner);
  }
}

function same(one, other) {
  if (one === other) {
    return true;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other || Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

/** Bytes of a value as JSON, roughly and never too few: three for each character that may need them. */
function bytesOf(value) {
  const text = JSON.stringify(value) || '';
  let wide = 0;
  for (let i = 0; i < text.length; i++) {
    wide += text.charCodeAt(i) > 0x7f ? 1 : 0;
  }
  return text.length + 2 * wide;
}

/** Cuts changes into calls; a list that is too much for one goes item by item. */
function calls(changes, most = CALL_AT_MOST_BYTES) {
  const done = [];
  let call = {};
  let used = 0;
  const put = (path, value, bytes) => {
    if (used > 0 && used + bytes > most) {
      done.push(call);
      call = {};
      used = 0;
    }
    call[path] = value;
    used += bytes;
  };
  for (const [path, value] of Object.entries(changes)) {
    const bytes = bytesOf(value) + path.length + 4;
    if (bytes <= most || !Array.isArray(value)) {
      put(path, value, bytes);
      continue;
    }
    put(path, [], path.length + 6);
    value.forEach((item, index) => put(`${path}[${index}]`, item, bytesOf(item) + path.length + 10));
  }
  if (used > 0) {
    done.push(call);
  }
  return done;
}

/**
 * Makes a page or component show `fields`, by as little setData as that takes.
 *
 * @param {any} view has setData; remembers in `shown` what it was told last
 * @param {Record<string, any>} fields
 */
function show(view, fields) {
  const shown = view.shown || (view.shown = {});
  const changes = {};
  for (const key of Object.keys(fields)) {
    compare(key in shown ? shown[key] : view.data[key], fields[key], key, changes);
    shown[key] = fields[key];
  }
  calls(changes).forEach((call) => view.setData(call));
}

module.exports = { show, compare, calls, bytesOf };
