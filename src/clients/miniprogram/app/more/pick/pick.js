const { attempt, confirm, toast } = require('../../lib/ask');
const { client } = require('../../lib/client');
const { contacts, loadContacts } = require('../../lib/contacts');
const { itemOf } = require('../../lib/conversation-items');
const { definePage } = require('../../lib/page');
const { t } = require('../../lib/strings');

const NAMES_IN_NAME = 3;
const NAME_AT_MOST = 64;

/** Choosing people for a new group or to invite, or a chat to forward to. */
definePage({
  parts: ['pick'],
  data: { state: 'loading', what: '', items: [], name: '', count: '', done: '', ready: false },

  async onLoad({ for: what, room, seq }) {
    this.what = what;
    this.room = room;
    this.seq = Number(seq) || 0;
    this.chosen = new Set();
    this.found = [];
    this.show({ what, done: t(what === 'invite' ? 'pick.invite' : 'pick.create') });
    if (what === 'forward') {
      this.found = client.conversations.list().filter(({ role }) => role).map(itemOf)
        .map(({ key, id, name, hue, initials, avatar }) => ({ key, id, name, hue, initials, avatar }));
    } else {
      await loadContacts();
      const there = what === 'invite' ? new Set((await client.members(room).catch(() => ({ members: [] }))).members.map(({ user }) => user.id))
        : new Set();
      this.found = contacts().filter(({ id }) => !there.has(id));
    }
    this.show({ state: 'ready' });
    this.draw();
  },
  draw() {
    wx.setNavigationBarTitle({ title: t(this.what === 'forward' ? 'pick.room' : 'pick.people'), fail: () => {} });
    this.show({
      items: this.found.map((item) => ({ ...item, chosen: this.chosen.has(item.id) })),
      count: this.chosen.size > 0 ? t('pick.chosen', { n: this.chosen.size }) : '',
      ready: this.chosen.size > 0,
    });
  },

  onName({ detail }) {
    this.show({ name: detail.value });
  },
  async onItem({ currentTarget }) {
    const { id } = currentTarget.dataset;
    if (this.what === 'forward') {
      await this.forward(id);
      return;
    }
    if (!this.chosen.delete(id)) {
      this.chosen.add(id);
    }
    this.draw();
  },
  /** Back, unless one has gone back already. */
  leave() {
    if (this.stops) {
      wx.navigateBack();
    }
  },
  async forward(to) {
    const { name } = client.conversations.get(to);
    await attempt(async () => {
      if (await confirm(t('pick.forwardAsk', { name }))) {
        await client.forward(this.room, [this.seq], to);
        this.leave();
        toast(t('message.forwardDone'));
      }
    });
  },
  async onDone() {
    if (this.chosen.size === 0 || this.busy) {
      return;
    }
    this.busy = true;
    const members = [...this.chosen];
    await attempt(async () => {
      if (this.what === 'invite') {
        await client.invite(this.room, members);
        this.leave();
        toast(t('info.invited'));
        return;
      }
      const names = this.found.filter(({ id }) => this.chosen.has(id)).map(({ name }) => name);
      const name = this.data.name.trim() || [client.me.name, ...names].slice(0, NAMES_IN_NAME).join(', ').slice(0, NAME_AT_MOST);
      const room = await client.createRoom({ name, members });
      if (this.stops) {
        wx.redirectTo({ url: `/pages/chat/chat?room=${encodeURIComponent(room.id)}` });
      }
    });
    this.busy = false;
  },
});
