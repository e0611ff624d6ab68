import { InvalidInput } from '@yagura/kernel';

/** A model that no honest document can be made of; `path` says where, such as `blocks.3.rows.0`. */
export class MalformedDocument extends InvalidInput {
  constructor(path: string, why: string) {
    super(`The document cannot be set: ${path} ${why}.`, { slug: 'document.malformed', path });
  }
}
