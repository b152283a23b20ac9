const { contacts, loadContacts } = require('../../lib/contacts');
const { definePage } = require('../../lib/page');
const start = require('../../lib/start');

definePage({
  tab: true,
  title: 'tab.contacts',
  parts: ['contacts'],
  data: { state: 'loading', people: [] },
  async onShow() {
    await loadContacts();
    this.show({ state: 'ready', people: contacts() });
  },
  onPerson({ currentTarget }) {
    start.openPerson(currentTarget.dataset.user);
  },
  onGroup: start.newGroup,
  onJoin: start.joinById,
  onAdd: start.directById,
});
