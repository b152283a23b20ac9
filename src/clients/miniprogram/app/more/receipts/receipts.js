const { client } = require('../../lib/client');
const { faceOf } = require('../../lib/face');
const { definePage } = require('../../lib/page');
const { called, sentence } = require('../../lib/summary');
const { t } = require('../../lib/strings');

/** Who has read a message, and who has not. */
definePage({
  title: 'receipts.title',
  data: { state: 'loading', groups: [], trouble: '', code: '' },
  on: {
    people() {
      this.draw();
    },
  },
  onLoad({ room, seq }) {
    this.room = room;
    this.seq = Number(seq);
    this.load();
  },
  async load() {
    this.show({ state: 'loading' });
    try {
      this.receipts = await client.receipts(this.room, this.seq);
      this.show({ state: 'ready' });
      this.draw();
    } catch (error) {
      this.show({ state: 'failed', trouble: sentence(error.code), code: error.code });
    }
  },
  draw() {
    if (!this.receipts) {
      return;
    }
    const { read, unread } = this.receipts;
    const person = (id) => {
      const known = client.people.get(id);
      return { key: id, name: called(id), ...faceOf(id, called(id), known && known.avatar) };
    };
    // The author is among the readers by the rules; that goes without saying.
    const others = read.filter((id) => id !== client.me.id);
    this.show({
      groups: [['read', others], ['unread', unread]].filter(([, ids]) => ids.length > 0)
        .map(([key, ids]) => ({ key, title: t(`receipts.${key}`, { n: ids.length }), people: ids.map(person) })),
    });
  },
});
