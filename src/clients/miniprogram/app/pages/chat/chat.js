const { attempt, toast } = require('../../lib/ask');
const attach = require('../../lib/attach');
const { client } = require('../../lib/client');
const { draftOf, keepDraft } = require('../../lib/drafts');
const { createLines } = require('../../lib/lines');
const { createMentions } = require('../../lib/mentions');
const { definePage } = require('../../lib/page');
const player = require('../../lib/player');
const { createWindow } = require('../../lib/window');
const { announcementOf, barredIn, titleOf, typingIn } = require('../../lib/room');
const { sentence } = require('../../lib/summary');
const { t } = require('../../lib/strings');
const messageActions = require('./message-actions');
const { go, openPerson } = require('../../lib/start');

/** What happens within this time is drawn together. */
const TOGETHER_MS = 30;
/** Closer to the end than this, one is at the end. */
const END_PX = 80;
/** At the very top no browser keeps the place of what it shows. */
const TOP_PX = 8;
/** Closer to the top than this, what is above is asked for; as the template says. */
const AHEAD_PX = 600;
const FLASH_MS = 1_300;

/** Redraws when `id` is the room on screen. */
function redraw(id) {
  if (id === undefined || id === this.room) {
    this.schedule();
  }
}

/** A quoted message that was edited or recalled is looked up again. */
function forgetQuote({ type, room, target }) {
  if (type === 'event' && room === this.room && target) {
    this.lines.forget(target);
  }
}

