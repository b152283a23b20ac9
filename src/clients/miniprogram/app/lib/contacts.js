/** The people that this user has to do with: from direct chats, and the members of their groups. */
const { client } = require('./client');
const { faceOf } = require('./face');

/** Groups whose members are looked up; the newest. */
const GROUPS_AT_MOST = 10;

/** @type {Map<string, { count: number, users: any[] }>} members by room, as of when it had so many */
const members = new Map();
/** Whose contacts these are. */
let owner = '';

async function loadContacts() {
  if (client.me.id !== owner) {
    owner = client.me.id;
    members.clear();
  }
  const groups = client.conversations.list().filter(({ kind }) => kind === 'group' || kind === 'channel').slice(0, GROUPS_AT_MOST);
  [...members.keys()].filter((id) => !groups.some((group) => group.id === id)).forEach((id) => members.delete(id));
  const stale = groups.filter(({ id, memberCount }) => !members.has(id) || members.get(id).count !== memberCount);
  await Promise.all(stale.map(async ({ id, memberCount }) => {
    const page = await client.members(id).catch(() => null);
    if (page) {
      members.set(id, { count: memberCount, users: page.members.map((member) => member.user) });
    }
  }));
}

function contacts() {
  const found = new Map();
  for (const { kind, peer } of client.conversations.list()) {
    if (kind === 'dm' && peer) {
      found.set(peer.id, peer);
    }
  }
  [...members.values()].flatMap(({ users }) => users).forEach((user) => found.set(user.id, client.people.get(user.id) || user));
  found.delete(owner);
  return [...found.values()]
    .map(({ id, name, avatar }) => ({ key: id, id, name, ...faceOf(id, name, avatar) }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

module.exports = { contacts, loadContacts };
