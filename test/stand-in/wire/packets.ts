import type { Socket } from 'node:net';

/** One MySQL protocol packet, its 4-byte header taken off; `sequence` is the id of its last fragment. */
export type Packet = { sequence: number; payload: Buffer };

const MAX_FRAGMENT = 0xffffff;

/** Cuts a byte stream into packets (joined when split at 16 MiB). Feed it with what `data` events bring. */
export function packetSplitter(onPacket: (packet: Packet) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let available = 0;
  let needed = 4;
  let fragments: Buffer[] = [];
  return (chunk) => {
    chunks.push(chunk);
    available += chunk.length;
    // Joined only when something is complete: large packets come in many small chunks.
    if (available < needed) return;
    const pending = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    let offset = 0;
    for (;;) {
      const left = pending.length - offset;
      const length = left < 4 ? 0 : pending.readUIntLE(offset, 3);
      needed = 4 + length;
      if (left < needed) break;
      const sequence = pending.readUInt8(offset + 3);
      const payload = pending.subarray(offset + 4, offset + 4 + length);
      offset += needed;
      fragments.push(payload);
      if (length === MAX_FRAGMENT) continue;
      const whole = fragments.length === 1 ? payload : Buffer.concat(fragments);
      fragments = [];
      onPacket({ sequence, payload: whole });
    }
    available = pending.length - offset;
    chunks = available === 0 ? [] : [pending.subarray(offset)];
  };
}

/** The bytes of one payload with its header or, above 16 MiB, its headers. */
export function frame(sequence: number, payload: Buffer): Buffer {
  const parts: Buffer[] = [];
  let id = sequence;
  for (let offset = 0; ; offset += MAX_FRAGMENT) {
    const part = payload.subarray(offset, offset + MAX_FRAGMENT);
    const header = Buffer.alloc(4);
    header.writeUIntLE(part.length, 0, 3);
    header.writeUInt8(id & 0xff, 3);
    id += 1;
    parts.push(header, part);
    if (part.length < MAX_FRAGMENT) return Buffer.concat(parts);
  }
}

/** Frames payloads with consecutive sequence ids, the first being `sequence`. */
export function frameAll(sequence: number, payloads: Buffer[]): Buffer {
  return Buffer.concat(payloads.map((payload, index) => frame(sequence + index, payload)));
}

/** Reads packets one at a time from a socket; `next` resolves to null once the peer is gone. */
export type PacketSource = { next: () => Promise<Packet | null>; close: () => void };

/** A queue of packets over a socket. It stays attached until `close`. */
export function packetSource(socket: Socket): PacketSource {
  const queue: Packet[] = [];
  let ended = false;
  let waiting: ((packet: Packet | null) => void) | null = null;
  const deliver = (packet: Packet | null): void => {
    if (waiting !== null) {
      const resolve = waiting;
      waiting = null;
      resolve(packet);
    } else if (packet !== null) {
      queue.push(packet);
    }
  };
  const onData = packetSplitter(deliver);
  const onEnd = (): void => {
    ended = true;
    deliver(null);
  };
  socket.on('data', onData);
  socket.on('end', onEnd);
  socket.on('close', onEnd);
  socket.on('error', onEnd);
  return {
    next: () => {
      const packet = queue.shift();
      if (packet !== undefined) return Promise.resolve(packet);
      if (ended) return Promise.resolve(null);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    close: () => {
      socket.off('data', onData);
      socket.off('end', onEnd);
      socket.off('close', onEnd);
      socket.off('error', onEnd);
    },
  };
}
