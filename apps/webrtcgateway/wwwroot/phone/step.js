/** One step of the conversations: the records that it reads, and what it makes of them. Nothing is stored before its end. */
export class Step {
  records = new Map();
  removed = new Set();
  removedRecords = [];
  conversations = new Map();
  removedConversations = new Set();
  arrived = new Set();
  #byPiece = new Map();
  #changed = new Set();

  constructor(records) {
    records.forEach(record => this.load(record));
  }

  get all() {
    return [...this.records.values()];
  }

  get changed() {
    return [...this.#changed].map(id => this.records.get(id));
  }

  get contacts() {
    return new Set([...this.changed, ...this.removedRecords].map(record => record.contact));
  }

  find(id) {
    return this.records.get(this.#byPiece.get(id) ?? id);
  }

  load(record) {
    this.records.set(record.id, record);
    record.ids.forEach(id => this.#byPiece.set(id, record.id));
  }

  put(record) {
    this.load(record);
    this.#changed.add(record.id);
    this.removed.delete(record.id);
    this.removedConversations.delete(record.contact);
  }

  remove(record) {
    if (record) {
      this.records.delete(record.id);
      this.#changed.delete(record.id);
      this.removed.add(record.id);
      this.removedRecords.push(record);
    }
  }
}
