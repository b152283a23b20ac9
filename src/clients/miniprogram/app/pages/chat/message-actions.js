const { attempt, confirm } = require('../../lib/ask');
const { client } = require('../../lib/client');
const { QUICK } = require('../../lib/emojis');
const { actionsFor } = require('../../lib/menu');
const { called, contentText } = require('../../lib/summary');
const { t } = require('../../lib/strings');
const { go } = require('../../lib/start');

/** The part of the chat page about a single message: its menu, and what the menu leads to. */
module.exports = {
  onMenu({ detail }) {
    const row = this.lines.rowOf(detail.key);
    const items = row ? actionsFor(this.room, row) : [];
    if (items.length > 0 && detail.rect) {
      this.chosen = row;
      if (wx.vibrateShort) {
        wx.vibrateShort({ type: 'light', fail: () => {} });
      }
      this.selectComponent('#actions').show({ rect: detail.rect, own: row.own, items, emojis: row.seq === null ? [] : QUICK });
    }
  },
  onEmoji({ detail }) {
    const { seq, reactions } = this.chosen;
    const mine = reactions.some((one) => one.emoji === detail.emoji && one.mine);
    attempt(() => client.react(this.room, seq, detail.emoji, !mine));
  },
  onAction({ detail }) {
    const row = this.chosen;
    const text = contentText(row.content);
    const actions = {
      reply: () => {
        this.stopEditing();
        this.quoted = row;
        this.composer.setContext({ title: called(row.from), text: text.slice(0, 80), glyph: 'reply' });
      },
      copy: () => wx.setClipboardData({ data: text }),
      forward: () => go(`/more/pick/pick?for=forward&room=${encodeURIComponent(this.room)}&seq=${row.seq}`),
      edit: () => this.startEditing(row),
      readers: () => go(`/more/receipts/receipts?room=${encodeURIComponent(this.room)}&seq=${row.seq}`),
      resend: () => client.resend(row.clientMsgId),
      discard: () => client.discard(row.clientMsgId),
      recall: () => attempt(async () => {
        if (await confirm(t('message.recallAsk'), t('message.recall'), true)) {
          await client.recall(this.room, row.seq);
        }
      }),
    };
    actions[detail.id]();
  },

  startEditing(row) {
    this.quoted = null;
    this.before = this.editing ? this.before : this.composer.value();
    this.editing = row;
    this.composer.setContext({ title: t('compose.editing'), text: row.content.text.slice(0, 80), glyph: 'edit' });
    this.composer.put(row.content.text);
  },
  stopEditing() {
    if (this.editing) {
      this.editing = null;
      this.composer.put(this.before || '', false);
    }
  },
  onDropContext() {
    this.stopEditing();
    this.quoted = null;
    this.composer.setContext(null);
  },
  onAgain({ detail }) {
    const row = this.lines.rowOf(detail.key);
    if (row && row.recalledText) {
      this.composer.put(row.recalledText);
    }
  },
};
