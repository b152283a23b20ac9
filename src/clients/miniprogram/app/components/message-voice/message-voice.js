const { attempt, toast } = require('../../lib/ask');
const { duration } = require('../../lib/format');
const { media } = require('../../lib/media');
const player = require('../../lib/player');
const { t } = require('../../lib/strings');

const WIDTH_AT_LEAST = 120;
const WIDTH_AT_MOST = 220;
const STICK = 5;
/** What stands beside the sticks: the button and the length. */
const REST = 60;

/** Sticks that look the same each time that the same message is drawn. */
function barsOf(seed, width) {
  let value = [...String(seed)].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 9973, 7);
  return Array.from({ length: Math.floor((width - REST) / STICK) }, (_, key) => {
    value = (value * 137 + 71) % 9973;
    return { key, height: 6 + (value % 15) };
  });
}

/** A voice message: a wave and its length. One plays at a time. */
Component({
  properties: { body: Object },
  data: { playing: false, width: WIDTH_AT_LEAST, bars: [], length: '' },
  observers: {
    body(body) {
      if (body) {
        const width = Math.min(WIDTH_AT_MOST, WIDTH_AT_LEAST + Math.round((body.durationMs || 0) / 600));
        this.setData({ width, bars: barsOf(body.durationMs || 1, width), length: duration(body.durationMs) });
      }
    },
  },
  lifetimes: {
    attached() {
      this.stop = player.onChange((playing) => this.mark(playing));
    },
    detached() {
      this.stop();
      if (this.data.playing) {
        player.stop();
      }
    },
  },
  methods: {
    mark(playing) {
      const now = playing !== null && playing === this.source;
      if (now !== this.data.playing) {
        this.setData({ playing: now });
      }
    },
    async onTap() {
      if (this.data.playing) {
        player.stop();
        return;
      }
      const { body } = this.data;
      await attempt(async () => {
        this.source = body.preview || (await media(body.url));
        if (this.source) {
          player.play(this.source);
        } else {
          toast(t('media.failed'));
        }
      });
    },
  },
});
