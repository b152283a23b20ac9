const HIDDEN_FRAME_MS = 250;

/**
 * One element. Text goes in as text, never as markup; there is no other way to make elements in this client.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} props `class`, `on…` listeners, anything else is an attribute
 * @param {...any} children nodes, texts, or nothing
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === 'class') {
      element.className = value;
    } else if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Makes the children of a node follow a list, keeping the element of every key that stays.
 *
 * @template T
 * @param {Element} parent
 * @param {Map<string, { element: Element, update(item: T): void }>} kept what the last call made
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => { element: Element, update(item: T): void }} make
 */
export function reconcile(parent, kept, items, keyOf, make) {
  const keys = new Set(items.map(keyOf));
  for (const [key, { element }] of kept) {
    if (!keys.has(key)) {
      element.remove();
      kept.delete(key);
    }
  }
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const entry = kept.get(key) ?? make(item);
    kept.set(key, entry);
    entry.update(item);
    if (entry.element === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(entry.element, next);
    }
  }
}

/**
 * Runs once after everything that happened together. Not tied to frames: a hidden page still has a title to update.
 *
 * @param {() => void} run
 */
export function batched(run) {
  let waiting = false;
  return () => {
    if (!waiting) {
      waiting = true;
      queueMicrotask(() => {
        waiting = false;
        run();
      });
    }
  };
}

/**
 * As `batched`, but at most once a frame: a busy room must not lay out the page for every message. A hidden page has no
 * frames and takes a timer.
 *
 * @param {() => void} run
 */
export function framed(run) {
  let waiting = false;
  const now = () => {
    waiting = false;
    run();
  };
  return () => {
    if (!waiting) {
      waiting = true;
      document.visibilityState === 'visible' ? requestAnimationFrame(now) : setTimeout(now, HIDDEN_FRAME_MS);
    }
  };
}

export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
