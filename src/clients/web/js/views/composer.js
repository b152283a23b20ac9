import { h } from '../dom.js';
import { draftOf, keepDraft } from '../drafts.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';
import { iconButton, problem } from './common.js';

/** @import { App } from '../app.js' */
/** @import { Row } from '../../../core/src/types.js' */

/** The counter keeps quiet until this many characters are left. */
const COUNT_FROM = 200;

/**
 * Writes new messages and changes old ones. Enter sends, Shift+Enter breaks the line; an Enter that ends a composition
 * belongs to the input method.
 *
 * @param {App} app
 * @param {string} room
 * @param {{ onSent(): void, lastOwn(): Row | null }} options
 */
export function createComposer(app, room, { onSent, lastOwn }) {
  const { client } = app;
  const input = /** @type {HTMLTextAreaElement} */ (h('textarea', {
    rows: 1, placeholder: t('compose.hint'), 'aria-label': t('compose.hint'), 'data-testid': 'composer',
    enterkeyhint: 'send', dir: 'auto', oninput: onInput, onkeydown: onKey,
  }));
  const button = h('button', {
    type: 'button', class: 'send', 'data-testid': 'send', title: t('compose.send'), 'aria-label': t('compose.send'),
    onclick: submit,
  }, icon('send'));
  const note = h('div', { class: 'compose-note', hidden: true });
  const counter = h('div', { class: 'counter', 'aria-live': 'polite', hidden: true });
  const element = h('footer', { class: 'compose' },
    h('div', { class: 'compose-box' }, note, h('div', { class: 'compose-row' }, input, button), counter));
  const grows = CSS.supports('field-sizing', 'content');
  /** @type {Row | null} */
  let editing = null;

  function fit() {
    if (!grows) {
      input.style.height = 'auto';
      input.style.height = `${input.scrollHeight}px`;
    }
    const left = client.limits.maxTextChars - input.value.length;
    counter.hidden = left > COUNT_FROM;
    counter.classList.toggle('over', left < 0);
    counter.textContent = left < 0 ? t('compose.over', { n: -left }) : t('compose.left', { n: left });
    button.toggleAttribute('disabled', input.value.trim() === '' || left < 0);
  }

  function onInput() {
    fit();
    if (!editing) {
      keepDraft(room, input.value);
      // What went wrong was about the text before.
      hush();
    }
  }

  /** @param {string} text */
  function set(text) {
    input.value = text;
    fit();
  }

  function hush() {
    note.hidden = true;
    note.replaceChildren();
  }

  function stopEditing() {
    editing = null;
    hush();
    set(draftOf(room));
  }

  /** @param {unknown} error */
  function showProblem(error) {
    note.hidden = false;
    note.replaceChildren(problem(error), h('span', null), iconButton(t('close'), 'close', {
      onclick: () => (editing ? stopEditing() : hush()),
    }));
  }

  /** @param {Row} row */
  function edit(row) {
    editing = row;
    note.hidden = false;
    note.replaceChildren(icon('edit'), h('span', null, t('compose.editing')),
      iconButton(t('cancel'), 'close', { onclick: stopEditing }));
    set(row.content?.text ?? '');
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  }

  function submit() {
    const text = input.value.trimEnd();
    if (text.trim() === '' || text.length > client.limits.maxTextChars) {
      return;
    }
    if (editing) {
      void save(editing, text);
      return;
    }
    client.send(room, { kind: 'text', text });
    keepDraft(room, '');
    set('');
    input.focus();
    onSent();
  }

  /**
   * @param {Row} row
   * @param {string} text
   */
  async function save(row, text) {
    if (text !== row.content?.text) {
      try {
        await client.edit(room, row.seq ?? 0, { ...row.content, kind: 'text', text }, row.version);
      } catch (error) {
        showProblem(error);
        return;
      }
    }
    stopEditing();
    input.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // 229 is what some input methods report for the Enter that accepts a candidate.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Enter' && !event.shiftKey && !composing) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && editing && !composing) {
      stopEditing();
    } else if (event.key === 'ArrowUp' && input.value === '' && !editing && !composing) {
      const row = lastOwn();
      if (row) {
        event.preventDefault();
        edit(row);
      }
    }
  }

  set(draftOf(room));
  return {
    element,
    edit,
    problem: showProblem,
    focus: () => input.focus(),
    /** @param {string} text taken up again, e.g. from a recalled message */
    put(text) {
      set(text);
      keepDraft(room, text);
      input.focus();
    },
  };
}

/** @typedef {ReturnType<typeof createComposer>} Composer */
