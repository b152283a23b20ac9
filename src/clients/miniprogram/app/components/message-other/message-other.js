const { t } = require('../../lib/strings');

/** A content of a kind that this version does not know. */
Component({
  data: { text: '' },
  lifetimes: {
    attached() {
      this.setData({ text: t('preview.other') });
    },
  },
});
