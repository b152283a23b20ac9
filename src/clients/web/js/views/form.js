import { h } from '../dom.js';
import { problem } from './common.js';

/**
 * @param {string} label
 * @param {HTMLElement} input
 * @param {string} [hint]
 */
export const field = (label, input, hint) =>
  h('label', { class: 'field' }, h('span', null, label), input, hint && h('small', { class: 'hint' }, hint));

/**
 * @param {Record<string, any>} props
 * @returns {HTMLInputElement}
 */
export const textInput = (props) =>
  /** @type {HTMLInputElement} */ (h('input', { class: 'input', autocomplete: 'off', dir: 'auto', ...props }));

/**
 * Something that is on or off. It turns at once, and back if that was refused.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.hint]
 * @param {boolean} options.on
 * @param {string} [options.testid]
 * @param {HTMLElement} [options.slot] where a problem goes
 * @param {(on: boolean) => any} options.run
 */
export function toggle({ label, hint, on, testid, slot, run }) {
  const button = h('button', {
    type: 'button', role: 'switch', class: 'toggle', 'aria-checked': String(on), 'data-testid': testid, onclick: turn,
  }, h('span', { class: 'words' }, label, hint && h('small', null, hint)), h('span', { class: 'track' }));

  async function turn() {
    const next = button.getAttribute('aria-checked') !== 'true';
    button.setAttribute('aria-checked', String(next));
    slot?.replaceChildren();
    try {
      await run(next);
    } catch (error) {
      button.setAttribute('aria-checked', String(!next));
      slot?.replaceChildren(problem(error));
    }
  }

  return button;
}

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.hint]
 * @param {[value: string, label: string][]} options.options
 * @param {string} options.value
 * @param {string} [options.testid]
 * @param {HTMLElement} [options.slot]
 * @param {(value: string) => any} options.run
 */
export function choice({ label, hint, options, value, testid, slot, run }) {
  let kept = value;
  const select = /** @type {HTMLSelectElement} */ (h('select', {
    class: 'input', 'aria-label': label, 'data-testid': testid, onchange: change,
  }, options.map(([key, text]) => h('option', { value: key, selected: key === value }, text))));

  async function change() {
    slot?.replaceChildren();
    try {
      await run(select.value);
      kept = select.value;
    } catch (error) {
      select.value = kept;
      slot?.replaceChildren(problem(error));
    }
  }

  return h('div', { class: 'choice-row' },
    h('span', { class: 'words' }, label, hint && h('small', null, hint)), select);
}

/**
 * @param {string | null} title
 * @param {...any} children
 */
export const section = (title, ...children) =>
  h('section', { class: 'section' }, title && h('h3', null, title), children);
