const { call, isCancel } = require('../../lib/ask');
const { client, config } = require('../../lib/client');
const { definePage } = require('../../lib/page');
const { sentence } = require('../../lib/strings');

const HOME = '/pages/conversations/conversations';
const TABS = [HOME, '/pages/contacts/contacts', '/pages/settings/settings'];

definePage({
  anyone: true,
  title: 'app.name',
  parts: ['login'],
  data: { guests: config.guests, name: '', busy: false, ended: false, trouble: '', code: '' },
  onLoad({ then, ended }) {
    this.then = then || HOME;
    this.show({ ended: Boolean(ended) });
  },

  onName({ detail }) {
    this.show({ name: detail.value });
  },
  onWeChat() {
    this.signIn(async () => {
      // A code is good for one exchange and five minutes: a new one each time.
      const { code } = await call('login').catch(() => { throw { code: 'login' }; });
      await client.signIn('wechat', { code });
    });
  },
  onGuest() {
    const name = this.data.name.trim();
    if (name) {
      this.signIn(() => client.signIn('guest', { name }));
    }
  },
  async signIn(way) {
    if (this.data.busy) {
      return;
    }
    this.show({ busy: true, trouble: '', code: '' });
    try {
      await way();
      const tab = TABS.includes(this.then.split('?')[0]);
      if (tab) {
        wx.switchTab({ url: this.then.split('?')[0] });
      } else {
        wx.reLaunch({ url: this.then });
      }
    } catch (error) {
      if (!isCancel(error)) {
        this.show({ trouble: sentence(error.code || 'internal'), code: error.code || '' });
      }
    }
    this.show({ busy: false });
  },
  onPrivacy() {
    wx.openPrivacyContract({ fail: () => {} });
  },
  onPlain() {
    wx.navigateTo({ url: '/pages/plain/plain' });
  },
});
