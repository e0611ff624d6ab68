import { InvalidInput } from '@yagura/kernel';

/** A dataset that cannot be measured, such as an instant without offset or a period that ends before it begins. */
export class InvalidDataset extends InvalidInput {
  constructor(message: string, path?: string) { super(message, { slug: 'metrics.invalid_dataset', path }); }
}
