// A first chat page, as a beginner writes it: the global socket functions, plain text, no account.
Page({
  data: { isOpen: false, draft: '', lines: [], error: '' },

  onLoad(query) {
    wx.onSocketOpen(() => this.setData({ isOpen: true }));
    wx.onSocketMessage((message) => this.addLine({ mine: false, text: message.data }));
    wx.onSocketError((failure) => this.setData({ error: failure.errMsg }));
    wx.onSocketClose(() => this.setData({ isOpen: false }));
    wx.connectSocket({ url: 'ws://localhost:' + (query.port || 8080) });
  },

  onUnload() {
    wx.closeSocket();
  },

  onInput(event) {
    this.setData({ draft: event.detail.value });
  },

  onSend() {
    const text = this.data.draft;
    wx.sendSocketMessage({
      data: text,
      success: () => {
        this.addLine({ mine: true, text: text });
        this.setData({ draft: '' });
      },
      fail: (failure) => this.setData({ error: failure.errMsg }),
    });
  },

  addLine(line) {
    this.setData({ lines: this.data.lines.concat([line]) });
  },
});
