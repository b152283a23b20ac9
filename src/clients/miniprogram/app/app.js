const { client, follow } = require('./lib/client');

App({
  onLaunch() {
    follow();
    this.listenForPrivacy();
    client.on('status', ({ state, reason }) => {
      if (state === 'stopped' && reason === 'unauthorized') {
        client.signOut();
        wx.reLaunch({ url: '/pages/login/login?ended=1' });
      }
    });
    if (client.me) {
      client.start();
    }
    this.offerUpdate();
  },

  /** WeChat asks before the first use of what the privacy guide names; the page on screen shows the question. */
  listenForPrivacy() {
    if (wx.onNeedPrivacyAuthorization) {
      wx.onNeedPrivacyAuthorization((resolve) => {
        const pages = getCurrentPages();
        const dialog = pages[pages.length - 1].selectComponent('#privacy');
        if (dialog) {
          dialog.ask(resolve);
        } else {
          resolve({ event: 'disagree' });
        }
      });
    }
  },

  /** A new version is used from the next start on, at once if its user likes. */
  offerUpdate() {
    if (wx.getUpdateManager) {
      const updates = wx.getUpdateManager();
      updates.onUpdateReady(() => updates.applyUpdate());
    }
  },
});
