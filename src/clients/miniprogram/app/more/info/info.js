const { ask, attempt, call, choose, confirm, toast } = require('../../lib/ask');
const { client } = require('../../lib/client');
const { faceOf } = require('../../lib/face');
const { memberActions } = require('../../lib/member-actions');
const { definePage } = require('../../lib/page');
const { t } = require('../../lib/strings');
const { go } = require('../../lib/start');

const HOME = '/pages/conversations/conversations';
const SLOW_STEPS_S = [0, 10, 30, 60, 300];
const RULES = { open: 'info.ruleOpen', approve: 'info.ruleApprove', invite: 'info.ruleInvite' };

const faceOfMember = (user) => ({ key: user.id, id: user.id, name: user.name, ...faceOf(user.id, user.name, user.avatar) });

function redraw() {
  this.draw();
}

definePage({
  title: 'info.title',
  parts: ['info'],
  data: {
    gone: false, direct: false, room: '', name: '', count: '', face: { hue: 0, initials: '', avatar: '' }, announcement: '', pinned: false,
    silenced: false, muteAll: false, slow: '', rule: '', manages: false, invites: false, owner: false, members: [], requests: [], cursor: '',
  },
  on: {
    conversations: redraw,
    people: redraw,
    push(push) {
      if (push.type === 'event' && push.kind === 'member' && push.room === this.room) {
        this.load();
      }
    },
  },

  onLoad({ room }) {
    this.room = room;
    this.members = [];
    this.load();
  },
  conversation() {
    return client.conversations.get(this.room);
  },

  async load() {
    const conversation = this.conversation();
    if (!conversation || conversation.kind === 'dm') {
      return;
    }
    await attempt(async () => {
      const page = await client.members(this.room);
      this.members = page.members;
      this.show({ cursor: page.cursor || '' });
    });
    const { people } = this.manages() && conversation.joinRule === 'approve'
      ? await client.joinRequests(this.room).catch(() => ({ people: [] })) : { people: [] };
    this.show({ requests: people.map(({ user }) => faceOfMember(user)) });
    this.draw();
  },
  manages() {
    const conversation = this.conversation();
    return Boolean(conversation) && conversation.kind !== 'dm' && ['owner', 'admin'].includes(conversation.role);
  },

  draw() {
    const conversation = this.conversation();
    if (!conversation) {
      this.show({ gone: true });
      return;
    }
    const { id, kind, name, avatar, peer, memberCount, joinRule, role } = conversation;
    const direct = kind === 'dm';
    const manages = this.manages();
    this.show({
      gone: false,
      direct,
      room: id,
      name,
      face: faceOf(direct && peer ? peer.id : id, name, direct && peer ? peer.avatar : avatar),
      count: direct || !memberCount ? '' : t('info.members', { n: memberCount }),
      announcement: conversation.announcement || '',
      pinned: conversation.pinned,
      silenced: conversation.silenced,
      muteAll: conversation.muteAll,
      slow: conversation.slowModeMs > 0 ? t('info.slowOn', { n: conversation.slowModeMs / 1000 }) : t('info.slowOff'),
      rule: t(RULES[joinRule] || RULES.invite),
      manages,
      invites: kind !== 'broadcast' && (manages || (kind === 'group' && joinRule !== 'approve')),
      owner: role === 'owner' && !direct,
      members: this.members.map(({ user, role: theirs, mutedUntil }) => ({
        ...faceOfMember(client.people.get(user.id) || user),
        kind: theirs,
        role: theirs === 'member' ? '' : t(`role.${theirs}`),
        muted: mutedUntil && mutedUntil > client.now() ? t('member.muted') : '',
      })),
    });
  },

  async onMore() {
    await attempt(async () => {
      const page = await client.members(this.room, this.data.cursor);
      this.members = [...this.members, ...page.members];
      this.show({ cursor: page.cursor || '' });
      this.draw();
    });
  },
  async onMember({ currentTarget }) {
    const member = this.members.find(({ user }) => user.id === currentTarget.dataset.user);
    const chosen = await choose(memberActions(this.conversation(), member));
    if (chosen && await attempt(chosen.run)) {
      this.load();
    }
  },
  async onAnswer({ currentTarget }) {
    const { user, yes } = currentTarget.dataset;
    await attempt(() => (yes ? client.accept(this.room, user) : client.refuse(this.room, user)));
    this.load();
  },

  async onRename() {
    const name = this.manages() ? await ask(t('info.name'), t('info.name'), this.conversation().name) : null;
    if (name) {
      await attempt(() => client.updateRoom(this.room, { name }));
    }
  },
  async onAnnounce() {
    const old = this.conversation().announcement || '';
    const announcement = this.manages() ? await ask(t('info.announcement'), '', old) : null;
    if (announcement !== null && announcement !== old) {
      await attempt(() => client.updateRoom(this.room, { announcement }));
    }
  },
  onCopyId() {
    attempt(() => call('setClipboardData', { data: this.room }));
  },
  onSearch() {
    go(`/more/search/search?room=${encodeURIComponent(this.room)}`);
  },
  /** A switch that was refused goes back to what is true. */
  async set(field, run) {
    if (!(await attempt(run))) {
      this.show({ [field]: !this.conversation()[field] });
    }
    this.draw();
  },
  onPin({ detail }) {
    this.set('pinned', () => client.pin(this.room, detail.value));
  },
  onSilence({ detail }) {
    this.set('silenced', () => client.silence(this.room, detail.value));
  },
  onMuteAll({ detail }) {
    this.set('muteAll', () => client.muteAll(this.room, detail.value));
  },
  async onSlow() {
    const chosen = await choose(SLOW_STEPS_S.map((n) => ({ n, label: n > 0 ? t('info.slowOn', { n }) : t('info.slowOff') })));
    if (chosen) {
      await attempt(() => client.updateRoom(this.room, { slowModeMs: chosen.n * 1000 }));
    }
  },
  async onRule() {
    const chosen = await choose(Object.entries(RULES).map(([rule, key]) => ({ rule, label: t(key) })));
    if (chosen) {
      await attempt(() => client.updateRoom(this.room, { joinRule: chosen.rule }));
      this.load();
    }
  },
  onInvite() {
    go(`/more/pick/pick?for=invite&room=${encodeURIComponent(this.room)}`);
  },

  async onBlock() {
    const { peer } = this.conversation();
    await attempt(async () => {
      if (await confirm(t('info.blockAsk', { name: peer.name }), t('info.block'), true)) {
        await client.block(peer.id);
        toast(t('info.blocked'));
      }
    });
  },
  onLeave() {
    return this.end('info.leaveAsk', 'list.leave', () => client.leaveRoom(this.room), 'info.left');
  },
  onDissolve() {
    return this.end('info.dissolveAsk', 'common.ok', () => client.dissolve(this.room), '');
  },
  async end(question, yes, run, after) {
    const { name } = this.conversation();
    await attempt(async () => {
      if (await confirm(t(question, { name }), t(yes), true)) {
        await run();
        await call('switchTab', { url: HOME });
        if (after) {
          toast(t(after, { name }));
        }
      }
    });
  },
});
