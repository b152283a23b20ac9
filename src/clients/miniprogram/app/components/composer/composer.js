const { toast } = require('../../lib/ask');
const recorder = require('../../lib/recorder');
const { section, t } = require('../../lib/strings');

/** How far a thumb slides up before its voice message is dropped. */
const CANCEL_AFTER_PX = 80;
/** How close to the limit a text must be before it is counted. */
const COUNT_WITHIN = 100;
const TICK_MS = 500;

/** What is written, recorded or chosen. Tells the page what to send, and keeps nothing but the text being written. */
Component({
  properties: {
    /** Why nobody may write here; empty if one may. */
    barred: String,
    limit: { type: Number, value: 5000 },
    /** Whom `@` offers: { id, name, hue, initials, avatar }. */
    people: Array,
  },
  data: {
    text: '', sendable: false, counter: '', over: 0, focus: false, context: null, panel: '', open: false,
    voice: false, recording: false, cancelling: false, seconds: 0, tiles: [], s: {},
  },
  observers: {
    barred(barred) {
      // What is held goes from the screen, and no release is told.
      if (barred) {
        this.stopRecording(true);
      }
    },
  },
  lifetimes: {
    attached() {
      this.repaint();
    },
    detached() {
      this.stopRecording(true);
    },
  },
  methods: {
    repaint() {
      this.setData({
        s: section('common', 'compose'),
        tiles: [['photo', 'image'], ['camera', 'camera'], ['file', 'file'], ['place', 'place']]
          .map(([id, glyph]) => ({ id, glyph, label: t(`compose.${id}`) })),
      });
    },

    /** @param {string} text replaces what is there */
    put(text, focus = true) {
      this.write(text);
      this.setData({ voice: false, panel: '', focus });
    },
    /** @param {{ title: string, text: string, glyph: string } | null} context a bar above the text: what is quoted or edited */
    setContext(context) {
      this.setData({ context });
    },
    closePanels() {
      if (this.data.panel) {
        this.setPanel('');
      }
    },
    value() {
      return this.data.text;
    },

    write(text) {
      const left = this.data.limit - text.length;
      this.setData({
        text,
        sendable: text.trim().length > 0,
        over: Math.max(0, -left),
        counter: left >= COUNT_WITHIN ? '' : left >= 0 ? t('compose.left', { n: left }) : t('compose.over', { n: -left }),
      });
    },
    onInput(event) {
      this.write(event.detail.value);
      this.triggerEvent('text', { text: this.data.text, cursor: event.detail.cursor });
    },
    onSend() {
      if (this.data.sendable && this.data.over === 0) {
        this.triggerEvent('send', { text: this.data.text });
      }
    },
    onPerson(event) {
      this.triggerEvent('person', event.currentTarget.dataset.person);
    },
    onDropContext() {
      this.triggerEvent('dropcontext');
    },
    onFocus() {
      this.setPanel('');
      this.setData({ focus: true });
    },
    onBlur() {
      this.setData({ focus: false });
    },
    onKeyboard(event) {
      this.triggerEvent('keyboard', { height: event.detail.height });
    },

    setPanel(panel) {
      this.setData({ panel, open: panel !== '' });
      this.triggerEvent('resize');
    },
    onEmojiPanel() {
      const open = this.data.panel !== 'emoji';
      this.setData({ voice: false, focus: !open });
      this.setPanel(open ? 'emoji' : '');
    },
    onMorePanel() {
      this.setData({ focus: false });
      this.setPanel(this.data.panel === 'more' ? '' : 'more');
    },
    onEmoji(event) {
      this.write(this.data.text + event.detail.emoji);
      this.triggerEvent('text', { text: this.data.text, cursor: this.data.text.length });
    },
    onTile(event) {
      this.setPanel('');
      this.triggerEvent('attach', { id: event.currentTarget.dataset.id });
    },

    onVoiceMode() {
      this.setPanel('');
      this.setData({ voice: !this.data.voice, focus: this.data.voice });
    },
    async onHold(event) {
      this.startY = event.touches[0].clientY;
      this.held = true;
      // The first time WeChat asks, and the press ends meanwhile.
      if (await recorder.allowed() && this.held && !this.data.recording) {
        recorder.start((failure) => failure && this.stopRecording(true));
        this.began = Date.now();
        this.setData({ recording: true, cancelling: false, seconds: 0 });
        this.ticks = setInterval(() => this.tick(), TICK_MS);
      }
    },
    tick() {
      const seconds = Math.floor((Date.now() - this.began) / 1000);
      if (seconds !== this.data.seconds) {
        this.setData({ seconds });
      }
      if (Date.now() - this.began >= recorder.MOST_MS) {
        this.onRelease();
      }
    },
    onSlide(event) {
      const cancelling = this.startY - event.touches[0].clientY > CANCEL_AFTER_PX;
      if (this.data.recording && cancelling !== this.data.cancelling) {
        this.setData({ cancelling });
      }
    },
    onRelease() {
      this.stopRecording(this.data.cancelling);
    },
    onLost() {
      this.stopRecording(true);
    },
    async stopRecording(dropped) {
      this.held = false;
      if (!this.data.recording) {
        return;
      }
      clearInterval(this.ticks);
      this.setData({ recording: false, cancelling: false });
      const voice = await recorder.stop();
      if (dropped || !voice) {
        return;
      }
      if (voice.durationMs < recorder.LEAST_MS) {
        toast(t('compose.short'));
      } else {
        this.triggerEvent('voice', voice);
      }
    },
  },
});
