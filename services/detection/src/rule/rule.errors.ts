import { NotFound } from '@yagura/kernel';

export class NoSuchRule extends NotFound {
  constructor() { super('rule'); }
}
