const { attempt } = require('../../lib/ask');
const { client } = require('../../lib/client');
const { faceOf } = require('../../lib/face');
const { definePage } = require('../../lib/page');
const { sentence } = require('../../lib/strings');

/** Whom this user has blocked. */
definePage({
  title: 'settings.blocks',
  parts: ['settings', 'info'],
  data: { state: 'loading', people: [], trouble: '', code: '' },
  onLoad() {
    this.load();
  },
  async load() {
    try {
      const all = [];
      let cursor = null;
      do {
        const page = await client.blocks(cursor);
        all.push(...page.people);
        cursor = page.cursor;
      } while (cursor);
      this.show({ state: 'ready', people: all.map(({ user }) => ({ key: user.id, name: user.name, ...faceOf(user.id, user.name, user.avatar) })) });
    } catch (error) {
      this.show({ state: 'failed', trouble: sentence(error.code), code: error.code });
    }
  },
  async onUnblock({ currentTarget }) {
    await attempt(() => client.unblock(currentTarget.dataset.user));
    this.load();
  },
});
