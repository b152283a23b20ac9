const { attempt, call, confirm, toast } = require('../../lib/ask');
const { client } = require('../../lib/client');
const { faceOf } = require('../../lib/face');
const { definePage } = require('../../lib/page');
const start = require('../../lib/start');
const { t } = require('../../lib/strings');

function redraw() {
  this.draw();
}

/** A person; one's own page is where name and picture are changed. */
definePage({
  title: 'settings.profile',
  parts: ['info', 'member', 'profile'],
  data: { mine: false, user: { id: '', name: '', hue: 0, initials: '', avatar: '' }, draft: '', presence: '', blocked: false },
  on: { people: redraw, presence: redraw },

  async onLoad({ user }) {
    this.user = user;
    this.show({ mine: user === client.me.id });
    if (user === client.me.id) {
      this.show({ draft: client.me.name });
    } else {
      this.unwatch = client.watchPresence([user]);
      const blocks = await client.blocks().catch(() => ({ people: [] }));
      this.show({ blocked: blocks.people.some((entry) => entry.user.id === user) });
    }
  },
  onUnload() {
    if (this.unwatch) {
      this.unwatch();
    }
  },
  draw() {
    const person = client.people.get(this.user);
    const presence = client.presence(this.user);
    if (person) {
      this.show({ user: { id: person.id, name: person.name, ...faceOf(person.id, person.name, person.avatar) }, presence: presence ? presence.state : '' });
    }
  },

  async onAvatar({ detail }) {
    await attempt(async () => {
      const path = detail.avatarUrl;
      const { size } = await new Promise((success, fail) => wx.getFileSystemManager().getFileInfo({ filePath: path, success, fail }));
      const { url } = await client.upload({ body: path, name: path.split('/').pop(), mime: 'image/jpeg', size });
      await client.updateUser({ avatar: url });
      toast(t('common.saved'));
    });
  },
  onName({ detail }) {
    this.show({ draft: detail.value });
  },
  onNameDone({ detail }) {
    // WeChat fills a nickname in without an input event.
    this.show({ draft: detail.value });
  },
  async onSave() {
    const name = this.data.draft.trim();
    if (name && await attempt(() => client.updateUser({ name }))) {
      this.show({ draft: name });
      toast(t('common.saved'));
    }
  },
  onCopy() {
    call('setClipboardData', { data: this.user });
  },
  onMessage() {
    start.openDirect(this.user);
  },
  async onBlock() {
    const { blocked, user } = this.data;
    await attempt(async () => {
      if (blocked) {
        await client.unblock(this.user);
      } else if (await confirm(t('info.blockAsk', { name: user.name }), t('info.block'), true)) {
        await client.block(this.user);
      } else {
        return;
      }
      this.show({ blocked: !blocked });
    });
  },
});
