import { reactive } from "@odoo/owl";

import { session } from "@web/session";
import { user } from "@web/core/user";
import { ConnectionLostError } from "@web/core/network/rpc";

const DATABASE = "street_safety_visit";
const STORE = "entries";
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
/** Small entries that travel together; a photo travels alone. */
const TOGETHER = 40;

export const newUuid = () =>
    crypto.randomUUID?.() ??
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function openDatabase() {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open(DATABASE, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "uuid" });
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

const settled = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });

/**
 * What was written down on the phone and not yet acknowledged by the server. It lives in the browser's database, so
 * that a lost network, a locked phone or a closed page loses nothing; an entry leaves it when the server says it has it.
 */
export class VisitQueue {
    /**
     * @param {(visit: number, entries: Object[]) => Promise<Object>} send
     * @param {(visit: number, answer: Object) => void} onAnswer
     */
    constructor(send, onAnswer) {
        this.send = send;
        this.onAnswer = onAnswer;
        this.owner = `${session.db || ""} ${user.userId}`;
        this.state = reactive({ entries: [], offline: false, problem: "", unsafe: false });
        this.wait = FIRST_WAIT;
        this.wake = () => document.visibilityState === "visible" && this.flush();
    }

    async start() {
        try {
            this.database = await openDatabase();
            const rows = await settled(this.database.transaction(STORE).objectStore(STORE).getAll());
            const mine = rows.filter((row) => row.owner === this.owner).map((row) => ({ ...row, sent: true }));
            this.state.entries = mine.sort((one, other) => one.order - other.order);
        } catch {
            // A private window keeps nothing: the page must stay open until everything is sent, and it says so.
            this.state.unsafe = true;
        }
        window.addEventListener("online", this.wake);
        document.addEventListener("visibilitychange", this.wake);
        this.flush();
    }

    stop() {
        window.removeEventListener("online", this.wake);
        document.removeEventListener("visibilitychange", this.wake);
        clearTimeout(this.timer);
        this.stopped = true;
    }

    /** Entries of one visit, the refused ones included. */
    of(visit) {
        return this.state.entries.filter((entry) => entry.visit === visit);
    }

    get waiting() {
        return this.state.entries.filter((entry) => !entry.refused);
    }

    get refused() {
        return this.state.entries.filter((entry) => entry.refused);
    }

    /**
     * Keep an entry and send it as soon as possible. An answer to the same item is replaced, but only while it has never
     * been sent: the server may have it although its answer was lost, and would take the new words for a retry.
     *
     * @param {number} visit id of the inspection
     * @param {Object} content kind and what the kind needs
     */
    async add(visit, content) {
        const before =
            content.kind === "answer" &&
            this.of(visit).find(
                (entry) =>
                    entry.content.kind === "answer" &&
                    entry.content.line === content.line &&
                    !entry.sent
            );
        const uuid = before ? before.uuid : newUuid();
        const entry = {
            uuid,
            owner: this.owner,
            visit,
            order: before ? before.order : Date.now() + Math.random(),
            time: new Date().toISOString(),
            content: before ? { ...before.content, ...content, seen: before.content.seen } : content,
            refused: "",
            sent: false,
        };
        if (before) {
            this.state.entries.splice(this.state.entries.indexOf(before), 1, entry);
        } else {
            this.state.entries.push(entry);
        }
        await this.write((store) => store.put(entry));
        this.flush();
        return uuid;
    }

    async drop(uuid) {
        const index = this.state.entries.findIndex((entry) => entry.uuid === uuid);
        if (index >= 0) {
            this.state.entries.splice(index, 1);
        }
        await this.write((store) => store.delete(uuid));
    }

    async write(change) {
        if (!this.database) {
            return;
        }
        try {
            await settled(change(this.database.transaction(STORE, "readwrite").objectStore(STORE)));
        } catch {
            this.state.unsafe = true;
        }
    }

    /** The next entries that may travel together: those of one visit, a photo by itself. */
    batch() {
        const [first] = this.waiting;
        if (!first) {
            return [];
        }
        if (first.content.data || first.content.signatures) {
            return [first];
        }
        const small = [];
        for (const entry of this.waiting) {
            if (entry.visit !== first.visit || entry.content.data || entry.content.signatures || small.length >= TOGETHER) {
                break;
            }
            small.push(entry);
        }
        return small;
    }

    async flush() {
        if (this.sending || this.stopped) {
            return this.sending;
        }
        clearTimeout(this.timer);
        this.sending = this.sendAll();
        try {
            await this.sending;
        } finally {
            this.sending = null;
        }
    }

    async sendAll() {
        let batch = this.batch();
        while (batch.length && !this.stopped) {
            const { visit } = batch[0];
            for (const entry of batch) {
                entry.sent = true;
            }
            try {
                const answer = await this.send(
                    visit,
                    batch.map(({ uuid, time, content }) => ({ uuid, time, ...content }))
                );
                await this.acknowledge(batch, answer);
                this.onAnswer(visit, answer);
            } catch (error) {
                this.failed(error);
                return;
            }
            batch = this.batch();
        }
    }

    async acknowledge(batch, answer) {
        this.wait = FIRST_WAIT;
        Object.assign(this.state, { offline: false, problem: "" });
        const done = new Set(answer.done);
        for (const { uuid } of batch) {
            if (done.has(uuid)) {
                await this.drop(uuid);
                continue;
            }
            const entry = this.state.entries.find((other) => other.uuid === uuid);
            if (entry) {
                entry.refused = answer.refused[uuid] || " ";
                await this.write((store) => store.put({ ...entry, content: { ...entry.content } }));
            }
        }
    }

    failed(error) {
        this.state.offline = error instanceof ConnectionLostError;
        this.state.problem = this.state.offline ? "" : error.data?.message || error.message || String(error);
        this.timer = setTimeout(() => this.flush(), this.wait);
        this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    }
}
