import { act, ann, bob, CHAT, CHATS, chooseMember, key, step } from './story.js';

step('a group: members, announcement, roles, silence', async () => {
  await ann.back();
  await ann.tab('Contacts');
  await ann.tap('New group');
  await ann.at('more/pick/pick');
  await ann.find('wx-input input').fill('Summer trip');
  await ann.tap('Bob');
  await ann.see('1 chosen');
  await ann.tap('Create');
  await ann.at(CHAT);
  await ann.see('Summer trip (2)');
  await bob.back();
  await bob.tap('Summer trip');
  await bob.see('Summer trip (2)');

  await ann.tap('Chat info');
  await ann.at('more/info/info');
  await ann.tap('Announcement');
  await ann.page.locator('.mp-modal textarea').fill('We leave on Friday at seven');
  await ann.choose('OK');
  await bob.see('We leave on Friday at seven');

  await chooseMember(ann, 'Bob', 'Make admin');
  await ann.see('Admin');
  await bob.see('Bob is now Admin');
  await chooseMember(ann, 'Bob', 'Take admin away');
  await ann.gone('Admin');

  await chooseMember(ann, 'Bob', 'Mute for an hour');
  await ann.see('muted');
  await bob.see('You can’t speak here for now');
  await chooseMember(ann, 'Bob', 'Let speak');
  await bob.gone('You can’t speak here for now');

  await ann.tapOn(ann.find('[class~=row]').filter({ hasText: 'Only admins may speak' }).locator('wx-switch'));
  await bob.see('Only owners and admins may speak');
  await ann.tapOn(ann.find('[class~=row]').filter({ hasText: 'Only admins may speak' }).locator('wx-switch'));
  await bob.gone('Only owners and admins may speak');
});

step('mentions, readers, forwarding', async () => {
  await bob.back();
  await bob.at(CHATS);
  await ann.back();
  await ann.at(CHAT);
  await ann.find('composer textarea').pressSequentially('tickets: @bo');
  await ann.tapOn(ann.find('composer').getByText('Bob', { exact: true }));
  await ann.tapOn(key(ann, 'Send'));
  await bob.see('[You were mentioned]');
  await bob.tap('Summer trip');
  await bob.see('@Bob');

  await act(ann, 'tickets:', 'Read by');
  await ann.at('more/receipts/receipts');
  await ann.see('Bob');
  await ann.back();

  await act(ann, 'tickets:', 'Forward');
  await ann.at('more/pick/pick');
  await ann.tap('Bob');
  await ann.choose('OK');
  await ann.page.getByText('Forwarded', { exact: true }).waitFor();
  await ann.back();
  await ann.tab('Chats');
  await ann.tap('Bob');
  await ann.see('Forwarded from Ann');
  await ann.back();
});

step('found by a word, from everywhere', async () => {
  await ann.tap('Search');
  await ann.at('more/search/search');
  await ann.see('Find chats and messages');
  await ann.find('wx-input input').fill('ten');
  await ann.tapOn(ann.find('[class~=hit]').first());
  await ann.at(CHAT);
  await ann.see('shall we meet at ten?');
  await ann.back();
  await ann.back();
});

step('chats are pinned and silenced by a swipe, and pulled down', async () => {
  const item = ann.find('conversation-item').filter({ hasText: 'Summer trip' });
  await (await ann.hold(item, { by: { x: -120, y: 0 } }))();
  await ann.tapOn(item.getByText('Pin', { exact: true }));
  await ann.find('conversation-item').first().filter({ hasText: 'Summer trip' }).waitFor();
  await ann.press(item.getByText('Summer trip'));
  await ann.tapOn(item.getByText('Mute', { exact: true }));
  await item.locator('[class*=glyph-silent]').waitFor();
  await ann.host('pullDown()');
});

step('somebody is blocked, and unblocked', async () => {
  await ann.tab('Contacts');
  await ann.tap('Bob');
  await ann.at('more/profile/profile');
  await ann.tap('Block');
  await ann.choose('Block');
  await ann.see('Unblock');
  await ann.back();
  await ann.tab('Me');
  await ann.tap('Blocked people');
  await ann.at('more/blocks/blocks');
  await ann.see('Bob');
  await ann.tap('Unblock');
  await ann.see('You have blocked nobody.');
  await ann.back();
  await ann.tab('Chats');
});
