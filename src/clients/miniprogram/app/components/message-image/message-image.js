const { media } = require('../../lib/media');

const LONG_SIDE = 220;
const SHORT_SIDE = 64;

/** The size in which a picture is drawn: its own shape, within bounds. */
function boxOf({ width, height }) {
  const w = width || LONG_SIDE;
  const h = height || LONG_SIDE * 0.75;
  const scale = Math.min(1, LONG_SIDE / Math.max(w, h));
  return { width: Math.round(Math.max(SHORT_SIDE, w * scale)), height: Math.round(Math.max(SHORT_SIDE, h * scale)) };
}

/** A picture, by its thumbnail; a tap shows all of it. */
Component({
  properties: { body: Object, upload: { type: Number, value: -1 } },
  data: { url: '', width: LONG_SIDE, height: LONG_SIDE, failed: false },
  observers: {
    body(body) {
      if (body && (body.url !== this.seen || body.preview !== this.preview)) {
        this.seen = body.url;
        this.preview = body.preview;
        this.setData(boxOf(body));
        this.load();
      }
    },
  },
  methods: {
    async load() {
      const { body } = this.data;
      const url = body.preview || (await media(body.thumb || body.url));
      if (body.url === this.seen && (!url || url !== this.data.url)) {
        this.setData({ url, failed: !url });
      }
    },
    onError() {
      this.setData({ url: '', failed: true });
    },
    async onTap() {
      if (this.data.failed) {
        this.load();
        return;
      }
      const { body } = this.data;
      const url = body.preview || (await media(body.url));
      if (url) {
        wx.previewImage({ urls: [url], current: url });
      }
    },
  },
});
