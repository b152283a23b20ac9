const { t } = require('../../lib/strings');

/** A line between messages: a day, the unread divider, what happened in the room, a recalled message. */
Component({
  properties: { line: Object },
  data: { again: '' },
  observers: {
    'line.again'(again) {
      if (again) {
        this.setData({ again: t('message.again') });
      }
    },
  },
  methods: {
    onAgain() {
      this.triggerEvent('again', { key: this.data.line.key });
    },
  },
});
