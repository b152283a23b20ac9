import { h } from '../dom.js';
import { icon } from '../icons.js';
import { summaryOf } from '../content.js';
import { t } from '../strings/index.js';
import { iconButton, problem } from './common.js';

/** @import { App } from '../app.js' */
/** @import { Row } from '../../../core/src/types.js' */

/**
 * The line above what one writes: what one changes or answers, and what went wrong.
 *
 * @param {App} app
 * @param {{ onCancel(): void, jump(seq: number): void, save(): void }} on
 */
export function createComposerNote(app, { onCancel, jump, save }) {
  const context = h('div', { class: 'compose-note', hidden: true, 'data-testid': 'compose-note' });
  const trouble = h('div', { class: 'compose-note trouble', hidden: true, 'data-testid': 'compose-problem' });
  const element = h('div', null, context, trouble);

  /** @param {HTMLElement} line @param {...any} parts */
  function show(line, ...parts) {
    line.hidden = false;
    line.replaceChildren(...parts);
  }

  function hush() {
    trouble.hidden = true;
    trouble.replaceChildren();
  }

  const cancel = () => iconButton(t('cancel'), 'close', { 'data-testid': 'compose-cancel', onclick: onCancel });

  return {
    element,
    hush,
    clear() {
      hush();
      context.hidden = true;
      context.replaceChildren();
    },
    editing() {
      hush();
      show(context, icon('edit'), h('span', { class: 'words' }, t('compose.editing')), cancel());
    },
    /** @param {Row} row */
    replying(row) {
      hush();
      show(context, icon('reply'), h('button', { type: 'button', class: 'words', onclick: () => jump(row.seq ?? 0) },
        h('strong', { dir: 'auto' }, row.own ? t('list.you') : app.nameOf(row.from)),
        h('span', { dir: 'auto' }, summaryOf(row.content))), cancel());
    },
    /**
     * @param {string} newer
     * @param {() => void} take
     */
    conflict(newer, take) {
      hush();
      show(context, icon('alert'), h('span', { class: 'words', role: 'alert', 'data-testid': 'compose-conflict' },
        t('compose.conflict'), ' ', h('q', { dir: 'auto' }, newer)),
      h('button', { type: 'button', class: 'link', 'data-testid': 'conflict-take', onclick: take }, t('compose.conflict.take')),
      h('button', { type: 'button', class: 'link', 'data-testid': 'conflict-keep', onclick: save }, t('compose.conflict.keep')), cancel());
    },
    /** @param {unknown} error */
    problem(error) {
      show(trouble, problem(error), h('span', { class: 'words' }), iconButton(t('close'), 'close', { onclick: hush }));
    },
  };
}
