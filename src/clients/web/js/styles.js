import { h } from './dom.js';

/** @type {Map<string, Promise<void>>} */
const loaded = new Map();

/**
 * A style sheet of something that few open: it comes when it is needed, once.
 *
 * @param {string} href
 */
export function loadStyle(href) {
  const coming = loaded.get(href) ?? new Promise((/** @type {(value: void) => void} */ resolve) => {
    // Without its style it is ugly and works; that is no reason to withhold it.
    document.head.append(h('link', { rel: 'stylesheet', href, onload: () => resolve(), onerror: () => resolve() }));
  });
  loaded.set(href, coming);
  return coming;
}
