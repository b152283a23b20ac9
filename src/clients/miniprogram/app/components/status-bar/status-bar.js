const { client, isWeak } = require('../../lib/client');
const { t } = require('../../lib/strings');

/** A connection that is back within this time was never missed. */
const PATIENCE_MS = 2_000;

/** Says that the connection is missing; nothing as long as it isn't. */
Component({
  data: { text: '', glyph: 'offline', tone: '' },
  lifetimes: {
    attached() {
      this.stop = client.on('status', () => this.look());
      this.onWeak = () => this.look();
      if (wx.onNetworkWeakChange) {
        wx.onNetworkWeakChange(this.onWeak);
      }
      this.look();
    },
    detached() {
      this.stop();
      if (wx.offNetworkWeakChange) {
        wx.offNetworkWeakChange(this.onWeak);
      }
      clearTimeout(this.timer);
    },
  },
  methods: {
    look() {
      const { state } = client.status;
      clearTimeout(this.timer);
      if (state === 'online' || state === 'idle') {
        this.tell(state === 'online' && isWeak() ? t('bar.weak') : '', 'offline');
      } else if (state === 'offline' || state === 'stopped') {
        this.say();
      } else if (this.data.text) {
        this.say();
      } else {
        this.timer = setTimeout(() => this.say(), PATIENCE_MS);
      }
    },
    say() {
      const { state, reason } = client.status;
      const stopped = reason === 'banned' ? 'bar.banned' : reason === 'replaced' || reason === 'takenOver' ? 'bar.replaced' : 'bar.stopped';
      const key = state === 'stopped' ? stopped : `bar.${state}`;
      if (state !== 'online' && state !== 'idle') {
        this.tell(t(key), state === 'offline' ? 'offline' : state === 'stopped' ? 'alert' : 'clock');
      }
    },
    tell(text, glyph) {
      if (text !== this.data.text) {
        this.setData({ text, glyph });
      }
    },
    onTap() {
      const { state, reason } = client.status;
      if (state === 'stopped' && reason !== 'banned') {
        client.start();
      } else {
        client.wake();
      }
    },
  },
});
