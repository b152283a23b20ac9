const { client, config } = require('../../lib/client');
const { definePage } = require('../../lib/page');
const { t } = require('../../lib/strings');

/** Lines on screen; older ones go. */
const LINES_AT_MOST = 200;

/**
 * The tutorial's chat: one socket, and every text goes as it is to everybody else on this page. No account, no history, no
 * JSON. A good place to see how little a chat needs, and what the other pages add to it.
 */
definePage({
  anyone: true,
  title: 'plain.title',
  parts: ['plain'],
  data: { state: 'closed', stateText: '', draft: '', lines: [], newest: '' },

  onLoad() {
    this.count = 0;
    // One socket at a time: the chat's comes back when this page is left.
    client.stop();
    this.connect();
  },
  onUnload() {
    this.socket.close({});
    if (client.me) {
      client.start();
    }
  },

  connect() {
    if (this.data.state !== 'closed') {
      return;
    }
    this.enter('opening');
    const socket = wx.connectSocket({ url: config.plainUrl, fail: () => this.leave(socket) });
    this.socket = socket;
    socket.onOpen(() => this.enter('open'));
    socket.onMessage(({ data }) => this.add(data, false));
    socket.onError(() => this.leave(socket));
    socket.onClose(() => this.leave(socket));
  },
  /** The socket that is in use has gone; what an earlier one says no longer counts. */
  leave(socket) {
    if (socket === this.socket) {
      this.enter('closed');
    }
  },
  enter(state) {
    this.show({ state, stateText: t(`plain.${state}`) });
  },

  onInput({ detail }) {
    this.show({ draft: detail.value });
  },
  onSend() {
    const text = this.data.draft;
    if (!text.trim() || this.data.state !== 'open') {
      return;
    }
    this.socket.send({
      data: text,
      success: () => {
        this.add(text, true);
        this.show({ draft: '' });
      },
      fail: () => this.leave(this.socket),
    });
  },

  add(text, mine) {
    this.count++;
    const line = { id: `line-${this.count}`, text: String(text), mine };
    this.show({ lines: [...this.data.lines, line].slice(-LINES_AT_MOST) });
    this.show({ newest: line.id });
  },
});
