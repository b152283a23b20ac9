/// <reference types="miniprogram-api-typings" />

/** What the client core is, as the mini program sees it. */
type ChatClient = ReturnType<typeof import('../../core/src/chat-client.js').createChatClient>;
