import { InvalidInput, Unavailable } from '@yagura/kernel';

/** A model that no honest document can be made of; `path` says where, such as `blocks.3.rows.0`. */
export class MalformedDocument extends InvalidInput {
  constructor(path: string, why: string) {
    super(`The document cannot be set: ${path} ${why}.`, { slug: 'document.malformed', path });
  }
}

/** A render thread gave no document; `why` is for people, and the model itself is not at fault unless it was malformed. */
export class RenderFailed extends Unavailable {
  constructor(why: string, cause?: unknown) {
    super(`The document could not be rendered: ${why}.`, { slug: 'document.render_failed', cause });
  }
}
