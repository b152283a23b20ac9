const { t } = require('../../lib/strings');

/** How far an own message has come, and whether a message was edited. */
Component({
  properties: { own: Boolean, edited: Boolean, state: String },
  data: { label: '' },
  observers: {
    edited(edited) {
      if (edited) {
        this.setData({ label: t('message.edited') });
      }
    },
  },
});
