// A chat server on `ws` that could have brothers: every message goes through Redis, a channel per room.
import { createServer } from "node:http";
import { createClient } from "redis";
import { WebSocket, WebSocketServer } from "ws";
import { options, read, serve, visitor } from "./serve.mjs";

const publisher = createClient({ url: `redis://127.0.0.1:${options["redis-port"]}` });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const rooms = new Map();
const http = createServer();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });

// The upgrade waits for the channels, so that a client that is connected misses nothing.
http.on("upgrade", async (request, connection, head) => {
  const who = visitor(request);
  const entered = who.rooms.map(enter);
  connection.once("close", () => entered.forEach(leave));
  await Promise.all(entered.map((room) => room.subscribed));
  sockets.handleUpgrade(request, connection, head, (socket) => attach(socket, who, entered));
});

function attach(socket, who, entered) {
  for (const room of entered) {
    room.members.add(socket);
  }

  socket.on("message", (data) => {
    const message = read(data);
    if (message === null || !who.rooms.includes(message.room)) {
      socket.close(1008);
      return;
    }

    const { room, id, text } = message;
    void publisher.publish(channel(room), JSON.stringify({ type: "event", room, from: who.user, id, text }));
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    for (const room of entered) {
      room.members.delete(socket);
    }
  });
}

function enter(name) {
  let room = rooms.get(name);
  if (room === undefined) {
    const members = new Set();
    const listener = (frame) => deliver(members, frame);
    room = { name, members, listener, visitors: 0, subscribed: subscriber.subscribe(channel(name), listener, true) };
    rooms.set(name, room);
  }

  room.visitors++;
  return room;
}

function leave(room) {
  room.visitors--;
  if (room.visitors === 0) {
    rooms.delete(room.name);
    void subscriber.unsubscribe(channel(room.name), room.listener, true);
  }
}

function channel(room) {
  return `room:${room}`;
}

function deliver(members, frame) {
  for (const member of members) {
    if (member.readyState === WebSocket.OPEN) {
      member.send(frame, { binary: false });
    }
  }
}

serve(http);
