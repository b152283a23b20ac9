const { section } = require('../../lib/strings');

/** One message with its group's head, its reactions and what went wrong. Says what was done to it; does nothing itself. */
Component({
  properties: { line: Object, flash: Boolean },
  data: { s: {} },
  observers: {
    'line.trouble'(trouble) {
      if (trouble) {
        this.setData({ s: section('message') });
      }
    },
  },
  methods: {
    onMenu(event) {
      const touch = event.touches && event.touches[0];
      const fallback = touch ? { top: touch.clientY, bottom: touch.clientY, left: touch.clientX, right: touch.clientX } : null;
      this.createSelectorQuery().select('.bubble').boundingClientRect((rect) => {
        this.triggerEvent('menu', { key: this.data.line.key, rect: rect || fallback });
      }).exec();
    },
    onQuote() {
      this.triggerEvent('jump', { seq: this.data.line.quote.seq });
    },
    onUnfold() {
      this.triggerEvent('unfold', { key: this.data.line.key });
    },
    onReaction(event) {
      const { emoji, on } = event.currentTarget.dataset;
      this.triggerEvent('react', { seq: this.data.line.seq, emoji, on });
    },
    onPerson() {
      this.triggerEvent('person', { user: this.data.line.from });
    },
    onMention() {
      this.triggerEvent('mention', { user: this.data.line.from });
    },
    onResend() {
      this.triggerEvent('resend', { clientMsgId: this.data.line.clientMsgId });
    },
    onDiscard() {
      this.triggerEvent('discard', { clientMsgId: this.data.line.clientMsgId });
    },
  },
});
