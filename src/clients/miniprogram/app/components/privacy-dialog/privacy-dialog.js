const { section } = require('../../lib/strings');

/** Asks for consent before the first use of what the privacy guide names. Stands on each page that may need it. */
Component({
  data: { open: false, s: {} },
  lifetimes: {
    detached() {
      this.answer({ event: 'disagree' });
    },
  },
  methods: {
    /** @param {(answer: { event: string, buttonId?: string }) => void} resolve */
    ask(resolve) {
      this.waiting = [...(this.waiting || []), resolve];
      this.setData({ open: true, s: section('privacy') });
    },
    answer(answer) {
      const waiting = this.waiting || [];
      this.waiting = [];
      waiting.forEach((resolve) => resolve(answer));
    },
    onGuide() {
      wx.openPrivacyContract({});
    },
    onAgree() {
      this.setData({ open: false });
      this.answer({ event: 'agree', buttonId: 'agree' });
    },
    onDisagree() {
      this.setData({ open: false });
      this.answer({ event: 'disagree' });
    },
    onNothing() {},
  },
});
