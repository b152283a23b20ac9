const { attempt, choose, confirm, toast } = require('../../lib/ask');
const { client } = require('../../lib/client');
const { itemOf, unreadInAll } = require('../../lib/conversation-items');
const notify = require('../../lib/notify');
const { definePage } = require('../../lib/page');
const { badge } = require('../../lib/format');
const start = require('../../lib/start');
const { t } = require('../../lib/strings');

const TOGETHER_MS = 50;
const FIRST = 30;
const STEP = 30;
/** Times such as "now" grow old on their own. */
const AGE_MS = 60_000;
const REFRESH_MS = 600;

function redraw() {
  this.schedule();
}

definePage({
  tab: true,
  title: 'tab.chats',
  parts: ['list'],
  data: { state: 'loading', items: [], open: '', offer: false },
  on: { conversations: redraw, people: redraw, presence: redraw, status: redraw, session: redraw },

  onLoad() {
    this.most = FIRST;
    this.clock = setInterval(() => this.schedule(), AGE_MS);
    this.show({ offer: notify.wanted() });
  },
  onShow() {
    this.visible = true;
    this.draw();
  },
  onHide() {
    this.visible = false;
    this.show({ open: '' });
  },
  onUnload() {
    clearTimeout(this.timer);
    clearInterval(this.clock);
    if (this.unwatch) {
      this.unwatch();
    }
  },

  schedule() {
    this.timer = this.timer || setTimeout(() => {
      this.timer = null;
      // What nobody sees waits until it is seen; only the number on the tab goes on.
      if (this.visible) {
        this.draw();
      } else {
        this.tellTab();
      }
    }, TOGETHER_MS);
  },

  draw() {
    const conversations = client.conversations.list();
    const drawn = conversations.slice(0, this.most);
    const waiting = conversations.length === 0 && client.status.state !== 'online' && client.status.state !== 'stopped';
    this.watch(drawn);
    this.show({
      items: drawn.map(itemOf),
      state: waiting ? 'loading' : conversations.length === 0 ? 'empty' : 'ready',
    });
    this.tellTab();
  },
  tellTab() {
    const unread = unreadInAll();
    if (unread !== this.told) {
      this.told = unread;
      // Refused while a page without tabs is in front; asked for again when this one is back.
      const fail = () => { this.told = null; };
      if (unread > 0) {
        wx.setTabBarBadge({ index: 0, text: badge(unread), fail });
      } else {
        wx.removeTabBarBadge({ index: 0, fail });
      }
    }
  },
  watch(conversations) {
    const users = conversations.flatMap(({ kind, peer }) => (kind === 'dm' && peer ? [peer.id] : []));
    const key = users.slice().sort().join(' ');
    if (key !== this.watched) {
      this.watched = key;
      const before = this.unwatch;
      this.unwatch = users.length > 0 ? client.watchPresence(users) : null;
      if (before) {
        before();
      }
    }
  },

  onReachBottom() {
    if (this.most < client.conversations.list().length) {
      this.most += STEP;
      this.draw();
    }
  },
  onPullDownRefresh() {
    client.wake();
    setTimeout(() => {
      this.draw();
      wx.stopPullDownRefresh();
    }, REFRESH_MS);
  },

  onOutside() {
    if (this.data.open) {
      this.show({ open: '' });
    }
  },
  onSwipe({ detail }) {
    this.show({ open: detail.open ? detail.id : '' });
  },
  onChoose({ detail }) {
    start.openRoom(detail.id);
  },
  async onAction({ detail: { id, action } }) {
    const { pinned, silenced, name, kind } = client.conversations.get(id);
    this.show({ open: '' });
    await attempt(async () => {
      if (action === 'pin') {
        await client.pin(id, !pinned);
      } else if (action === 'silence') {
        await client.silence(id, !silenced);
      } else if (kind !== 'dm' && await confirm(t('info.leaveAsk', { name }), t('list.leave'), true)) {
        await client.leaveRoom(id);
        toast(t('info.left', { name }));
      }
    });
  },

  onSearch() {
    start.go('/more/search/search');
  },
  async onNew() {
    const chosen = await choose([
      { label: t('contacts.group'), run: start.newGroup },
      { label: t('contacts.join'), run: start.joinById },
      { label: t('contacts.add'), run: start.directById },
    ]);
    if (chosen) {
      await chosen.run();
    }
  },
  async onLobby() {
    const room = await attempt(() => client.joinRoom('lobby'));
    if (room) {
      start.openRoom(room.id);
    }
  },
  async onNotify() {
    if (await notify.ask()) {
      toast(t('list.notified'));
    }
    this.onNotifyClose();
  },
  onNotifyClose() {
    notify.postpone();
    this.show({ offer: false });
  },
});
