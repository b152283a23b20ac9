/** A finger that moves this far sideways, and less up or down, means the buttons. */
const SWIPE_PX = 36;

/** One line of the list; swiping it to the left brings out what can be done with it. */
Component({
  properties: { item: Object, open: Boolean },
  methods: {
    onStart({ touches }) {
      this.from = { x: touches[0].clientX, y: touches[0].clientY };
    },
    onMove({ touches }) {
      if (!this.from) {
        return;
      }
      const across = touches[0].clientX - this.from.x;
      const along = touches[0].clientY - this.from.y;
      if (Math.abs(across) > SWIPE_PX && Math.abs(across) > Math.abs(along)) {
        // One decision a gesture: the rest is a transition, so that no message crosses to the page for each pixel.
        this.from = null;
        this.triggerEvent('swipe', { id: this.data.item.id, open: across < 0 });
      }
    },
    onOpen() {
      this.triggerEvent('swipe', { id: this.data.item.id, open: true });
    },
    onTap() {
      this.triggerEvent(this.data.open ? 'swipe' : 'choose', { id: this.data.item.id, open: false });
    },
    onAction(event) {
      this.triggerEvent('action', { id: this.data.item.id, action: event.currentTarget.dataset.id });
    },
  },
});
