const GAP = 8;
const EMOJI_ROW = 56;
const ACTION_ROW = 60;
const ACTIONS_IN_ROW = 5;

/** What can be done with a message, floating above its bubble, or below where there is no room above. */
Component({
  data: { open: false, side: 'left', place: '', items: [], emojis: [] },
  methods: {
    /**
     * @param {{ rect: any, own: boolean, items: { id: string, label: string, glyph: string }[], emojis: string[] }} what
     */
    show({ rect, own, items, emojis }) {
      const { windowHeight } = wx.getWindowInfo();
      const height = (emojis.length > 0 ? EMOJI_ROW : 0) + Math.ceil(items.length / ACTIONS_IN_ROW) * ACTION_ROW + GAP;
      const above = rect.top - height - GAP;
      const below = Math.min(rect.bottom + GAP, windowHeight - height - GAP);
      this.setData({ open: true, side: own ? 'right' : 'left', place: `top: ${above > GAP ? above : below}px`, items, emojis });
    },
    close() {
      if (this.data.open) {
        this.setData({ open: false });
      }
    },
    onAction(event) {
      this.close();
      this.triggerEvent('action', { id: event.currentTarget.dataset.id });
    },
    onEmoji(event) {
      this.close();
      this.triggerEvent('emoji', { emoji: event.currentTarget.dataset.emoji });
    },
    onNothing() {},
  },
});
