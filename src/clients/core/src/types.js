/**
 * The shapes that cross a file boundary in this folder. Wire shapes carry the names of the protocol document; every
 * field of a frame may be missing or odd, so the readers in `protocol.js` check before they trust.
 *
 * @typedef {{ send(text: string): void, close(): void }} Socket
 * @typedef {{ onOpen(): void, onText(text: string): void, onClose(code: number, reason?: string): void }} SocketEvents
 * @typedef {(url: string, protocols: string[], events: SocketEvents) => Socket} Dial
 * @typedef {Dial & { upload?: Upload }} Transport opens sockets, and may bring the platform's way to upload a file
 *
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} random 0 to below 1
 *
 * @typedef {object} Storage where small texts outlive a reload; may refuse silently
 * @property {(key: string) => string | null | undefined} get
 * @property {(key: string, value: string) => void} set
 * @property {(key: string) => void} remove
 *
 * @typedef {{ status: number, json(): Promise<any> }} HttpReply
 * @typedef {(url: string, init: { method: string, headers: Record<string, string>, body?: string }) => Promise<HttpReply>} Fetch
 *
 * @typedef {object} UploadRequest
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {any} body whatever the platform's uploader takes: a Blob, the path of a file
 * @property {string} name of the file
 * @property {string} mime
 * @property {(sent: number, total: number) => void} onProgress
 * @typedef {{ reply: Promise<HttpReply>, abort(): void }} UploadTask
 * @typedef {(request: UploadRequest) => UploadTask} Upload puts one file into a multipart form and sends it
 *
 * @typedef {{ id: string, name: string, avatar?: string | null }} User
 * @typedef {{ token: string, expiresAt: number, refreshToken: string, user: User }} Tokens
 * @typedef {{ type: string, id?: string | number, [field: string]: any }} Frame
 * @typedef {{ kind: string, text?: string, [field: string]: any }} Content
 * @typedef {{ emoji: string, count: number, mine: boolean }} Reaction
 * @typedef {{ from: string, time: number }} Origin who said a forwarded message first, and when
 *
 * @typedef {object} Media a file that the server keeps
 * @property {string} url
 * @property {string} mime
 * @property {number} size
 * @property {number | null} width
 * @property {number | null} height
 * @property {string | null} thumb
 *
 * @typedef {object} LocalFile a file to be sent
 * @property {'image' | 'voice' | 'video' | 'file'} kind
 * @property {any} body what the platform's uploader takes
 * @property {string} name
 * @property {string} mime
 * @property {number} size
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [durationMs]
 * @property {number[]} [waveform] of a voice: how loud it is, part by part
 * @property {string} [preview] an address that this device can show at once
 *
 * @typedef {{ sent: number, total: number }} Progress
 * @typedef {{ state: 'online' | 'away' | 'offline', lastSeen: number | null }} PresenceState
 *
 * @typedef {object} RoomEvent one entry of a room's log
 * @property {string} room
 * @property {number} seq
 * @property {string} kind message, recall, edit, reaction, member, room, or one that this version does not know
 * @property {string} from
 * @property {number} time
 * @property {string} [id]
 * @property {string} [clientMsgId]
 * @property {Content} [content]
 * @property {string[]} [mentions]
 * @property {number} [replyTo]
 * @property {Origin} [forward]
 * @property {number} [target]
 * @property {number} [version]
 * @property {boolean} [recalled]
 * @property {Reaction[]} [reactions]
 * @property {string} [emoji]
 * @property {boolean} [on]
 * @property {string} [change]
 * @property {string} [user]
 * @property {any} [value]
 * @property {string} [role]
 * @property {number | null} [until]
 *
 * @typedef {object} Conversation one line of the list
 * @property {string} id
 * @property {string} kind group, channel, broadcast or dm
 * @property {string} name
 * @property {number} lastSeq
 * @property {number} readSeq
 * @property {number} unread messages of others after readSeq
 * @property {number} mentionUnread how many of those name this user
 * @property {string} role
 * @property {boolean} silenced by this user, for this user
 * @property {boolean} pinned
 * @property {RoomEvent | null} last
 * @property {number} updatedAt
 * @property {number} peerReadSeq how far the others have read, as far as this device was told
 * @property {User | null} peer the other person of a direct chat
 * @property {string | null} [avatar]
 * @property {string | null} [announcement]
 * @property {string} [joinRule]
 * @property {number} [memberCount]
 * @property {boolean} [public]
 * @property {number | null} [mutedUntil] until when this user may not speak
 * @property {boolean} muteAll
 * @property {number} slowModeMs
 * @property {boolean} [requested] this user asks to come in
 *
 * @typedef {'sending' | 'sent' | 'failed'} SendState
 *
 * @typedef {object} OutboxItem
 * @property {string} clientMsgId
 * @property {string} room
 * @property {Content} content
 * @property {string[]} [mentions]
 * @property {number} [replyTo]
 * @property {number} createdAt
 * @property {SendState} state
 * @property {string} [code] why it failed
 * @property {number} [seq] where it landed, once acknowledged
 * @property {Progress} [upload] its file is still on this device
 * @property {string} [preview]
 *
 * @typedef {object} Row one line of a chat view; replaced, never changed, so views compare by identity
 * @property {string} key stays the same from the optimistic line to the stored one
 * @property {string} kind message, member or room
 * @property {number | null} seq
 * @property {string} from
 * @property {number} time
 * @property {boolean} own
 * @property {SendState} state
 * @property {Content | null} content
 * @property {number} version
 * @property {boolean} edited
 * @property {boolean} recalled
 * @property {string | null} recalledBy
 * @property {string | null} recalledText what the author may take up again; this device only
 * @property {string} [clientMsgId]
 * @property {number} [replyTo]
 * @property {string[]} [mentions]
 * @property {Origin} [forward]
 * @property {Reaction[]} reactions
 * @property {Progress | null} upload
 * @property {string | null} preview an address that this device can show before the server's, for what it sent itself
 * @property {number} foldedTo reactions up to this seq are already counted
 * @property {string} [code]
 * @property {RoomEvent} [event] the whole event, for member and room lines
 *
 * @typedef {'idle' | 'connecting' | 'online' | 'reconnecting' | 'offline' | 'stopped'} State
 * @typedef {{ state: State, reason: string | null }} Status
 */
export {};
