const { client } = require('../../lib/client');
const { itemOf } = require('../../lib/conversation-items');
const { faceOf } = require('../../lib/face');
const { listTime } = require('../../lib/format');
const { definePage } = require('../../lib/page');
const start = require('../../lib/start');
const { called, contentText, sentence } = require('../../lib/summary');
const { t } = require('../../lib/strings');
const { highlighted, keyed } = require('../../lib/text');

const QUIET_MS = 300;
const ROOMS_AT_MOST = 5;
/** What stands before the first thing found, so that it is seen in two lines. */
const LEAD = 24;
const TEXT_AT_MOST = 160;

function excerpt(text, ranges) {
  const first = ranges.length > 0 ? ranges[0][0] : 0;
  const from = Math.max(0, first - LEAD);
  const cut = text.slice(from, from + TEXT_AT_MOST);
  const inside = ranges.map(([at, length]) => [at - from, length]).filter(([at, length]) => at >= 0 && at + length <= cut.length);
  const parts = highlighted(cut, inside);
  return keyed(from > 0 ? [{ kind: 'text', text: '…' }, ...parts] : parts);
}

function hitOf({ event, highlights }) {
  const conversation = client.conversations.get(event.room);
  const person = client.people.get(event.from);
  const text = event.content && event.content.kind === 'file' ? event.content.name || '' : contentText(event.content);
  const who = called(event.from);
  return {
    key: `${event.room}:${event.seq}`, room: event.room, seq: event.seq, who, time: listTime(event.time),
    where: conversation && conversation.name !== who ? conversation.name : '', ...faceOf(event.from, who, person && person.avatar), parts: excerpt(text, highlights),
  };
}

definePage({
  title: 'list.search',
  parts: ['search'],
  data: { q: '', state: 'start', rooms: [], hits: [], nothing: '', trouble: '', code: '' },
  on: {
    people() {
      this.draw();
    },
  },
  onLoad({ room }) {
    this.room = room;
    this.found = [];
  },
  onUnload() {
    clearTimeout(this.timer);
  },
  draw() {
    const q = this.data.q.trim().toLowerCase();
    const rooms = q && !this.room
      ? client.conversations.list().filter(({ name }) => name.toLowerCase().includes(q)).slice(0, ROOMS_AT_MOST) : [];
    this.show({
      rooms: rooms.map(itemOf).map(({ key, id, name, hue, initials, avatar }) => ({ key, id, name, hue, initials, avatar })),
      hits: this.found.map(hitOf),
      nothing: t('search.nothing', { q: this.data.q.trim() }),
    });
  },

  onInput({ detail }) {
    this.show({ q: detail.value });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), QUIET_MS);
  },
  onConfirm() {
    clearTimeout(this.timer);
    this.find();
  },
  async find() {
    const q = this.data.q.trim();
    this.asked = { q };
    this.before = null;
    this.found = [];
    this.draw();
    if (!q) {
      this.show({ state: 'start' });
      return;
    }
    this.show({ state: 'loading' });
    await this.page(this.asked);
  },
  async page(asked) {
    try {
      const { hits, before } = await client.search({ q: asked.q, room: this.room || undefined, before: this.before });
      // What was asked before the last key no longer counts.
      if (asked === this.asked) {
        this.found = [...this.found, ...hits];
        this.before = before;
        this.show({ state: 'ready' });
        this.draw();
      }
    } catch (error) {
      if (asked === this.asked) {
        this.show({ state: 'failed', trouble: sentence(error.code), code: error.code });
      }
    }
  },
  async onReachBottom() {
    if (this.before && !this.paging) {
      this.paging = true;
      await this.page(this.asked);
      this.paging = false;
    }
  },
  onRoom({ currentTarget }) {
    start.openRoom(currentTarget.dataset.room);
  },
  onHit({ currentTarget }) {
    const { room, seq } = currentTarget.dataset;
    start.openRoom(room, seq);
  },
});
