import { h } from '../dom.js';
import { draftOf, keepDraft } from '../drafts.js';
import { icon } from '../icons.js';
import { setting } from '../settings.js';
import { reasonOf, speechIn } from '../speech.js';
import { t } from '../strings/index.js';
import { createAttachments } from './attachments.js';
import { createComposerNote } from './composer-note.js';
import { bring, iconButton } from './common.js';
import { createMentions } from './mentions.js';
import { openMenu } from './menu.js';

/** @import { App } from '../app.js' */
/** @import { Row } from '../../../core/src/types.js' */

/** The counter keeps quiet until this many characters are left. */
const COUNT_FROM = 200;
const TICK_MS = 250;

/**
 * Writes new messages and changes old ones, as far as one may. Enter sends and Shift+Enter breaks the line, or as the
 * settings say; an Enter that ends a composition belongs to the input method.
 *
 * @param {App} app
 * @param {string} room
 * @param {object} options
 * @param {() => void} options.onSent
 * @param {() => Row | null} options.lastOwn the newest own message that can still be changed
 * @param {() => number} options.lastOwnTime
 * @param {(seq: number) => void} options.jump
 */
export function createComposer(app, room, { onSent, lastOwn, lastOwnTime, jump }) {
  const { client } = app;
  const input = /** @type {HTMLTextAreaElement} */ (h('textarea', {
    rows: 1, placeholder: t('compose.hint'), 'aria-label': t('compose.hint'), 'data-testid': 'composer',
    enterkeyhint: 'send', dir: 'auto', oninput: onInput, onkeydown: onKey, onpaste: onPaste, onclick: () => mentions.update(),
    onblur: () => mentions.hide(),
  }));
  const send = h('button', { type: 'button', class: 'send', 'data-testid': 'send', onclick: submit });
  const picker = /** @type {HTMLInputElement} */ (h('input', { type: 'file', multiple: true, hidden: true, 'data-testid': 'file-input', onchange: () => {
    attachments.add(picker.files ?? []);
    picker.value = '';
    input.focus();
  } }));
  const attach = iconButton(t('attach'), 'attach', { 'data-testid': 'attach', 'aria-haspopup': 'menu', onclick: () => openMenu(attach, [
    { label: t('attach.photo'), icon: 'photo', testid: 'attach-photo', run: () => pick('image/*,video/*') },
    { label: t('attach.file'), icon: 'file', testid: 'attach-file', run: () => pick('') },
  ]) });
  const smile = iconButton(t('emoji.title'), 'smile', { 'data-testid': 'emoji-open', 'aria-haspopup': 'dialog', onclick: () => onSmile() });
  const mic = iconButton(t('voice.record'), 'mic', { 'data-testid': 'voice-record' });
  const counter = h('div', { class: 'counter', 'aria-live': 'polite', hidden: true, 'data-testid': 'counter' });
  const closed = h('p', { class: 'compose-closed', role: 'status', hidden: true, 'data-testid': 'compose-closed' });
  const note = createComposerNote(app, { onCancel, jump, save: () => editing && void save(editing, input.value.trimEnd()) });
  const attachments = createAttachments(app, { changed: () => fit(), problem: (code) => note.problem(code) });
  const mentions = createMentions(app, room, input, onInput);
  const line = h('div', { class: 'compose-row' }, attach, input, smile, mic, send);
  const box = h('div', { class: 'compose-box' }, mentions.element, note.element, attachments.element, line, counter);
  const element = h('footer', { class: 'compose' }, box, closed, picker);
  const grows = CSS.supports('field-sizing', 'content');
  const hears = Boolean(navigator.mediaDevices && 'MediaRecorder' in globalThis);
  /** @type {Row | null} */
  let editing = null;
  /** @type {Row | null} */
  let replying = null;
  /** @type {{ element: HTMLElement, stop(): void } | null} */
  let recorder = null;
  let starting = false;
  /** @type {any} */
  let timer = null;
  let drawnSend = '';

  const known = () => client.conversations.get(room);
  const speech = () => speechIn(known(), client.now(), lastOwnTime());

  function fit() {
    if (!grows) {
      input.style.height = 'auto';
      input.style.height = `${input.scrollHeight}px`;
    }
    const left = client.limits.maxTextChars - input.value.length;
    const empty = input.value.trim() === '';
    counter.hidden = left > COUNT_FROM;
    counter.classList.toggle('over', left < 0);
    counter.textContent = left < 0 ? t('compose.over', { n: -left }) : t('compose.left', { n: left });
    const { state, until } = speech();
    const waits = state === 'slow' && !editing ? Math.ceil((until - client.now()) / 1_000) : 0;
    mic.hidden = !hears || !empty || attachments.size > 0 || editing !== null || waits > 0;
    send.hidden = !mic.hidden;
    attach.hidden = editing !== null;
    send.toggleAttribute('disabled', (empty && attachments.size === 0) || left < 0 || waits > 0);
    drawSend(waits);
  }

  /** @param {number} waits seconds before one may speak again */
  function drawSend(waits) {
    const label = waits > 0 ? t('compose.slow', { n: waits }) : t(editing ? 'compose.save' : 'compose.send');
    const now = `${label} ${Boolean(editing)}`;
    if (now !== drawnSend) {
      drawnSend = now;
      send.title = label;
      send.setAttribute('aria-label', label);
      send.replaceChildren(waits > 0 ? h('span', { class: 'wait', 'data-testid': 'slow-wait' }, String(waits)) : icon(editing ? 'tick' : 'send'));
    }
  }

  /** What one may do here, now; and again when that changes by itself. */
  function update() {
    const now = speech();
    const shut = now.state === 'muted' || now.state === 'mutedAll';
    clearTimeout(timer);
    if (now.state === 'slow') {
      timer = setTimeout(update, TICK_MS);
    } else if (now.until > 0) {
      timer = setTimeout(update, Math.min(2 ** 31 - 1, now.until - client.now() + TICK_MS));
    }
    box.hidden = shut && !editing;
    closed.hidden = !box.hidden;
    if (shut) {
      const reason = reasonOf(known(), now, client.now());
      closed.dataset.state = now.state;
      if (closed.textContent !== reason) {
        closed.textContent = reason;
      }
      recorder?.stop();
    }
    fit();
  }

  function onInput() {
    fit();
    mentions.update();
    if (!editing) {
      keepDraft(room, input.value);
      note.hush();
      input.value && client.setTyping(room);
    }
  }

  /** @param {string} text */
  function set(text) {
    input.value = text;
    fit();
  }

  function onCancel() {
    if (editing) {
      editing = null;
      set(draftOf(room));
      update();
    }
    replying = null;
    note.clear();
    input.focus();
  }

  /** @param {Row} row */
  function edit(row) {
    editing = row;
    replying = null;
    note.editing();
    set(row.content?.text ?? '');
    update();
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** @param {Row} row */
  function reply(row) {
    if (editing) {
      onCancel();
    }
    replying = row;
    note.replying(row);
    input.focus();
  }

  function submit() {
    const text = input.value.trimEnd();
    const said = text.trim() !== '';
    if ((!said && attachments.size === 0) || text.length > client.limits.maxTextChars || (speech().state !== 'free' && !editing)) {
      return;
    }
    if (editing) {
      said && void save(editing, text);
      return;
    }
    const replyTo = replying?.seq ?? undefined;
    const named = mentions.in(text);
    const files = attachments.size > 0 ? attachments.send(room, replyTo) : null;
    if (said) {
      const more = { replyTo: files ? undefined : replyTo, mentions: named.length > 0 ? named : undefined };
      client.send(room, { kind: 'text', text }, more);
    }
    void files?.then(onSent);
    replying = null;
    mentions.forget();
    note.clear();
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
      send.setAttribute('disabled', '');
      try {
        await client.edit(room, row.seq ?? 0, { ...row.content, kind: 'text', text }, row.version);
      } catch (error) {
        if (editing === row) {
          await failed(row, error);
        }
        return;
      }
    }
    if (editing === row) {
      onCancel();
    }
  }

  /**
   * Somebody was faster, mostly this user elsewhere: the newer text is shown and what to do is asked.
   *
   * @param {Row} row
   * @param {any} error
   */
  async function failed(row, error) {
    const newer = error?.code === 'conflict' ? (client.row(room, row.seq ?? 0) ?? await client.fetchRow(room, row.seq ?? 0).catch(() => null)) : null;
    if (newer && newer.version > row.version) {
      editing = newer;
      note.conflict(newer.content?.text ?? '', () => set(newer.content?.text ?? ''));
    } else {
      note.problem(error);
    }
    fit();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // 229 is what some input methods report for the Enter that accepts a candidate.
    const composing = event.isComposing || event.keyCode === 229;
    if (composing || mentions.key(event)) {
      return;
    }
    const sends = setting('enterSends') ? !event.shiftKey && !event.altKey : event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && sends) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && (editing || replying)) {
      event.preventDefault();
      onCancel();
    } else if (event.key === 'ArrowUp' && input.value === '' && !editing) {
      const row = lastOwn();
      if (row) {
        event.preventDefault();
        edit(row);
      }
    }
  }

  /** @param {ClipboardEvent} event */
  function onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0 && !editing) {
      event.preventDefault();
      attachments.add(files);
    }
  }

  /** @param {string} accept */
  function pick(accept) {
    picker.accept = accept;
    picker.click();
  }

  const onSmile = () => bring(() => import('./emoji-picker.js'), ({ openEmojiPicker }) => openEmojiPicker({
    at: smile.getBoundingClientRect(),
    back: input,
    once: false,
    pick: (emoji) => {
      input.setRangeText(emoji, input.selectionStart, input.selectionEnd, 'end');
      onInput();
    },
  }));

  /** @param {PointerEvent | null} pressed */
  async function record(pressed) {
    if (recorder || starting) {
      return;
    }
    starting = true;
    // The finger may be up again before the recorder is there.
    let held = pressed;
    addEventListener('pointerup', () => (held = null), { once: true });
    const views = await import('./recorder.js').catch(() => null);
    starting = false;
    if (!views || box.hidden || !element.isConnected) {
      views || note.problem('network');
      return;
    }
    const replyTo = replying?.seq ?? undefined;
    recorder = views.createRecorder({
      pressed: held,
      button: mic,
      done: (voice) => {
        recorder = null;
        line.classList.remove('recording');
        if (voice) {
          client.sendFile(room, voice, replyTo ? { replyTo } : undefined);
          onCancel();
          onSent();
        } else {
          input.focus();
        }
      },
      problem: (code) => note.problem(code),
    });
    line.classList.add('recording');
    line.append(recorder.element);
  }
  mic.addEventListener('pointerdown', (event) => event.button === 0 && void record(event));
  mic.addEventListener('click', (event) => event.detail === 0 && void record(null));

  set(draftOf(room));
  update();
  return {
    element,
    edit,
    reply,
    update,
    problem: (/** @type {unknown} */ error) => note.problem(error),
    focus: () => input.focus(),
    maySpeak: () => !['muted', 'mutedAll'].includes(speech().state),
    /** @param {string} text taken up again, e.g. from a recalled message */
    put(text) {
      set(text);
      keepDraft(room, text);
      input.focus();
    },
    /** @param {Iterable<File>} files */
    attach(files) {
      if (!box.hidden && !editing) {
        attachments.add(files);
        input.focus();
      }
    },
    dispose() {
      clearTimeout(timer);
      recorder?.stop();
      attachments.dispose();
    },
  };
}

/** @typedef {ReturnType<typeof createComposer>} Composer */
