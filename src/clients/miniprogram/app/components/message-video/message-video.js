const { toast } = require('../../lib/ask');
const { duration } = require('../../lib/format');
const { media } = require('../../lib/media');
const { t } = require('../../lib/strings');

const WIDTH = 220;
const HEIGHT_AT_LEAST = 120;
const HEIGHT_AT_MOST = 260;

/** A video, by its first picture if there is one; a tap plays it over the whole screen. */
Component({
  properties: { body: Object, upload: { type: Number, value: -1 } },
  data: { url: '', width: WIDTH, height: HEIGHT_AT_LEAST, length: '' },
  observers: {
    async body(body) {
      if (!body) {
        return;
      }
      const shape = body.width && body.height ? (WIDTH * body.height) / body.width : HEIGHT_AT_LEAST;
      this.setData({
        height: Math.round(Math.min(HEIGHT_AT_MOST, Math.max(HEIGHT_AT_LEAST, shape))),
        length: body.durationMs ? duration(body.durationMs) : '',
      });
      if (body.thumb && body.thumb !== this.thumb) {
        this.thumb = body.thumb;
        this.setData({ url: await media(body.thumb) });
      }
    },
  },
  methods: {
    async onTap() {
      const { body } = this.data;
      const url = body.preview || (await media(body.url));
      if (url) {
        wx.previewMedia({ sources: [{ url, type: 'video' }] });
      } else {
        toast(t('media.failed'));
      }
    },
  },
});
