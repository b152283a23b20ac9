const { toast } = require('../../lib/ask');
const { t } = require('../../lib/strings');

/** Text, with links and mentions marked; a long one begins folded. */
Component({
  properties: { body: Object, own: Boolean, edited: Boolean, state: String },
  data: { more: '' },
  observers: {
    'body.folded'(folded) {
      if (folded) {
        this.setData({ more: t('message.more') });
      }
    },
  },
  methods: {
    onPart(event) {
      const { part } = event.currentTarget.dataset;
      if (part.kind === 'link') {
        // Mini programs may not open other people's sites.
        wx.setClipboardData({ data: part.text, success: () => toast(t('message.openLink')) });
      }
    },
    onMore() {
      this.triggerEvent('unfold');
    },
  },
});
