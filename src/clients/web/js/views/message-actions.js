import { createSelection } from './selection.js';
import { openMessageMenu } from './message-menu.js';
import { bring, copy, toast } from './common.js';
import { forgetPreview } from '../previews.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */
/** @import { Row } from '../../../core/src/types.js' */
/** @import { MenuItem } from './message-menu.js' */
/** @import { Box } from './popup.js' */

const EDIT_WINDOW_MS = 24 * 60 * 60_000;
/** Larger rooms, and broadcasts, tell nobody who has read. */
const RECEIPTS_AT_MOST = 200;

/**
 * @param {App} app
 * @param {Row} row
 */
export const canEdit = (app, row) =>
  row.own && row.state === 'sent' && row.seq !== null && row.content?.kind === 'text' && !row.recalled && !row.forward
  && app.client.now() - row.time < EDIT_WINDOW_MS;

/**
 * What can be done with a message, and to whom it is allowed. What takes a window of its own is loaded when it is asked
 * for.
 *
 * @param {App} app
 * @param {string} room
 * @param {object} pane what of the chat it works on
 * @param {() => import('./composer.js').Composer} pane.composer
 * @param {() => import('./log.js').Log} pane.log
 * @param {() => void} pane.selected the selection is other than before
 */
export function createActions(app, room, { composer, log, selected }) {
  const { client } = app;
  const selection = createSelection(() => {
    selected();
    log().redraw();
  });
  const known = () => client.conversations.get(room);
  /** @param {unknown} error */
  const problem = (error) => composer().problem(error);
  /** @param {string} key */
  const rowOf = (key) => log().rows().findLast((row) => row.key === key) ?? null;

  /** @param {Row} row */
  function mayRecall(row) {
    const { role, kind } = known() ?? {};
    const fresh = client.now() - row.time < client.limits.recallWindowMs;
    return row.seq !== null && ((row.own && fresh) || (kind !== 'dm' && (role === 'owner' || role === 'admin')));
  }

  const mayTellReaders = () => {
    const { kind, memberCount = 0 } = known() ?? {};
    return kind !== 'broadcast' && kind !== 'dm' && memberCount <= RECEIPTS_AT_MOST;
  };

  /** @param {Row} row @param {string} emoji @param {boolean} on */
  function react(row, emoji, on) {
    void Promise.resolve(client.react(room, row.seq ?? 0, emoji, on)).catch(problem);
  }

  /** @param {Row} row @returns {MenuItem[]} */
  function items(row) {
    const stored = row.state === 'sent' && row.seq !== null;
    const seq = row.seq ?? 0;
    /** @type {(MenuItem & { when: boolean })[]} */
    const all = [
      { when: stored && acts.maySpeak(), label: t('message.reply'), icon: 'reply', testid: 'action-reply', run: () => composer().reply(row) },
      {
        when: Boolean(row.content?.text), label: t('message.copy'), icon: 'copy', testid: 'action-copy',
        run: () => copy(row.content?.text ?? '', t('message.copied')),
      },
      { when: canEdit(app, row), label: t('message.edit'), icon: 'edit', testid: 'action-edit', run: () => composer().edit(row) },
      { when: stored, label: t('message.forward'), icon: 'forward', testid: 'action-forward', run: () => acts.forward([seq]) },
      { when: stored, label: t('message.select'), icon: 'select', testid: 'action-select', run: () => selection.start(row) },
      {
        when: stored && row.own && mayTellReaders(), label: t('message.readers'), icon: 'readers', testid: 'action-readers',
        run: () => bring(() => import('./receipts.js'), ({ openReceipts }) => openReceipts(app, room, seq)),
      },
      {
        when: stored && mayRecall(row), label: t('message.recall'), icon: 'recall', testid: 'action-recall', bad: true,
        run: () => void client.recall(room, seq).catch(problem),
      },
      {
        when: row.state === 'failed' && row.code !== 'upload_lost', label: t('retry'), icon: 'recall', testid: 'action-retry',
        run: () => client.resend(row.clientMsgId ?? ''),
      },
      { when: row.state === 'failed', label: t('message.discard'), icon: 'close', testid: 'action-discard', bad: true, run: () => acts.discard(row) },
    ];
    return all.filter(({ when }) => when);
  }

  const acts = {
    selection,
    problem,
    rowOf,
    react,
    /** Whether one may react and answer; the composer knows. @returns {boolean} */
    maySpeak: () => composer().maySpeak(),
    /** @param {Row} row */
    reply: (row) => composer().reply(row),
    /** @param {string} text */
    again: (text) => composer().put(text),
    /** @param {number} seq */
    jump: (seq) => log().jump(seq),
    /** @param {Row} row */
    discard(row) {
      client.discard(row.clientMsgId ?? '');
      forgetPreview(row.key);
    },
    /**
     * @param {HTMLElement} element of the message
     * @param {Box | null} at where it was asked for; null: by the keyboard
     */
    menu(element, at) {
      const row = rowOf(element.dataset.key ?? '');
      const found = row && !row.recalled && row.content?.kind !== 'system' ? items(row) : [];
      if (!row || found.length === 0) {
        return;
      }
      const stored = row.state === 'sent' && row.seq !== null && acts.maySpeak();
      openMessageMenu({
        at: at ?? (element.querySelector('.bubble') ?? element).getBoundingClientRect(),
        align: row.own ? 'end' : 'start',
        back: element,
        items: found,
        react: !stored ? null : {
          mine: row.reactions.flatMap(({ emoji, mine }) => (mine ? [emoji] : [])),
          pick: (emoji) => react(row, emoji, !row.reactions.some((other) => other.emoji === emoji && other.mine)),
          more: () => acts.pickReaction(element, null),
        },
      });
    },
    /**
     * @param {HTMLElement} element of the message
     * @param {Box | null} at
     */
    pickReaction(element, at) {
      const row = rowOf(element.dataset.key ?? '');
      if (row) {
        void bring(() => import('./emoji-picker.js'), ({ openEmojiPicker }) => openEmojiPicker({
          at: at ?? (element.querySelector('.bubble') ?? element).getBoundingClientRect(),
          back: element,
          once: true,
          pick: (emoji) => react(row, emoji, true),
        }));
      }
    },
    /** @param {Row} row */
    openPicture(row) {
      if (row.seq !== null) {
        void bring(() => import('./lightbox.js'), ({ openLightbox }) => openLightbox(app, log().rows()
          .filter(({ content, seq, recalled }) => content?.kind === 'image' && seq !== null && !recalled), row));
      }
    },
    /** @param {number[]} seqs */
    forward: (seqs) => bring(() => import('./forward.js'), ({ openForward }) => openForward(app, room, seqs, (n) => {
      selection.stop();
      toast(t('forward.done', { n }));
    })),
  };
  return acts;
}

/** @typedef {ReturnType<typeof createActions>} Acts */
