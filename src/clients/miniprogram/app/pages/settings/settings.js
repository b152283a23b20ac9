const { choose, confirm, toast } = require('../../lib/ask');
const { client, config } = require('../../lib/client');
const { forgetDrafts } = require('../../lib/drafts');
const { faceOf } = require('../../lib/face');
const { sizeOf } = require('../../lib/format');
const notify = require('../../lib/notify');
const { definePage } = require('../../lib/page');
const settings = require('../../lib/settings');
const { t } = require('../../lib/strings');
const { go, openPerson } = require('../../lib/start');

/** Languages are called by their own names, whatever the language. */
const LANGUAGES = { en: 'English', zh: '简体中文' };
const KB = 1024;

function redraw() {
  this.draw();
}

definePage({
  tab: true,
  title: 'tab.me',
  parts: ['settings'],
  data: { me: { name: '', id: '', hue: 0, initials: '', avatar: '' }, language: '', look: '', used: '', guests: config.guests, notify: false },
  on: { people: redraw },
  onShow() {
    this.draw();
  },
  draw() {
    const { me } = client;
    if (me) {
      this.show({
        me: { id: me.id, name: me.name, ...faceOf(me.id, me.name, me.avatar) },
        language: LANGUAGES[settings.chosen.language] || t('settings.system'),
        look: t(`settings.${settings.chosen.theme}`),
        used: sizeOf(wx.getStorageInfoSync().currentSize * KB),
        notify: config.templates.length > 0,
      });
    }
  },

  onProfile() {
    openPerson(client.me.id);
  },
  async onChoose({ currentTarget }) {
    const { setting } = currentTarget.dataset;
    const labels = setting === 'language'
      ? { system: t('settings.system'), ...LANGUAGES }
      : { system: t('settings.system'), light: t('settings.light'), dark: t('settings.dark') };
    const chosen = await choose(Object.entries(labels).map(([value, label]) => ({ value, label })));
    if (chosen) {
      settings.choose({ [setting]: chosen.value });
    }
  },
  async onNotify() {
    if (await notify.ask()) {
      toast(t('list.notified'));
    }
  },
  async onCache() {
    if (await confirm(t('settings.clear'), t('common.ok'))) {
      forgetDrafts();
      const files = wx.getFileSystemManager();
      files.getSavedFileList({
        success: ({ fileList }) => fileList.forEach(({ filePath }) => files.removeSavedFile({ filePath, fail: () => {} })),
        fail: () => {},
      });
      this.draw();
      toast(t('settings.cleared'));
    }
  },
  onBlocks() {
    go('/more/blocks/blocks');
  },
  onPrivacy() {
    wx.openPrivacyContract({ fail: () => {} });
  },
  onPlain() {
    go('/pages/plain/plain');
  },
  async onSignOut() {
    if (await confirm(t('settings.signOutAsk', { name: client.me.name }), t('settings.signOut'), true)) {
      forgetDrafts();
      client.signOut();
      wx.reLaunch({ url: '/pages/login/login' });
    }
  },
});
