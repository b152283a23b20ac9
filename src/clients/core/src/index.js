export { createChatClient } from './chat-client.js';
export { ChatError } from './protocol.js';
export { layOut } from './timeline.js';
export { createDeviceId, createId, defaultClock, memoryStorage } from './environment.js';