definePage({
  ...messageActions,
  parts: ['chat'],
  data: {
    lines: [], state: 'loading', code: '', trouble: '', older: 'idle', into: '', flash: 0, pill: '', typing: '', announcement: '',
    barred: '', limit: 5000, people: [], keyboard: 0,
  },
  on: { room: redraw, typing: redraw, conversations: redraw, people: redraw, session: redraw, removed: redraw, push: forgetQuote },

  onLoad({ room, seq }) {
    const conversation = client.conversations.get(room);
    this.room = room;
    this.lines = createLines(room, () => this.schedule());
    this.window = createWindow();
    this.mentions = createMentions(room);
    this.all = [];
    this.unreadAfter = conversation && conversation.unread > 0 ? conversation.readSeq : null;
    this.seenSeq = conversation ? conversation.readSeq : 0;
    this.bottom = true;
    this.wanted = Number(seq) || 0;
    client.openRoom(room);
  },
  onReady() {
    this.composer = this.selectComponent('#composer');
    if (this.stops && this.composer && draftOf(this.room)) {
      this.composer.put(draftOf(this.room), false);
    }
    this.measure();
  },
  onShow() {
    this.visible = true;
    this.schedule();
  },
  onHide() {
    this.visible = false;
    this.keep();
    player.stop();
  },
  onUnload() {
    clearTimeout(this.timer);
    this.keep();
    player.stop();
    client.trimRoom(this.room);
  },

  /** What was begun outlives the page, and the program. */
  keep() {
    if (this.room && this.composer) {
      keepDraft(this.room, this.editing ? this.before || '' : this.composer.value());
    }
  },

  schedule() {
    this.timer = this.timer || setTimeout(() => {
      this.timer = null;
      this.draw();
    }, TOGETHER_MS);
  },

  draw() {
    const { room } = this;
    const conversation = client.conversations.get(room);
    const view = client.view(room);
    if (!this.bottom) {
      this.window.hold(this.all);
    }
    this.all = this.lines.lay(view.rows, this.unreadAfter);
    const gone = view.state !== 'loading' && client.status.state === 'online' && (!conversation || !conversation.role);
    this.open(view);
    if (this.goingUp && view.older !== 'loading') {
      this.goingUp = false;
      this.goUp();
    }
    const cut = this.window.cut(this.all);
    const grew = this.last !== undefined && view.last !== this.last;
    this.last = view.last;
    this.below = cut.after;
    // No scrolling tells of a page that is shorter than the screen, or of a failure while one stays at the top.
    if (view.state === 'ready' && view.older === 'idle' && cut.before === 0 && !(this.top > AHEAD_PX)) {
      this.goingUp = true;
      client.loadOlder(room);
    }
    this.retitle();
    const state = gone ? 'gone' : view.state;
    const back = this.data.state === 'gone' && state !== 'gone';
    this.show({
      announcement: announcementOf(room),
      lines: this.lines.models(cut.lines),
      state,
      code: view.code || '',
      trouble: view.code ? sentence(view.code) : '',
      older: view.older,
      barred: barredIn(room),
      typing: typingIn(room),
      limit: client.limits.maxTextChars,
    });
    if (back) {
      this.composer = this.selectComponent('#composer');
    }
    this.keepPlace();
    if (this.bottom && (grew || this.sent)) {
      this.sent = false;
      this.toEnd();
    }
    this.count(view);
  },

  /** Once, when the first lines are there: begins at what was asked for, else at what is unread, else at the end. */
  open(view) {
    if (view.state !== 'ready' || this.opened) {
      return;
    }
    this.opened = true;
    this.last = view.last;
    const unread = this.all.findIndex((line) => line.key === 'unread');
    if (this.wanted) {
      this.jump(this.wanted);
    } else if (unread >= 0 && unread < this.all.length - 1) {
      this.window.around(this.all, 'unread');
      this.goTo = 'unread';
      this.bottom = false;
    } else {
      this.sent = true;
    }
  },

  retitle() {
    const title = titleOf(this.room);
    if (title !== this.titled && this.visible) {
      this.titled = title;
      wx.setNavigationBarTitle({ title, fail: () => {} });
    }
  },

  /** Scrolls where the last change was meant to lead, now that it is drawn. */
  keepPlace() {
    if (this.goTo) {
      this.show({ into: '' });
      this.show({ into: this.goTo });
      this.goTo = '';
      this.measure();
    }
  },

  toEnd() {
    this.bottom = true;
    this.show({ into: this.data.into === 'end0' ? 'end1' : 'end0' });
  },

  /** Marks as read what is seen, and counts what is not. */
  count(view) {
    const seen = this.bottom && this.below === 0 && this.visible;
    if (seen && view.last > 0) {
      this.seenSeq = view.last;
      client.markRead(this.room, view.last);
    }
    const fresh = seen ? 0 : view.rows.filter((row) => row.kind === 'message' && !row.own && row.seq > this.seenSeq).length;
    const away = !this.bottom && this.opened;
    this.show({ pill: fresh > 0 ? t('chat.new', { n: fresh > 99 ? '99+' : fresh }) : away && this.far ? t('chat.toEnd') : '' });
  },

  /** How far the end is, where no scrolling tells. */
  measure() {
    const query = this.createSelectorQuery();
    query.select('#log').boundingClientRect();
    query.select('#end1').boundingClientRect();
    query.exec(([log, end]) => {
      if (log && end && this.stops) {
        this.height = log.height;
        this.noteLeft(end.bottom - log.bottom);
      }
    });
  },
  noteLeft(left) {
    const bottom = left < END_PX && this.below === 0;
    const far = left > this.height || this.below > 0;
    if (bottom !== this.bottom || far !== this.far) {
      this.bottom = bottom;
      this.far = far;
      this.schedule();
    }
  },

  onScroll({ detail }) {
    this.top = detail.scrollTop;
    if (this.height) {
      this.noteLeft(detail.scrollHeight - detail.scrollTop - this.height);
    }
  },
  /** Draws more of what is above; at the very top the line that was first has to be scrolled to. */
  goUp() {
    const first = this.data.lines.find((line) => line.anchor);
    const drawn = this.window.up(this.all);
    if (drawn && this.bottom) {
      this.sent = true;
    } else if (drawn && first && !(this.top >= TOP_PX)) {
      this.goTo = first.anchor;
    }
    return drawn;
  },
  onUpper() {
    if (this.goUp()) {
      this.schedule();
    } else {
      this.goingUp = true;
      client.loadOlder(this.room);
    }
  },
  onLower() {
    if (this.window.down(this.all)) {
      this.schedule();
    }
  },
  onPill() {
    this.window.toEnd();
    this.bottom = true;
    this.sent = true;
    this.draw();
  },
  onLogTap() {
    if (this.composer) {
      this.composer.closePanels();
    }
  },
  onKeyboard({ detail }) {
    this.show({ keyboard: detail.height });
    this.onResize();
  },
  onResize() {
    if (this.bottom) {
      this.toEnd();
    }
    this.measure();
  },
  onReload() {
    client.openRoom(this.room);
  },
  onInfo() {
    go(`/more/info/info?room=${encodeURIComponent(this.room)}`);
  },
  async onJoin() {
    const joined = await attempt(() => client.joinRoom(this.room));
    if (joined) {
      client.openRoom(this.room);
      this.schedule();
    }
  },

  onJump({ detail }) {
    this.jump(detail.seq);
  },
  async jump(seq) {
    if (!client.row(this.room, seq) && !(await client.loadUpTo(this.room, seq).catch(() => false))) {
      toast(t('chat.tooFar'));
      return;
    }
    this.all = this.lines.lay(client.view(this.room).rows, this.unreadAfter);
    const line = this.all.find((one) => one.type === 'row' && (one.row.seq === seq || one.also.some((row) => row.seq === seq)));
    if (line) {
      this.window.around(this.all, line.key);
      this.bottom = false;
      this.goTo = `m${seq}`;
      this.draw();
      this.show({ flash: seq });
      setTimeout(() => this.show({ flash: 0 }), FLASH_MS);
    }
  },

  onUnfold({ detail }) {
    this.lines.unfold(detail.key);
    this.draw();
  },
  onPerson({ detail }) {
    openPerson(detail.user);
  },
  onMentionPerson({ detail }) {
    const user = client.people.get(detail.user);
    if (user && this.composer) {
      this.composer.put(this.mentions.complete(this.composer.value(), user));
    }
  },
  onReact({ detail }) {
    attempt(() => client.react(this.room, detail.seq, detail.emoji, detail.on));
  },
  onResend({ detail }) {
    client.resend(detail.clientMsgId);
  },
  onDiscard({ detail }) {
    client.discard(detail.clientMsgId);
  },

  async onText({ detail }) {
    client.setTyping(this.room);
    const before = detail.text.slice(0, detail.cursor);
    this.written = before;
    const people = await this.mentions.offer(before);
    if (this.written === before) {
      this.show({ people });
    }
  },
  onMention({ detail }) {
    const text = this.composer.value();
    const before = this.written || text;
    this.composer.put(this.mentions.complete(before, detail) + text.slice(before.length));
    this.show({ people: [] });
  },
  async onSend({ detail }) {
    const { text } = detail;
    const row = this.editing;
    if (row) {
      const done = await attempt(() => client.edit(this.room, row.seq, { ...row.content, text }, row.version));
      if (done && this.editing === row) {
        this.onDropContext();
      }
      return;
    }
    client.send(this.room, { kind: 'text', text }, this.more(this.mentions.in(text)));
    this.composer.put('');
    keepDraft(this.room, '');
    this.mentions.clear();
    this.show({ people: [] });
  },
  /** What goes with a message; from then on it is no longer waiting. */
  more(mentions) {
    const replyTo = this.quoted ? this.quoted.seq : undefined;
    this.onDropContext();
    this.window.toEnd();
    this.bottom = true;
    this.sent = true;
    this.unreadAfter = null;
    return { mentions, replyTo };
  },
  onAttach({ detail }) {
    attempt(async () => {
      if (detail.id === 'place') {
        client.send(this.room, await attach.place(), this.more());
        return;
      }
      const kinds = { photo: attach.photo, camera: attach.camera, file: attach.files };
      for (const file of await kinds[detail.id]()) {
        client.sendFile(this.room, file, this.more());
      }
    });
  },
  onVoice({ detail }) {
    client.sendFile(this.room, attach.voice(detail), this.more());
  },
});
