export { createChatClient } from './chat-client.js';
export { ChatError } from './protocol.js';
export { layOut } from './timeline.js';
export { createDeviceId, createId, defaultClock, memoryStorage } from './environment.js';

/** @typedef {import('./chat-client.js').ChatClient} ChatClient */
/** @typedef {import('./timeline.js').Line} Line */
/** @typedef {import('./types.js').Clock} Clock */
/** @typedef {import('./types.js').Content} Content */
/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Fetch} Fetch */
/** @typedef {import('./types.js').LocalFile} LocalFile */
/** @typedef {import('./types.js').Media} Media */
/** @typedef {import('./types.js').PresenceState} PresenceState */
/** @typedef {import('./types.js').RoomEvent} RoomEvent */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Storage} Storage */
/** @typedef {import('./types.js').Transport} Transport */
/** @typedef {import('./types.js').Upload} Upload */
/** @typedef {import('./types.js').User} User */
